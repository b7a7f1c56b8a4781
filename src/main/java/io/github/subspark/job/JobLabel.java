/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;

/**
 * What this thread's Spark jobs are called in Spark's UI, and the pool that they wait in, until
 * what was there before is restored: the thread may be a notebook's.
 */
final class JobLabel {
  private static final String GROUP = "spark.jobGroup.id";
  private static final String DESCRIPTION = "spark.job.description";
  private static final String INTERRUPT = "spark.job.interruptOnCancel";
  private static final String POOL = "spark.scheduler.pool";

  private final SparkContext spark;
  private final Map<String, String> before = new LinkedHashMap<>();

  /**
   * Names this thread's jobs.
   *
   * @param group the name by which they can be cancelled together
   * @param description for people
   * @param pool of the scheduler; pools keep short jobs from queueing behind trainings
   */
  JobLabel(SparkContext spark, String group, String description, String pool) {
    this.spark = spark;
    for (String property : List.of(GROUP, DESCRIPTION, INTERRUPT, POOL)) {
      before.put(property, spark.getLocalProperty(property));
    }
    spark.setJobGroup(group, description, true);
    spark.setLocalProperty(POOL, pool);
  }

  /** Names them as they were before. */
  void restore() {
    before.forEach(spark::setLocalProperty);
  }
}
