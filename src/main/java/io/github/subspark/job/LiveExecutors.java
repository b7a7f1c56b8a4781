/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.collection.JavaConverters;

/** The executors that an application has just now. */
final class LiveExecutors {
  /** Among Spark's executors there is the driver, too. */
  private static final String DRIVER = "driver";

  private LiveExecutors() {}

  /** Those of a cluster; none on embedded Spark. */
  static List<ExecutorSummary> of(SparkContext spark) {
    return JavaConverters.seqAsJavaList(spark.statusStore().executorList(true)).stream()
        .filter(executor -> !executor.id().equals(DRIVER))
        .toList();
  }
}
