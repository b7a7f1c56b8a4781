/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.Printable;
import io.github.subspark.scores.PairedDifference;
import io.github.subspark.tables.ResultRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What channel attention does to the accuracy of one recipe, paired over seeds, at each
 * compression: against no attention, and against the constant gate, which has the same size but
 * does not look.
 */
final class Effects {
  private static final String TREATED = "channel";
  private static final List<String> CONTROLS = List.of("none", "constant");

  private final List<ResultRow> rows;
  private final Axes axes;

  private Effects(List<ResultRow> rows, Axes axes) {
    this.rows = rows;
    this.axes = axes;
  }

  /** Of the rows of one recipe. */
  static List<Page.Effect> of(List<ResultRow> rows, Axes axes) {
    return new Effects(rows, axes).all();
  }

  private List<Page.Effect> all() {
    List<Page.Effect> effects = new ArrayList<>();
    for (String control : CONTROLS) {
      for (int channels : axes.channels()) {
        Map<Long, Double> treated = accuracies(channels, TREATED);
        Map<Long, Double> controls = accuracies(channels, control);
        if (!treated.isEmpty() && !controls.isEmpty()) {
          effects.add(effect(channels, control, treated, controls));
        }
      }
    }
    return effects;
  }

  private Map<Long, Double> accuracies(int channels, String arm) {
    return rows.stream()
        .filter(row -> row.channels() == channels && row.attention().equals(arm))
        .filter(row -> row.accuracy() != null)
        .collect(Collectors.toMap(ResultRow::seed, ResultRow::accuracy, (a, b) -> a));
  }

  private Page.Effect effect(
      int channels, String control, Map<Long, Double> treated, Map<Long, Double> controls) {
    PairedDifference difference =
        PairedDifference.of(
            treated.keySet().stream()
                .filter(controls::containsKey)
                .mapToDouble(seed -> treated.get(seed) - controls.get(seed))
                .toArray());
    String subject =
        "Channel attention minus %s at %s"
            .formatted(
                control.equals("constant") ? "the constant gate" : control,
                Printable.percent(axes.compressions().get(channels)));
    return new Page.Effect(
        axes.text(channels),
        control,
        difference.pairs(),
        finite(difference.mean()),
        finite(difference.low()),
        finite(difference.high()),
        difference.sentence(subject) + reservations(channels, difference.pairs()));
  }

  /** What keeps the pairs from being all that was asked for. */
  private String reservations(int channels, int pairs) {
    long inert =
        rows.stream()
            .filter(row -> row.channels() == channels && row.attention().equals(TREATED))
            .filter(row -> Objects.equals(row.attentionHealth(), "inert"))
            .count();
    String missing =
        pairs < axes.seeds().size()
            ? " Of %d seeds asked for, %d lack an arm."
                .formatted(axes.seeds().size(), axes.seeds().size() - pairs)
            : "";
    return missing
        + (inert > 0
            ? " The attention was inert (did nothing) in %d of them.".formatted(inert)
            : "");
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? 100 * value : null;
  }
}
