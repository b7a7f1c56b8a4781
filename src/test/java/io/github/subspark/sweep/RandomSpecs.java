/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

import io.github.subspark.affinity.AffinityKind;
import io.github.subspark.affinity.AffinitySpec;
import io.github.subspark.affinity.DscSpec;
import io.github.subspark.clustering.BaselineKind;
import io.github.subspark.clustering.ClustererKind;
import io.github.subspark.clustering.ClusteringSpec;
import io.github.subspark.clustering.PicSpec;
import io.github.subspark.clustering.PowerSpec;
import io.github.subspark.images.DataSpec;
import io.github.subspark.network.Attention;
import io.github.subspark.network.AttentionPlace;
import io.github.subspark.network.EncoderLayer;
import io.github.subspark.network.NetworkSpec;
import io.github.subspark.training.EngineKind;
import io.github.subspark.training.EpochRule;
import io.github.subspark.training.OracleSpec;
import io.github.subspark.training.PretrainingSpec;
import io.github.subspark.training.RestartSpec;
import io.github.subspark.training.TrainingSpec;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Sweeps drawn at random from all that the records allow, awkward texts included. */
final class RandomSpecs {
  private static final String LETTERS = "aZ 09._-/:\\\"'#$%{}[]=,+\n\t\u00e9\u4e2d\u0001";

  private final Random random;

  RandomSpecs(long seed) {
    this.random = new Random(seed);
  }

  SweepSpec next() {
    EngineKind engine = one(EngineKind.values());
    PretrainingSpec.Mode mode =
        engine == EngineKind.DL4J ? one(PretrainingSpec.Mode.values()) : PretrainingSpec.Mode.LOCAL;
    return new SweepSpec(
        data(),
        2 + whole(100),
        some(() -> new GridBlock(some(this::real), some(() -> one(Attention.values())))),
        some(random::nextLong),
        new NetworkSpec(
            some(() -> new EncoderLayer(1 + whole(50), 2 + whole(14))),
            2 + whole(14),
            real(),
            real(),
            real(),
            real(),
            one(AttentionPlace.values())),
        new TrainingSpec(
            engine,
            1 + whole(5000),
            1 + whole(5000),
            1 + whole(5000),
            one(EpochRule.values()),
            new OracleSpec(1 + whole(9), 9 + whole(300)),
            real(),
            new RestartSpec(1 + whole(9), whole(9), 1 + whole(300), real(), real())),
        new PretrainingSpec(mode, 1 + whole(99), 1 + whole(999)),
        new AffinitySpec(
            some(() -> one(AffinityKind.values())),
            new DscSpec(real(), 1 + whole(20), real() * 1e9, random.nextBoolean())),
        new ClusteringSpec(
            some(() -> one(ClustererKind.values())),
            some(() -> one(BaselineKind.values())),
            1 + whole(50),
            new PowerSpec(1 + whole(300), 1 + whole(900)),
            new PicSpec(1 + whole(300), Integer.MAX_VALUE)),
        new JobSpec(1 + whole(64), 1 + whole(900), whole(2) == 0),
        new FaultSpec(whole(9), 6 + whole(100)));
  }

  private DataSpec data() {
    return new DataSpec(
        "x" + text() + "x",
        "",
        2 + whole(1000),
        2 + whole(1000),
        one(DataSpec.Colour.values()),
        random.nextBoolean(),
        "(" + text() + ")",
        "y" + text() + "y",
        new DataSpec.MatSpec("fea", "gnd", whole(99), whole(99), one(DataSpec.PixelOrder.values())),
        new DataSpec.ParquetSpec("image", "12"),
        new DataSpec.TurntableSpec(2 + whole(99), 2 + whole(300), random.nextLong()));
  }

  private int whole(int bound) {
    return random.nextInt(bound);
  }

  /** In (0, 1), down to tiny exponents. */
  private double real() {
    return (random.nextDouble() * 0.999 + 0.0001) * Math.scalb(1.0, -random.nextInt(40));
  }

  private <T> T one(T[] values) {
    return values[whole(values.length)];
  }

  /** One to four, none twice. */
  private <T> List<T> some(Supplier<T> element) {
    return Stream.generate(element).limit(1L + whole(4)).distinct().toList();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    random
        .ints(whole(12), 0, LETTERS.length())
        .forEach(letter -> text.append(LETTERS.charAt(letter)));
    return text.toString();
  }
}
