/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.publishing.RunDescription;
import io.github.subspark.tables.CellRow;
import io.github.subspark.training.EpochRule;
import io.github.subspark.training.TrainingSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What was run, when, where, with what, and how long it took. */
final class Facts {
  private final PublishedRun run;
  private final Axes axes;

  private Facts(PublishedRun run, Axes axes) {
    this.run = run;
    this.axes = axes;
  }

  static List<Page.Fact> of(PublishedRun run, Axes axes) {
    return new Facts(run, axes).all();
  }

  private List<Page.Fact> all() {
    RunDescription told = run.description();
    List<Page.Fact> facts = new ArrayList<>();
    facts.add(
        new Page.Fact(
            "Data", "%s, SHA-256 %.12s".formatted(told.data().name(), told.data().fingerprint())));
    facts.add(
        new Page.Fact(
            "Compressions",
            axes.channels().stream()
                .map(k -> "%s (k\u00a0=\u00a0%d)".formatted(axes.text(k), k))
                .collect(Collectors.joining(", "))));
    facts.add(new Page.Fact("Attention", String.join(", ", axes.arms())));
    facts.add(
        new Page.Fact(
            "Seeds", axes.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "))));
    facts.add(
        new Page.Fact(
            "Training",
            "%s%d pretraining epochs in batches of %d, %d fine-tuning epochs, fixed beforehand%s"
                .formatted(
                    pretrainings(),
                    told.spec().training().pretrainingEpochs(),
                    told.spec().training().batchSize(),
                    told.spec().training().finetuningEpochs(told.data().count()),
                    chosen())));
    facts.add(new Page.Fact("Begun", Quantity.moment(told.started())));
    facts.add(new Page.Fact("Last cell ended", ended()));
    facts.add(
        new Page.Fact(
            "Computing time",
            Quantity.time(Stages.total(run.cells(), run.results()))
                + ", what succeeded added up; steps that ran side by side took less by the clock"));
    facts.add(new Page.Fact("Where", where()));
    facts.add(
        new Page.Fact(
            "With",
            "subspark %s (commit %s), %sSpark %s"
                .formatted(told.version(), told.commit(), backends(), told.spark())));
    facts.add(new Page.Fact("Run directory", run.place()));
    return facts.stream().filter(fact -> !fact.value().isEmpty()).toList();
  }

  private String pretrainings() {
    int several = run.description().spec().training().restarts().bestOf();
    return several == 1 ? "" : "the best by its loss of %d times ".formatted(several);
  }

  private String chosen() {
    TrainingSpec training = run.description().spec().training();
    return training.epochRule() == EpochRule.FIXED
        ? ""
        : "; of the rows that labels chose, up to %d".formatted(training.bestByLabels().limit());
  }

  private String ended() {
    return run.cells().stream()
        .map(CellRow::finished)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .map(Quantity::moment)
        .orElse("");
  }

  private String backends() {
    String backends = distinct(CellRow::backend);
    return backends.isEmpty() ? "" : backends + ", ";
  }

  private String where() {
    String hosts = distinct(CellRow::host);
    return hosts.isEmpty() ? "" : hosts + "; " + distinct(CellRow::device);
  }

  private String distinct(Function<CellRow, String> column) {
    return run.cells().stream()
        .map(column)
        .filter(Objects::nonNull)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
