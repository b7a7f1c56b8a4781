/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static io.github.subspark.cli.BadInputTest.sound;

import io.github.subspark.cli.BadInputTest.Arguments;
import io.github.subspark.cli.BadInputTest.Case;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What spark-submit may be told that does not do for a sweep; part of {@link BadInputTest}. */
final class BadSparkSettings {
  private BadSparkSettings() {}

  static Stream<Case> cases() {
    Arguments many =
        f -> sound(f, "-D", "data.turntable.angles=300", "-D", "data.turntable.objects=20");
    Arguments wide = f -> sound(f, "-D", "job.cores-per-training=4");
    String cluster = "master=local-cluster[1,2,1024] ";
    return Stream.of(
        spark(
            cluster + "executor.memory=1g",
            many,
            "Cannot train 6000 images: an executor needs 1",
            "for 2 tasks at once, and has 1024 and 384",
            "Set spark.executor.memory=",
            "spark.executor.memoryOverhead="),
        spark(
            cluster + "executor.memory=8g executor.memoryOverhead=256m",
            many,
            "has 8192 and 256. Set spark.executor.memoryOverhead="),
        spark(
            cluster + "executor.memory=8g executor.memoryOverheadFactor=0.01",
            many,
            "has 8192 and 384. Set spark.executor.memoryOverhead="),
        spark(
            cluster + "executor.memory=2g executor.memoryOverhead=8g",
            f -> sound(f, "-D", "data.turntable.angles=360", "-D", "data.turntable.objects=20"),
            "Cannot train 7200 images",
            "Set spark.executor.memory="),
        spark("master=local[64]", many, "for 64 tasks at once", "SUBSPARK_JAVA_OPTS=-Xmx"),
        spark("executor.memory=lots", "spark.executor.memory=lots: it is no size", "such as 2g"),
        spark("executor.memoryOverhead=1.5g", "spark.executor.memoryOverhead=1.5g: it is no size"),
        spark("executor.memoryOverheadFactor=half", "Factor=half: it is no share", "such as 0.4"),
        spark("executor.cores=two", "spark.executor.cores=two: it is no number"),
        spark(
            cluster + "executor.cores=2",
            wide,
            "Cannot train on job.cores-per-training=4 cores: an executor has 2",
            "Set spark.executor.cores=4, or job.cores-per-training=2"),
        spark("master=local-cluster[1,3,1024]", wide, "an executor has 3"),
        spark("master=yarn", wide, "an executor has 1 (spark.executor.cores)"),
        spark(
            "master=local[2]",
            wide,
            "Cannot train on job.cores-per-training=4 cores: spark.master=local[2] has 2",
            "Set job.cores-per-training=2"),
        spark("task.maxFailures=never", "spark.task.maxFailures=never: it is no number"),
        spark(
            "local.dir=/proc/none,/proc/nowhere",
            "spark.local.dir=/proc/none,/proc/nowhere",
            "Name a folder that you may write to"),
        spark("task.cpus=2", "spark.task.cpus=2", "Leave it out and set job.cores-per-training=2"),
        spark(
            cluster + "executor.resource.gpu.amount=1 task.resource.gpu.amount=1",
            "spark.task.resource.gpu.amount=1",
            "Leave it out"),
        spark(
            "master=local[2] executor.resource.gpu.amount=1",
            "spark.executor.resource.gpu.amount=1 with spark.master=local[2]",
            "name a cluster's master"),
        spark(
            "master=yarn executor.resource.gpu.amount=1",
            "executors cannot find their GPUs",
            "Set spark.executor.resource.gpu.discoveryScript"),
        spark("executor.resource.gpu.amount=all", "gpu.amount=all: it is no number"),
        spark("master=mesos://a:5050", "spark.master=mesos://a:5050", "Name local[*], local[N]"),
        spark("master=spark://127.0.0.1", "spark.master=spark://127.0.0.1", "spark://HOST:PORT"),
        spark("master=local[0]", "Cannot use spark.master=local[0]"),
        spark(
            "master=spark://127.0.0.1:1",
            "Cannot reach spark.master=spark://127.0.0.1:1: connection refused",
            "Start that master"),
        spark("master=spark://no.such.host.invalid:7077", "its host is unknown"),
        spark(
            cluster + "executor.cores=2",
            f -> plan(f, "-D", "job.cores-per-training=4"),
            "Cannot train on job.cores-per-training=4 cores"),
        spark(
            "master=local-cluster[1,1,1024] executor.memory=1g",
            f -> plan(f, "-D", "data.turntable.angles=300", "-D", "data.turntable.objects=20"),
            "Cannot train 6000 images"));
  }

  /** Settings 'key=value' that Spark cannot do with, or not for this sweep. */
  private static Case spark(String settings, String... parts) {
    return spark(settings, files -> sound(files), parts);
  }

  private static Case spark(String settings, Arguments arguments, String... parts) {
    Map<String, String> all =
        Stream.of(settings.split(" ", -1))
            .map(setting -> setting.split("=", 2))
            .collect(Collectors.toMap(pair -> "spark." + pair[0], pair -> pair[1]));
    return new Case(settings, arguments, all, List.of(parts));
  }

  private static List<Object> plan(BadFiles files, Object... arguments) throws IOException {
    List<Object> all =
        new ArrayList<>(List.of("plan", files.text("sweep.conf", BadInputTest.SOUND)));
    all.addAll(List.of(arguments));
    return all;
  }
}
