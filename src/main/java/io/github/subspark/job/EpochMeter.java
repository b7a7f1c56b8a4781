/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import com.codahale.metrics.Meter;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;
import scala.collection.JavaConverters;

/**
 * Tells how fast epochs are trained. Spark adds a task's count to its accumulator when the task
 * ends; what tasks have counted so far comes with their executor's heartbeat.
 */
final class EpochMeter extends SparkListener {
  private final LongAccumulator epochs;
  private final Meter meter;

  /** What tasks that are at work have counted, by task. */
  private final Map<Long, Long> underWay = new HashMap<>();

  private long marked;

  EpochMeter(LongAccumulator epochs, Meter meter) {
    this.epochs = epochs;
    this.meter = meter;
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    JavaConverters.seqAsJavaList(update.accumUpdates())
        .forEach(
            task -> {
              for (AccumulableInfo info : JavaConverters.seqAsJavaList(task._4())) {
                if (info.id() == epochs.id() && info.update().isDefined()) {
                  underWay.put((Long) task._1(), ((Number) info.update().get()).longValue());
                }
              }
            });
    mark();
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    underWay.remove(end.taskInfo().taskId());
    mark();
  }

  /** A task that failed takes its epochs along: the meter does not run backwards. */
  private void mark() {
    long all = epochs.value() + underWay.values().stream().mapToLong(Long::longValue).sum();
    meter.mark(Math.max(0, all - marked));
    marked = Math.max(marked, all);
  }
}
