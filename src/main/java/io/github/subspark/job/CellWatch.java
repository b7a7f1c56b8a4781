/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.github.subspark.commit.FailureRecord;
import io.github.subspark.steps.Step;
import io.github.subspark.sweep.Cell;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.MetricsSystem;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.util.LongAccumulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a sweep's cells to who watches from afar: as a source of Spark's metrics, which its
 * Prometheus servlet and other sinks pass on, and as one line of the driver's log, in key=value
 * pairs, for each cell's start and end. Hands on all that it hears.
 */
final class CellWatch implements StepListener, AutoCloseable {
  /** Of its own, so that a logging configuration can name it. */
  private static final Logger LOG = LoggerFactory.getLogger("io.github.subspark.cells");

  private final StepListener next;
  private final CellStates states = new CellStates();
  private final Map<Cell, Instant> begun = new HashMap<>();
  private final MetricsSystem metrics = SparkEnv.get().metricsSystem();
  private final SparkContext spark;
  private final EpochMeter epochs;
  private final CellSource source = new CellSource(new MetricRegistry());

  /**
   * Watches until it is closed.
   *
   * @param epochs counts trained epochs
   */
  CellWatch(SparkContext spark, LongAccumulator epochs, StepListener next) {
    this.spark = spark;
    this.next = next;
    this.epochs = new EpochMeter(epochs, source.metricRegistry().meter("epochs"));
    gauge("cells.all", CellStates::cells);
    gauge("cells.done", CellStates::done);
    gauge("cells.running", CellStates::running);
    gauge("cells.failed", CellStates::failed);
    metrics.registerSource(source);
    spark.addSparkListener(this.epochs);
  }

  /** What Spark asks for its metrics. */
  private record CellSource(MetricRegistry metricRegistry) implements Source {
    @Override
    public String sourceName() {
      return "subspark";
    }
  }

  private void gauge(String name, ToIntFunction<CellStates> value) {
    source.metricRegistry().register(name, (Gauge<Integer>) () -> read(value));
  }

  private synchronized int read(ToIntFunction<CellStates> value) {
    return value.applyAsInt(states);
  }

  @Override
  public synchronized void planned(List<Step> all, List<Step> missing, List<Step> givenUp) {
    states.planned(all, missing, givenUp);
    next.planned(all, missing, givenUp);
  }

  @Override
  public synchronized void started(Step step) {
    for (Cell cell : states.started(step)) {
      begun.put(cell, Instant.now());
      LOG.info(
          "event=cell-start cell={} compression={} attention={} seed={}",
          cell.key(),
          cell.compression(),
          cell.attention().text(),
          cell.seed());
    }
    next.started(step);
  }

  @Override
  public synchronized void committed(Step step) {
    states.committed(step).forEach(cell -> ended(cell, "status=done"));
    next.committed(step);
  }

  @Override
  public synchronized void failed(Step step, FailureRecord failure) {
    String status = "status=failed step=%s kind=%s".formatted(step.kind().text(), failure.kind());
    states.failed(step).forEach(cell -> ended(cell, status));
    next.failed(step, failure);
  }

  private void ended(Cell cell, String status) {
    double seconds = Duration.between(begun.get(cell), Instant.now()).toMillis() / 1e3;
    LOG.info(
        "event=cell-end cell={} {} seconds={} done={} failed={} cells={}",
        cell.key(),
        status,
        seconds,
        states.done(),
        states.failed(),
        states.cells());
  }

  @Override
  public void warned(String warning) {
    next.warned(warning);
  }

  @Override
  public void beside(int asides) {
    next.beside(asides);
  }

  @Override
  public void publishing() {
    next.publishing();
  }

  @Override
  public void close() {
    metrics.removeSource(source);
    spark.removeSparkListener(epochs);
  }
}
