/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.commit.ArtefactKind;
import io.github.subspark.commit.CommitRecord;
import io.github.subspark.commit.FailureRecord;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.images.Images;
import io.github.subspark.steps.Commits;
import io.github.subspark.steps.FailureLog;
import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepContext;
import io.github.subspark.steps.StepKind;
import io.github.subspark.sweep.Grid;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.training.Engine;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** The pretrainings of a sweep without what follows: C of many images does not fit everywhere. */
public final class PretrainingAlone {
  private PretrainingAlone() {}

  /**
   * Runs those that are not committed.
   *
   * @return the commits of all
   * @throws AssertionError if one failed
   */
  public static List<CommitRecord> run(
      SparkSession spark, SweepSpec spec, Images pixels, RunDirectory run)
      throws IOException, InterruptedException {
    return run(spark, spec, pixels, run, spec.training().engine().engine());
  }

  /** As above, with another engine than the specification's. */
  static List<CommitRecord> run(
      SparkSession spark, SweepSpec spec, Images pixels, RunDirectory run, Engine engine)
      throws IOException, InterruptedException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<Images> images = context.broadcast(pixels);
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    String root = run.root();
    StepContext shared =
        new StepContext(
            spec,
            engine,
            root,
            root,
            null,
            hadoop,
            "images",
            images,
            pixels.count(),
            context.sc().longAccumulator("epochs"));
    Grid grid = Grid.of(spec, pixels);
    List<Step> steps =
        Step.all(spec, grid.cells()).stream()
            .filter(step -> step.kind() == StepKind.PRETRAIN)
            .toList();
    Commits commits = Commits.of(run);
    Set<Step> done = steps.stream().filter(commits::contains).collect(Collectors.toSet());
    new StepRunner(
            context,
            new Slots(context.sc(), spec, engine),
            shared,
            grid,
            FailureLog.of(run),
            (FailureListener) PretrainingAlone::fail)
        .run(steps.stream().filter(step -> !done.contains(step)).toList(), done, () -> false);
    images.destroy();
    return run.commits(ArtefactKind.WEIGHTS);
  }

  private static void fail(Step step, FailureRecord failure) {
    throw new AssertionError(failure.kind() + ": " + failure.message() + "\n" + failure.stack());
  }
}
