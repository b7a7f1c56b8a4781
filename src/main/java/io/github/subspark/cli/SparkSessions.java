/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** Spark as the commands use it: what spark-submit says, else all cores of this machine. */
final class SparkSessions {
  private SparkSessions() {}

  /** The file systems' configuration, spark.hadoop.* settings included, without starting Spark. */
  static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  /** Starts Spark. */
  static SparkSession start(String name) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.app.name", name);
    // Trainings and MLlib's small jobs share the cores instead of queueing.
    conf.setIfMissing("spark.scheduler.mode", "FAIR");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    // The tables are small: Spark's 200 shuffle partitions would only cost time.
    conf.setIfMissing("spark.sql.shuffle.partitions", "4");
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
    }
    SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
    // spark-submit brings the cluster's logging, which talks: the terminal belongs to progress.
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }
}
