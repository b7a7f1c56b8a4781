/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.publishing.RunDescription;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Table 2 of Baek and Yoon: ACC % on COIL-20, 375 % being DSC-Net without compression. */
final class PaperTable {
  static final String CAVEAT =
      "The paper's figures (its table 2) are not to be compared row by row: its authors' public"
          + " code scores every fine-tuning epoch against the labels and keeps the best, for one"
          + " seed.";

  private static final int COIL_IMAGES = 1440;
  private static final int COIL_OBJECTS = 20;

  private static final Map<String, Double> ACCURACY =
      Map.of(
          "none 3.75", 93.68,
          "none 0.25", 89.44,
          "none 0.5", 87.22,
          "none 0.75", 92.01,
          "channel 0.25", 91.46,
          "channel 0.5", 94.10,
          "channel 0.75", 92.39);

  private PaperTable() {}

  /** Whether a run is of the paper's data. */
  static boolean appliesTo(RunDescription run) {
    return run.data().name().toLowerCase(Locale.ROOT).matches(".*coil[-_ ]?20.*")
        && run.data().count() == COIL_IMAGES
        && run.spec().clusters() == COIL_OBJECTS;
  }

  /** The paper's figure for an arm at a compression, if it has one. */
  static Optional<Double> accuracy(String attention, double compression) {
    return Optional.ofNullable(ACCURACY.get(attention + " " + compression));
  }
}
