/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.tables.CurveRow;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Curves of all trainings, thinned to what a chart can show. */
final class Curves {
  /** Epochs of a curve that are shown, at most. */
  static final int MOST = 120;

  private static final MathContext DIGITS = new MathContext(4);

  private static final Map<String, Function<CurveRow, Double>> TERMS = new LinkedHashMap<>();

  static {
    TERMS.put("total", CurveRow::total);
    TERMS.put("reconstruction", CurveRow::reconstruction);
    TERMS.put("self_expression", CurveRow::selfExpression);
    TERMS.put("regularization", CurveRow::regularization);
  }

  private Curves() {}

  private record Training(String phase, int channels, String attention, long seed) {
    static Training of(CurveRow row) {
      return new Training(row.phase(), row.channels(), row.attention(), row.seed());
    }
  }

  static List<Figures.Curve> of(List<CurveRow> rows, Axes axes) {
    List<Figures.Curve> curves = new ArrayList<>();
    rows.stream()
        .collect(Collectors.groupingBy(Training::of, LinkedHashMap::new, Collectors.toList()))
        .forEach(
            (training, all) -> {
              int last = all.stream().mapToInt(CurveRow::attempt).max().orElse(0);
              all.stream()
                  .collect(Collectors.groupingBy(CurveRow::attempt))
                  .forEach((attempt, epochs) -> curves.add(curve(epochs, attempt < last, axes)));
            });
    return curves;
  }

  private static Figures.Curve curve(List<CurveRow> epochs, boolean dropped, Axes axes) {
    List<CurveRow> sorted =
        epochs.stream().sorted(Comparator.comparingInt(CurveRow::epoch)).toList();
    List<CurveRow> shown = IntStream.of(places(sorted.size())).mapToObj(sorted::get).toList();
    CurveRow first = sorted.get(0);
    return new Figures.Curve(
        first.phase(),
        axes.channels().indexOf(first.channels()),
        axes.arms().indexOf(first.attention()),
        first.seed(),
        first.attempt(),
        dropped,
        shown.stream().map(CurveRow::epoch).toList(),
        terms(first, shown));
  }

  /** All of few epochs; of many the first ones closely and the others ever wider apart. */
  static int[] places(int count) {
    return IntStream.range(0, Math.min(MOST, count))
        .map(
            i -> {
              double along = (i + 1.0) / Math.min(MOST, count);
              double spread = count <= MOST ? along : along * (0.3 + 0.7 * along);
              return (int) Math.round(spread * count) - 1;
            })
        .map(place -> Math.max(0, place))
        .distinct()
        .toArray();
  }

  private static Map<String, List<Double>> terms(CurveRow first, List<CurveRow> shown) {
    Map<String, List<Double>> terms = new LinkedHashMap<>();
    TERMS.forEach(
        (name, term) -> {
          if (term.apply(first) != null) {
            List<Double> values = new ArrayList<>();
            shown.forEach(row -> values.add(rounded(term.apply(row))));
            terms.put(name, values);
          }
        });
    return terms;
  }

  private static Double rounded(Double value) {
    return value == null || !Double.isFinite(value)
        ? null
        : (Double) new BigDecimal(value).round(DIGITS).doubleValue();
  }
}
