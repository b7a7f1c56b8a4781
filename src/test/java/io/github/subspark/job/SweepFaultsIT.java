/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.subspark.InvalidInputException;
import io.github.subspark.commit.FailureRecord;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.images.ImageReader;
import io.github.subspark.images.ImageSet;
import io.github.subspark.job.SweepJob.Ending;
import io.github.subspark.job.SweepJob.Summary;
import io.github.subspark.publishing.RunDescription;
import io.github.subspark.steps.Step;
import io.github.subspark.sweep.ConfigText;
import io.github.subspark.sweep.Setting;
import io.github.subspark.sweep.SpecReader;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.tables.CellRow;
import io.github.subspark.tables.ResultRow;
import io.github.subspark.training.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sweep makes of cells that fail, with an engine that trains nothing. */
class SweepFaultsIT {
  /** Four cells: two arms of two seeds. */
  private static final String CONFIG =
      """
      data { path = turntable, height = 8, width = 8, turntable { objects = 2, angles = 5 } }
      clusters = 2
      grid = [{ compression = [25 %], attention = [none, channel] }]
      seeds = [0, 1]
      training { pretraining-epochs = 2, finetuning-epochs = 2 }
      affinity { kinds = [plain] }
      clustering { clusterers = [njw], baselines = [], restarts = 2 }
      """;

  private static final Resume AGAIN = new Resume(false, false);
  private static final Resume RETRY = new Resume(true, false);
  private static final Resume STRICT = new Resume(false, true);

  private static SparkSession spark;
  private static ImageSet images;

  @TempDir private Path folder;
  private final Heard heard = new Heard();

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.scheduler.mode", "FAIR")
            .config("spark.sql.shuffle.partitions", "1")
            // Compiling each of many small plans would take longer than running them.
            .config("spark.sql.codegen.wholeStage", "false")
            .getOrCreate();
    spark.sparkContext().setLogLevel("OFF");
    images = ImageReader.read(spec().data(), new Configuration());
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @BeforeEach
  void forget() {
    FakeEngine.forget();
  }

  private static SweepSpec spec(String... settings) {
    return SpecReader.read(
        Optional.of(new ConfigText("test", CONFIG)),
        Stream.of(settings).map(Setting::ofDefinition).toList());
  }

  private Summary run(String name, Engine engine, Resume resume, String... settings)
      throws IOException, InterruptedException {
    heard.lines.clear();
    return new SweepJob(spark, engine, heard)
        .run(spec(settings), images, directory(name), resume, () -> false);
  }

  private RunDirectory directory(String name) {
    return RunDirectory.at(folder.resolve(name).toString(), new Configuration());
  }

  private static int fineTunings() {
    return FakeEngine.calls().entrySet().stream()
        .filter(call -> call.getKey().startsWith("finetune"))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  @Test
  void gpusThatWillNotDoAreToldBeforeAnythingIsWritten() throws Exception {
    Engine gpus = new GpuEngine(GpuEngine.Where.EVERYWHERE);
    assertThatThrownBy(() -> run("gpus", gpus, AGAIN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("this build computes on processors");
    assertThat(directory("gpus").isEmpty()).as("what mends it may be another run").isTrue();
    assertThat(run("gpus", gpus, AGAIN, "job.gpu-check=false").unfinished()).isZero();
  }

  @Test
  void aGpuThatCameLaterFailsItsTrainings() throws Exception {
    Summary first = run("late", new GpuEngine(GpuEngine.Where.IN_TASKS), AGAIN);
    assertThat(failures(first))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.failureKind()).isEqualTo("gpu-unusable"));
    assertThat(run("late", new FakeEngine(), AGAIN).unfinished())
        .as("tried again unasked")
        .isZero();
  }

  @Test
  void oneCellsDeathIsARowAndIsTriedAgainWhenAskedFor() throws Exception {
    Engine failing = FailingEngine.throwing(FailingEngine.Mischief.EXCEPTION);
    Summary first = run("run", failing, AGAIN);
    assertThat(first.ending()).isEqualTo(Ending.EXHAUSTED);
    assertThat(first.unfinished()).as("both seeds of the channel arm").isEqualTo(2);
    assertThat(failures(first)).hasSize(2);
    CellRow row = failures(first).get(0);
    assertThat(row.failedStep()).isEqualTo("finetune");
    assertThat(row.failureKind()).isEqualTo("illegal-state");
    assertThat(row.failureMessage()).isEqualTo("planned mischief");
    assertThat(row.failureAttempt()).isEqualTo(1);
    assertThat(row.failureHost()).isNotEmpty();
    assertThat(row.failureTime()).startsWith("20");
    assertThat(heard.lines)
        .contains("failed fine-tune 25 % channel attention seed 0: illegal-state");

    FakeEngine.forget();
    Summary again = run("run", new FakeEngine(), AGAIN);
    assertThat(again.unfinished()).isEqualTo(2);
    assertThat(FakeEngine.calls()).isEmpty();
    assertThat(heard.lines).contains("given up 4");

    Summary retried = run("run", failing, RETRY);
    assertThat(failures(retried)).extracting(CellRow::failureAttempt).containsExactly(2, 2);

    Summary mended = run("run", new FakeEngine(), RETRY);
    assertThat(mended.unfinished()).isZero();
    assertThat(failures(mended)).isEmpty();
    assertThat(mended.rows().cells()).extracting(CellRow::failures).contains(2);
  }

  @Test
  void outOfMemoryAndStackOverflowEndTheirCellAlone() throws Exception {
    for (FailingEngine.Mischief mischief : FailingEngine.Mischief.values()) {
      Summary summary = run(mischief.name(), FailingEngine.throwing(mischief), AGAIN);
      assertThat(summary.unfinished()).as(mischief.name()).isEqualTo(2);
      assertThat(failures(summary)).extracting(CellRow::failureKind).containsOnly(mischief.kind());
    }
  }

  @Test
  void aLostExecutorAndAStoreThatFailedAreTriedAgainUnasked() throws Exception {
    Engine failing = FailingEngine.throwing(FailingEngine.Mischief.EXCEPTION);
    run("run", failing, AGAIN);
    String[] passing = {FailureRecord.EXECUTOR_LOST, FailureRecord.STORE};
    for (int seed = 0; seed < 2; seed++) {
      directory("run")
          .write(
              new FailureRecord(
                  "finetune", "k1-channel-seed" + seed, 2, passing[seed], "", "", "", "2999"));
    }
    assertThat(run("run", new FakeEngine(), AGAIN).unfinished()).isZero();
  }

  @Test
  void aHopelessSweepEndsEarly() throws Exception {
    Engine failing = FailingEngine.throwing(FailingEngine.Mischief.EXCEPTION);
    Summary summary =
        run(
            "run",
            failing,
            AGAIN,
            "sweep.max-failed-cells=2",
            "seeds=[0,1,2,3,4,5]",
            "grid=[{compression=[0.25],attention=[channel]}]");
    assertThat(summary.ending()).isEqualTo(Ending.HOPELESS);
    assertThat(failures(summary)).as("two, and one that ran beside").hasSizeBetween(2, 3);
    assertThat(summary.rows().cells())
        .filteredOn(cell -> cell.status().equals("missing"))
        .hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void onceHaltedNoStepIsBegun() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Summary summary =
        new SweepJob(spark, new FakeEngine(), heard)
            .run(spec(), images, directory("run"), AGAIN, () -> asked.incrementAndGet() > 4);
    assertThat(summary.ending()).isEqualTo(Ending.HALTED);
    long begun = heard.lines.stream().filter(line -> line.startsWith("started")).count();
    assertThat(begun).isBetween(1L, 4L);
    assertThat(folder.resolve("run/results")).doesNotExist();
    assertThat(run("run", new FakeEngine(), AGAIN).unfinished()).isZero();
  }

  @Test
  void twoDriversThatRunAtOnceNeverthelessCorruptNothing() throws Exception {
    // One step a driver at a time: both train the same cell whenever they train.
    String oneAtATime = "job.cores-per-training=2";
    run("alone", new FakeEngine(), AGAIN, oneAtATime);
    FakeEngine.forget();
    ExecutorService drivers = Executors.newFixedThreadPool(2);
    List<Future<Summary>> both = new ArrayList<>();
    for (int driver = 0; driver < 2; driver++) {
      both.add(
          drivers.submit(
              () ->
                  new SweepJob(spark, new PairedEngine(), new Heard())
                      .run(spec(oneAtATime), images, directory("run"), AGAIN, () -> false)));
    }
    for (Future<Summary> driver : both) {
      assertThat(driver.get().unfinished()).isZero();
    }
    drivers.shutdown();
    assertThat(fineTunings()).as("each trained all four cells").isEqualTo(8);
    for (String table : List.of("results", "assignments", "curves", "coefficients", "cells")) {
      List<String> there = rows(folder.resolve("run/" + table));
      assertThat(there).as(table).isEqualTo(rows(folder.resolve("alone/" + table)));
      assertThat(there).as(table).doesNotHaveDuplicates();
    }
  }

  @Test
  void jobsAreNamedInWordsAndTheThreadsOwnNamesComeBack() throws Exception {
    spark.sparkContext().setLocalProperty("spark.job.description", "a notebook's");
    Set<String> descriptions = Collections.synchronizedSet(new TreeSet<>());
    SparkListener jobs =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart start) {
            descriptions.add(start.properties().getProperty("spark.job.description"));
          }
        };
    spark.sparkContext().addSparkListener(jobs);
    try {
      run("run", new FakeEngine(), AGAIN, "seeds=[3]");
      assertThat(spark.sparkContext().getLocalProperty("spark.job.description"))
          .isEqualTo("a notebook's");
      assertThat(spark.sparkContext().getLocalProperty("spark.jobGroup.id")).isNull();
      spark.range(1).count();
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      spark.sparkContext().removeSparkListener(jobs);
      spark.sparkContext().setLocalProperty("spark.job.description", null);
    }
    assertThat(descriptions)
        .containsExactly(
            "a notebook's",
            "cluster 25 % channel attention seed 3",
            "cluster 25 % no attention seed 3",
            "fine-tune 25 % channel attention seed 3",
            "fine-tune 25 % no attention seed 3",
            "pretrain 25 % seed 3",
            "tables of turntable");
  }

  @Test
  void otherNumericsAreWarnedOfMarkedAndRefusedIfAsked() throws Exception {
    run("run", new FakeEngine(), AGAIN, "seeds=[0]");
    for (Path record : commits("weights")) {
      Path checksum = record.resolveSibling("." + record.getFileName() + ".crc");
      Files.deleteIfExists(checksum);
      Files.writeString(
          record,
          Files.readString(record).replaceAll("(\"blasKernel\" : )\"[^\"]*\"", "$1\"Abacus\""));
    }
    delete(folder.resolve("run/_commits/partitions"));
    delete(folder.resolve("run/_commits/coefficients"));

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> run("run", new FakeEngine(), STRICT, "seeds=[0]"))
        .withMessageMatching(
            "Cannot go on with .*/run bit for bit: BLAS kernel: \\S+ here, Abacus there\\. .*");

    Summary mixed = run("run", new FakeEngine(), AGAIN, "seeds=[0]");
    assertThat(mixed.unfinished()).isZero();
    assertThat(heard.lines).anyMatch(line -> line.matches("warned .*Abacus there.*"));
    assertThat(heard.lines).filteredOn(line -> line.startsWith("warned")).hasSize(1);
    assertThat(mixed.rows().results()).extracting(ResultRow::numericsChanged).containsOnly(true);
    assertThat(mixed.rows().cells()).extracting(CellRow::numericsChanged).containsOnly(true);

    Summary strict = run("new", new FakeEngine(), STRICT, "seeds=[0]");
    assertThat(strict.unfinished()).isZero();
    assertThat(strict.rows().results()).extracting(ResultRow::numericsChanged).containsOnly(false);
  }

  @Test
  void verifyingTellsEveryFieldThatDiffers() throws Exception {
    run("run", new FakeEngine(), AGAIN);
    RunDirectory run = directory("run");
    RunDescription description = RunDescription.of(run).orElseThrow();
    Verification same = new Verification(spark, new FakeEngine(), heard);
    assertThat(same.run(run, description, images.images(), description.cells(), () -> false))
        .hasSize(2 + 4 + 4)
        .allMatch(verdict -> verdict.outcome() == Verdict.Outcome.IDENTICAL);

    Verification other = new Verification(spark, FailingEngine.otherCoefficients(), heard);
    List<Verdict> verdicts =
        other.run(
            run, description, images.images(), description.cells().subList(0, 1), () -> false);
    assertThat(verdicts)
        .extracting(verdict -> verdict.step().kind().text())
        .containsExactly("pretrain", "finetune", "cluster");
    assertThat(verdicts).extracting(Verdict::confirmed).containsExactly(true, false, true);
    assertThat(verdicts.get(1).details())
        .anyMatch(line -> line.matches("coefficients: 1 of 100 values differ, relative norm .*"));
    try (Stream<Path> beside = Files.list(folder.resolve("run/_verify"))) {
      assertThat(beside.filter(path -> !path.toString().endsWith(".crc"))).isEmpty();
    }
  }

  private static List<CellRow> failures(Summary summary) {
    return summary.rows().cells().stream().filter(cell -> cell.status().equals("failed")).toList();
  }

  /** Rows of a table, times and places aside. */
  private static List<String> rows(Path table) {
    return spark
        .read()
        .parquet(table.toString())
        .drop(
            "seconds",
            "pretraining_seconds",
            "finetuning_seconds",
            "clustering_seconds",
            "peak_bytes",
            "finished")
        .collectAsList()
        .stream()
        .map(Object::toString)
        .sorted()
        .toList();
  }

  private List<Path> commits(String kind) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("run/_commits/" + kind))) {
      return all.filter(file -> file.toString().endsWith(".json")).toList();
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Remembers what it heard. */
  private static final class Heard implements StepListener {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void planned(List<Step> all, List<Step> missing, List<Step> givenUp) {
      lines.add("given up " + givenUp.size());
    }

    @Override
    public void started(Step step) {
      lines.add("started " + step.description());
    }

    @Override
    public void committed(Step step) {}

    @Override
    public void failed(Step step, FailureRecord failure) {
      lines.add("failed " + step.description() + ": " + failure.kind());
    }

    @Override
    public void warned(String warning) {
      lines.add("warned " + warning);
    }

    @Override
    public void publishing() {}
  }
}
