/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.images.Images;
import io.github.subspark.network.Architecture;
import io.github.subspark.network.Attention;
import io.github.subspark.network.NetworkSpec;
import io.github.subspark.training.EpochListener;
import io.github.subspark.training.FineTuned;
import io.github.subspark.training.Pretrained;
import io.github.subspark.training.TrainingSpec;
import java.util.Arrays;

/**
 * A {@link FakeEngine} whose fine-tunings go wrong.
 *
 * @param mischief thrown by those with channel attention; null for none
 * @param shift added to the first coefficient
 */
record FailingEngine(Mischief mischief, float shift) implements PretendedEngine {
  /** What may be thrown. */
  enum Mischief {
    /** As code with a fault would. */
    EXCEPTION("illegal-state"),
    /** As the heap, or JavaCPP, would: by allocating what no heap has. */
    OUT_OF_MEMORY("out-of-memory"),
    /** As a recursion without end would. */
    STACK_OVERFLOW("stack-overflow");

    private final String kind;

    Mischief(String kind) {
      this.kind = kind;
    }

    String kind() {
      return kind;
    }
  }

  static FailingEngine throwing(Mischief mischief) {
    return new FailingEngine(mischief, 0);
  }

  static FailingEngine otherCoefficients() {
    return new FailingEngine(null, 1e-6f);
  }

  @Override
  public Pretrained pretrain(
      Images images,
      Architecture architecture,
      TrainingSpec spec,
      long seed,
      EpochListener listener) {
    return new FakeEngine().pretrain(images, architecture, spec, seed);
  }

  @Override
  public FineTuned fineTune(
      Images images,
      Architecture architecture,
      Attention attention,
      NetworkSpec network,
      TrainingSpec spec,
      Pretrained pretrained,
      long seed,
      EpochListener listener) {
    if (mischief != null && attention == Attention.CHANNEL) {
      fail();
    }
    FineTuned tuned =
        new FakeEngine().fineTune(images, architecture, attention, network, spec, pretrained, seed);
    tuned.coefficients()[1] += shift;
    return tuned;
  }

  private void fail() {
    switch (mischief) {
      case EXCEPTION -> throw new IllegalStateException("planned mischief");
      case OUT_OF_MEMORY -> {
        long[][] all = new long[64][];
        Arrays.setAll(all, i -> new long[Integer.MAX_VALUE - 8]);
        throw new AssertionError(all.length + " GB were there");
      }
      case STACK_OVERFLOW -> recurse(0);
    }
  }

  @SuppressWarnings("InfiniteRecursion") // That is the mischief.
  private static int recurse(int depth) {
    return recurse(depth + 1) + 1;
  }
}
