/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import io.github.subspark.images.Images;
import java.util.SplittableRandom;

/** Tiny images from a union of subspaces: each class mixes three patterns of its own. */
final class Subspaces {
  static final int CLASSES = 3;
  static final int EACH = 16;
  static final int SIDE = 8;

  private Subspaces() {}

  /** Images class by class. */
  static Images images() {
    SplittableRandom random = new SplittableRandom(11);
    int size = SIDE * SIDE;
    float[] pixels = new float[CLASSES * EACH * size];
    for (int label = 0; label < CLASSES; label++) {
      float[][] patterns = new float[3][size];
      for (float[] pattern : patterns) {
        for (int i = 0; i < size; i++) {
          pattern[i] = (float) (random.nextDouble() / 3);
        }
      }
      for (int image = 0; image < EACH; image++) {
        for (float[] pattern : patterns) {
          double share = random.nextDouble();
          for (int i = 0; i < size; i++) {
            pixels[(label * EACH + image) * size + i] += (float) (share * pattern[i]);
          }
        }
      }
    }
    return new Images(CLASSES * EACH, 1, SIDE, SIDE, pixels);
  }
}
