/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.commit.FailureRecord;
import io.github.subspark.commit.Lease;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.faults.FaultyFileSystem;
import io.github.subspark.faults.FaultyFs;
import io.github.subspark.faults.ObjectStoreFileSystem;
import io.github.subspark.images.ImageReader;
import io.github.subspark.images.ImageSet;
import io.github.subspark.sweep.ConfigText;
import io.github.subspark.sweep.SpecReader;
import io.github.subspark.sweep.SweepSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** The smallest sweep that has all kinds of steps but MLlib's, on one session for all runs. */
final class FaultyRuns implements AutoCloseable {
  /** Two cells that share a pretraining: 5 steps. */
  private static final String CONFIG =
      """
      data {
        path = turntable, height = 8, width = 8, turntable { objects = 2, angles = 5 }
      }
      clusters = 2
      grid = [{ compression = [25 %], attention = [none, channel] }]
      seeds = [0]
      training { pretraining-epochs = 2, finetuning-epochs = 2 }
      affinity { kinds = [plain] }
      clustering { clusterers = [njw], baselines = [], restarts = 2 }
      """;

  /** After so long a run hangs: warm it takes one or two seconds. */
  private static final long LONGEST_SECONDS = 60;

  /** The first run loads half of Spark. */
  private static final long FIRST_SECONDS = 300;

  private final SparkSession spark;
  private final SweepSpec spec;
  private final ImageSet images;
  private boolean warm;
  private final ExecutorService driver =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "sweep");
            thread.setDaemon(true);
            return thread;
          });

  FaultyRuns() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("store faults")
            .config("spark.ui.enabled", "false")
            .config("spark.scheduler.mode", "FAIR")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.hadoop.fs.faulty.impl", FaultyFileSystem.class.getName())
            .config("spark.hadoop.fs.AbstractFileSystem.faulty.impl", FaultyFs.class.getName())
            .config("spark.hadoop.fs.objects.impl", ObjectStoreFileSystem.class.getName())
            .getOrCreate();
    spark.sparkContext().setLogLevel("OFF");
    spec = SpecReader.read(Optional.of(new ConfigText("test", CONFIG)), List.of());
    images = ImageReader.read(spec.data(), hadoop());
  }

  SparkSession spark() {
    return spark;
  }

  ImageSet images() {
    return images;
  }

  Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  /**
   * How a run ended.
   *
   * @param done whether all cells are
   * @param failures of steps, as the listener heard of them
   * @param thrown by the run as a whole
   */
  record Ended(boolean done, List<FailureRecord> failures, Optional<Throwable> thrown) {
    /** All that a user would read of it, one line each. */
    List<String> words() {
      List<String> words = new ArrayList<>();
      failures.forEach(f -> words.add(f.step() + ": " + f.kind() + ": " + f.message()));
      thrown.ifPresent(t -> words.add(causes(t)));
      return words;
    }

    private static String causes(Throwable thrown) {
      List<String> causes = new ArrayList<>();
      for (Throwable at = thrown; at != null; at = at.getCause()) {
        causes.add(at.toString().lines().findFirst().orElse(""));
      }
      return String.join(" <- ", causes);
    }
  }

  /** Runs the sweep on {@code root}, in whatever state it is, and tries failed steps again. */
  Ended run(String root) {
    List<FailureRecord> failures = Collections.synchronizedList(new ArrayList<>());
    FailureListener listener = (step, failure) -> failures.add(failure);
    Future<SweepJob.Summary> summary = driver.submit(() -> sweep(root, listener));
    try {
      long seconds = warm ? LONGEST_SECONDS : FIRST_SECONDS;
      warm = true;
      boolean done = summary.get(seconds, TimeUnit.SECONDS).unfinished() == 0;
      return new Ended(done, List.copyOf(failures), Optional.empty());
    } catch (ExecutionException e) {
      return new Ended(false, List.copyOf(failures), Optional.of(e.getCause()));
    } catch (TimeoutException e) {
      String where =
          Thread.getAllStackTraces().entrySet().stream()
              .filter(thread -> thread.getKey().getName().equals("sweep"))
              .map(thread -> Arrays.toString(thread.getValue()))
              .collect(Collectors.joining("\n"));
      summary.cancel(true);
      spark.sparkContext().cancelAllJobs();
      throw new AssertionError("a run hangs: " + where, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private SweepJob.Summary sweep(String root, StepListener listener) throws Exception {
    RunDirectory run = RunDirectory.at(root, hadoop());
    SweepJob.checkIdentity(run, spec, images);
    try (Lease lease = Lease.take(run, spec.sweep().lease())) {
      return new SweepJob(spark, new FakeEngine(), listener)
          .run(spec, images, run, new Resume(true, false), lease::lost);
    }
  }

  @Override
  public void close() {
    driver.shutdownNow();
    spark.stop();
  }
}
