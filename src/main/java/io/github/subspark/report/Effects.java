/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.Printable;
import io.github.subspark.scores.Holm;
import io.github.subspark.scores.PairedDifference;
import io.github.subspark.scores.PairedTests;
import io.github.subspark.tables.CellRow;
import io.github.subspark.tables.ResultRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What each kind of attention does to the accuracy of one recipe, paired over seeds, at each
 * compression: against no attention, and against the constant gate, which scales as much but does
 * not look, and is itself compared with none. These comparisons are one family, for which Holm
 * corrects their tests.
 */
final class Effects {
  private static final String METHOD = "dsc-network";

  private static final List<String> CONTROLS = List.of("none", "constant");

  private final List<ResultRow> rows;
  private final Axes axes;

  private Effects(List<ResultRow> rows, Axes axes) {
    this.rows = rows.stream().filter(row -> row.method().equals(METHOD)).toList();
    this.axes = axes;
  }

  /** Of the rows of one recipe. */
  static List<Page.Effect> of(List<ResultRow> rows, Axes axes) {
    return new Effects(rows, axes).all();
  }

  /**
   * The sentences of the recipe that a report shows first, below a line that names it; nothing
   * without labels or without two kinds to compare.
   */
  static List<String> lines(List<ResultRow> results, List<CellRow> cells) {
    List<ResultRow> own = results.stream().filter(PointSummary::ofACell).toList();
    if (!Recipe.hasLabels(own)) {
      return List.of();
    }
    Recipe first = Recipe.of(own).get(0);
    List<Page.Effect> effects =
        of(own.stream().filter(row -> Recipe.of(row).equals(first)).toList(), Axes.of(cells));
    if (effects.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "Does attention help? By %s, the recipe with the highest mean accuracy, as labels tell:"
            .formatted(first.name()));
    lines.add(verdict(effects));
    effects.forEach(effect -> lines.add(effect.sentence()));
    return lines;
  }

  /** All comparisons of a recipe in one sentence, by Holm's correction; none without any. */
  static String verdict(List<Page.Effect> effects) {
    if (effects.isEmpty()) {
      return "";
    }
    if (effects.stream().allMatch(effect -> effect.pairs() <= PairedDifference.FEW)) {
      return "In short: too few seeds to tell; five or more can show a difference.";
    }
    List<String> stand =
        effects.stream()
            .filter(effect -> effect.holm() != null && effect.holm() < PairedDifference.ALPHA)
            .filter(effect -> effect.pairs() > PairedDifference.FEW)
            .map(
                effect ->
                    "%s minus %s at %s (%s points)"
                        .formatted(
                            effect.attention(),
                            effect.against(),
                            effect.compression(),
                            PairedDifference.points(effect.mean() / 100)))
            .toList();
    String asked = Quantity.count(effects.size(), "comparison");
    return stand.isEmpty()
        ? "In short: of %s none is more than seed noise.".formatted(asked)
        : "In short: of %s more than seed noise: %s.".formatted(asked, String.join(", ", stand));
  }

  /** Two arms at one compression. */
  private record Comparison(
      int channels, String kind, String control, PairedDifference difference, PairedTests tests) {}

  private List<Page.Effect> all() {
    List<Comparison> family = new ArrayList<>();
    for (String kind : axes.arms()) {
      for (String control : CONTROLS) {
        for (int channels : axes.channels()) {
          Map<Long, Double> treated = accuracies(channels, kind);
          Map<Long, Double> controls = accuracies(channels, control);
          boolean asked = !kind.equals("none") && !kind.equals(control);
          if (asked && !treated.isEmpty() && !controls.isEmpty()) {
            family.add(comparison(channels, kind, control, treated, controls));
          }
        }
      }
    }
    double[] corrected =
        Holm.corrected(family.stream().mapToDouble(one -> one.tests.student()).toArray());
    int tested = (int) family.stream().filter(one -> one.difference.pairs() > 1).count();
    List<Page.Effect> effects = new ArrayList<>();
    for (int i = 0; i < corrected.length; i++) {
      effects.add(effect(family.get(i), corrected[i], tested));
    }
    return effects;
  }

  private Map<Long, Double> accuracies(int channels, String arm) {
    return rows.stream()
        .filter(row -> row.channels() == channels && row.attention().equals(arm))
        .filter(row -> row.accuracy() != null)
        .collect(Collectors.toMap(ResultRow::seed, ResultRow::accuracy, (a, b) -> a));
  }

  private static Comparison comparison(
      int channels,
      String kind,
      String control,
      Map<Long, Double> treated,
      Map<Long, Double> controls) {
    double[] differences =
        treated.keySet().stream()
            .filter(controls::containsKey)
            .mapToDouble(seed -> treated.get(seed) - controls.get(seed))
            .toArray();
    return new Comparison(
        channels, kind, control, PairedDifference.of(differences), PairedTests.of(differences));
  }

  private Page.Effect effect(Comparison one, double holm, int family) {
    PairedDifference difference = one.difference;
    String subject =
        "%s minus %s at %s"
            .formatted(
                subject(one.kind),
                one.control.equals("constant") ? "the constant gate" : one.control,
                Printable.percent(axes.compressions().get(one.channels)));
    String sentences =
        "%s %s%s"
            .formatted(
                difference.sentence(subject, holm, family),
                one.tests.sentences(holm, family, difference.pairs()),
                reservations(one))
            .strip()
            .replaceAll(" +", " ");
    return new Page.Effect(
        axes.text(one.channels),
        one.kind,
        one.control,
        difference.pairs(),
        points(difference.mean()),
        points(difference.low()),
        points(difference.high()),
        finite(one.tests.student()),
        finite(holm),
        one.tests.sign(),
        points(one.tests.detectable()),
        sentences);
  }

  private static String subject(String kind) {
    return switch (kind) {
      case "channel" -> "Channel attention";
      case "constant" -> "The constant gate";
      default -> "Attention '%s'".formatted(kind);
    };
  }

  /** What keeps the pairs from being all that was asked for. */
  private String reservations(Comparison one) {
    int pairs = one.difference.pairs();
    long inert =
        rows.stream()
            .filter(row -> row.channels() == one.channels && row.attention().equals(one.kind))
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

  private static Double points(double value) {
    return Double.isFinite(value) ? 100 * value : null;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
