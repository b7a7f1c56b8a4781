/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Option;

/** Whatever a user gets wrong is told in one line, with the remedy, before Spark starts. */
class BadInputTest {
  /** A sweep of eight tiny images; each case below spoils it in one way. */
  static final String SOUND =
      """
      data { path = turntable, height = 4, width = 4, turntable { objects = 2, angles = 4 } }
      clusters = 2
      grid = [{ compression = [25 %], attention = [none] }]
      training { pretraining-epochs = 1, finetuning-epochs = 1 }
      """;

  /** The line that a case adds to the sound configuration. */
  private static final String LINE = "sweep.conf: 5";

  @TempDir Path folder;

  /** Makes what a command line refers to. */
  interface Arguments {
    List<Object> in(BadFiles files) throws IOException;
  }

  /** Makes one value of a command line. */
  private interface Input {
    Object in(BadFiles files) throws IOException;
  }

  /**
   * One mistake.
   *
   * @param name what is wrong
   * @param settings Spark's, as spark-submit sets them
   * @param parts what the message must hold: value and remedy
   */
  record Case(String name, Arguments arguments, Map<String, String> settings, List<String> parts) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource({
    "data",
    "configurations",
    "directories",
    "commands",
    "io.github.subspark.cli.BadSparkSettings#cases"
  })
  void isOneLineBeforeSparkStarts(Case mistake) throws IOException {
    BadFiles files = new BadFiles(Files.createDirectories(folder.resolve("in")));
    List<Object> arguments = mistake.arguments().in(files);
    Option<SparkSession> before = SparkSession.getDefaultSession();

    SmallSweep.Ended ended = run(mistake.settings(), arguments);

    assertThat(ended.err().lines()).as(ended.err()).hasSize(1);
    assertThat(ended.err()).startsWith("error: Cannot ").doesNotContain("null", "Exception");
    assertThat(ended.err()).contains(mistake.parts());
    assertThat(ended.err().strip()).matches(".*[.?]");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(SparkSession.getDefaultSession()).isEqualTo(before);
    assertThat(folder.resolve("in/new")).doesNotExist();
  }

  @Test
  void theSoundSweepGetsPastAllChecks() throws IOException {
    BadFiles files = new BadFiles(folder);
    // Its last check is refused for a difference of our own making, and for nothing else.
    Path run = files.run("other", SOUND + "clustering.restarts = 3");
    SmallSweep.Ended ended = SmallSweep.run("sweep", files.text("sweep.conf", SOUND), "--out", run);
    assertThat(ended.err())
        .contains("it holds another run (clustering.restarts: 20 here, 3 in the run)");
  }

  static Stream<Case> data() {
    return Stream.of(
        images("missing", f -> f.path("none.mat"), "none.mat does not exist", "Check the path"),
        images("no such file system", f -> "nosuch://a/b.mat", "nosuch", "Check the path"),
        images("file system without jars", f -> "s3a://bucket/a.mat", "s3a", "hadoop-aws for s3a"),
        images("unknown host", f -> "hdfs://no.such.host.invalid:1/a.mat", "no.such.host.invalid"),
        images("empty folder", f -> f.empty("void"), "void is empty", "Put PNG, JPEG or PGM"),
        images(
            "folder without images",
            f -> f.text("notes/a.txt", "a").getParent(),
            "notes holds no images but 1 other files"),
        images(
            "ragged sizes",
            f -> f.images("ragged", 4, 5),
            "0.png is 4 x 4, 1.png is 5 x 4",
            "Crop or pad"),
        images("one image", f -> f.images("one", 4), "one holds a single image", "at least 2"),
        images(
            "NaN in .npy",
            f -> f.npy("nan.npy", Float.NaN),
            "nan.npy has the value NaN in image 1, pixel 5",
            "Replace what is not a finite number"),
        images(
            "NaN in .mat",
            f -> f.mat("nan.mat", Double.NaN, 4),
            "nan.mat has the value NaN in image 1, pixel 5",
            "Replace what is not a finite number"),
        images("negative", f -> f.npy("neg.npy", -2), "has the value -2.0", "to 0..1 or 0..255"),
        images("16 bits", f -> f.mat("deep.mat", 65535, 4), "the value 65535.0", "divide by 257"),
        images(
            "labels of .mat",
            f -> f.mat("short.mat", 1, 3),
            "short.mat has 3 labels for 4 images",
            "set data.labels = false"),
        command(
            "variable",
            f -> sound(f, "--data", f.mat("v.mat", 1, 4), "-D", "data.mat.images=X"),
            "v.mat has no variable 'X' but fea, gnd",
            "Set data.mat.images and data.mat.labels"),
        command(
            "length of rows",
            f -> sound(f, "--data", f.mat("r.mat", 1, 4), "-D", "data.mat={height=3,width=5}"),
            "r.mat has rows of 16 pixels, not 3 x 5",
            "Set data.mat.height and data.mat.width"),
        images(
            "v7.3 by its text",
            f -> f.text("text.mat", "MATLAB 7.3 MAT-file, Platform: GLNXA64".repeat(9)),
            "text.mat is a MATLAB v7.3 file"),
        images("v7.3", f -> f.hdf5("new.mat"), "new.mat is a MATLAB v7.3 file", "'-v7'"),
        images(
            "cut PNG",
            f -> f.write("cut/a.png", BadFiles.cut(BadFiles.png(4), 45)).getParent(),
            "cut/a.png is not a readable image",
            "Replace or remove the file"),
        images(
            "no PNG",
            f -> f.text("fake/a.png", "no image").getParent(),
            "fake/a.png is no PNG, JPEG or PGM image"),
        images("empty PNG", f -> f.text("blank/a.png", "").getParent(), "blank/a.png is empty"),
        images(
            "cut zip",
            f -> f.write("cut.zip", BadFiles.cut(BadFiles.zip(), 60)),
            "cut.zip is damaged",
            "Pack the archive again"),
        images("no zip", f -> f.text("fake.zip", "no zip"), "fake.zip is empty or no ZIP archive"),
        images("no Parquet", f -> f.text("fake.parquet", "none"), "unreadable part fake.parquet"),
        images(
            "ending",
            f -> f.text("images.hdf", "x"),
            "images.hdf has an unknown ending",
            "Give a .mat, .npy, .zip or .parquet file, a folder, or turntable"));
  }

  static Stream<Case> configurations() {
    return Stream.of(
        line("trainings.batch-size = 3", "trainings: {\"batch-size\":3}", "no such key"),
        line("training.batch_size = 3", "Did you mean 'training.batch-size'?"),
        line("training.batch-size = many", "training.batch-size: many", "a whole number"),
        line("training.batch-size = -1", "training.batch-size: -1", "at least 1"),
        line("data.labels = maybe", "data.labels: maybe", "true or false"),
        line("job.executor-wait-seconds = 0", "job.executor-wait-seconds: 0", "at least 1"),
        line("clusters = 1", "clusters: 1", "at least 2"),
        line("grid = []", "grid: []", "at least one block"),
        line("seeds = [4, 4]", "seeds: [4, 4]", "none twice"),
        line("affinity.kinds = [dsc, dsc]", "affinity.kinds: [\"dsc\", \"dsc\"]", "none twice"),
        line(
            "grid = [{compression = [25 %], attention = [spacial]}]",
            "grid[0].attention[0]: spacial", "one of none, constant, channel"),
        line(
            "clustering.clusterers = [kmeans]",
            "clustering.clusterers[0]: kmeans",
            "one of pic, njw, discretize, power"),
        sweep("clusters = \"\"\"a\nb\"\"\"", "clusters: a b", "a whole number"),
        line("grid = [{", "Cannot parse the configuration", "Mend that line"),
        sweep("clusters = 9", "9 clusters: the data has 8 images", "Set clusters to fewer"),
        sweep(
            "grid = [{compression = [30 %], attention = [none]}]",
            "compression 30 %: 1.2 channels", "Nearest whole: 25 % (1 channel)"),
        sweep(
            "data.height = 6, network.hidden-layers = [{channels = 4, kernel = 3}]",
            "images of 6 x 4 in 2 layers",
            "Set data.height and data.width to multiples"),
        sweep("data.label-path = l.npy", "turntable is no .npy file", "Leave data.label-path out"));
  }

  static Stream<Case> directories() {
    return Stream.of(
        out(
            "another spec",
            f -> f.run("old", SOUND + "seeds = [7]"),
            "seeds: [0,1,2,3,4] here, [7]",
            "/old: it holds another run",
            "Name another directory, or undo the change"),
        out(
            "no run",
            f -> f.text("used/a.txt", "a").getParent(),
            "used: it holds files but no run",
            "Name an empty or new one"),
        out("a file", f -> f.text("run.txt", "a"), "run.txt is a file", "Name a folder"),
        out("below a file", f -> f.text("b.txt", "a").resolve("run"), "b.txt is a file"),
        out("torn", f -> f.text("torn/run.json", "{\"spec\"").getParent(), "torn/run.json: it is"),
        out("foreign", f -> f.text("other/run.json", "{}").getParent(), "other/run.json: it is"),
        out("no such file system", f -> "nosuch://a/b", "nosuch://a/b", "Name a folder"),
        out("unknown host", f -> "hdfs://no.such.host.invalid:1/r", "no.such.host.invalid"),
        out("no name", f -> "", "run directory '': it has no name", "Name a folder"));
  }

  static Stream<Case> commands() {
    return Stream.of(
        command(
            "report of nothing",
            f -> List.of("report", f.empty("none")),
            "none: no run.json in it",
            "Name the directory that a sweep wrote"),
        command(
            "report of a torn run",
            f -> List.of("report", f.text("t/run.json", "").getParent()),
            "t/run.json: it is cut off"),
        command(
            "a page in no folder",
            f -> List.of("report", f.empty("r"), "--html", f.path("none/page.html")),
            "none/page.html: there is no folder",
            "Name a file in a local folder"),
        command(
            "a page over a folder",
            f -> List.of("report", f.empty("r"), "--html", f.empty("pages")),
            "pages: it is a folder",
            "Name a file in a local folder"),
        command(
            "several runs as one CSV",
            f -> List.of("report", f.run("a", SOUND), f.run("b", SOUND), "--format", "csv"),
            "several runs as csv",
            "Name one run"),
        command("report of a file", f -> List.of("report", f.text("a.txt", "")), "a.txt is a file"),
        command(
            "no configuration",
            f -> List.of("sweep", f.path("none.conf")),
            "none.conf: no such file"),
        command(
            "a folder for one",
            f -> List.of("sweep", f.empty("conf")),
            "conf: it is a folder",
            "Name a file in it"),
        command(
            "bytes for one",
            f -> List.of("sweep", f.write("a.conf", new byte[] {-1, -2})),
            "a.conf: it is no UTF-8 text"),
        command(
            "-D without a key",
            f -> sound(f, "-D", "clusters"),
            "-D clusters: it sets no key",
            "Write -D KEY=VALUE"),
        command(
            "-D half a list",
            f -> sound(f, "-Dseeds=[1,"),
            "Cannot parse -D seeds=[1,",
            "Write it as a file would"),
        command("-D of no key", f -> sound(f, "-D", "a..b=1"), "Cannot parse -D a..b=1"),
        command(
            "labels of .npy",
            f -> sound(f, "--data", f.npy("i.npy", 1), "-D", label(f.npyLabels("l.npy", 3))),
            "i.npy has 3 labels for 4 images",
            "set data.labels = false"),
        command(
            "no labels",
            f -> sound(f, "--data", f.npy("i.npy", 1), "-D", label(f.path("l0.npy"))),
            "Cannot read labels",
            "l0.npy does not exist"),
        command(
            "inspect",
            f -> List.of("data", "inspect", f.path("none.zip")),
            "none.zip does not exist"),
        command(
            "render to a file",
            f -> List.of("data", "render", f.text("c.txt", ""), "-D", "data.turntable.angles=2"),
            "c.txt is a file",
            "Name a new folder"));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void whatMayNotBeReadIsSaidToBeForbidden(Case mistake) throws IOException {
    Path probe = Files.writeString(folder.resolve("probe"), "");
    Files.setPosixFilePermissions(probe, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(probe)).as("root may read everything").isFalse();
    isOneLineBeforeSparkStarts(mistake);
  }

  static Stream<Case> unreadable() {
    return Stream.of(
        images("array", f -> locked(f.npy("i.npy", 1)), "i.npy cannot be opened: permission"),
        images("archive", f -> locked(f.write("a.zip", BadFiles.zip())), "permission denied"),
        images("folder", f -> locked(f.images("many", 4, 4)), "many cannot be opened: permission"),
        images(
            "image",
            f -> locked(f.images("set", 4, 4).resolve("1.png")).getParent(),
            "set/1.png cannot be opened: permission denied"),
        command(
            "configuration",
            f -> List.of("sweep", locked(f.text("a.conf", SOUND))),
            "a.conf: permission denied"));
  }

  private static Case images(String name, Input data, String... parts) {
    return command(name, f -> sound(f, "--data", data.in(f)), parts);
  }

  /** A line whose fault is told with its place. */
  private static Case line(String line, String... parts) {
    List<String> located = new ArrayList<>(List.of(parts));
    located.add(LINE);
    return new Case(line, f -> spoilt(f, line), Map.of(), located);
  }

  /** A line that does not go with the images. */
  private static Case sweep(String line, String... parts) {
    return new Case(line, f -> spoilt(f, line), Map.of(), List.of(parts));
  }

  private static Case out(String name, Input directory, String... parts) {
    return command(
        name, f -> List.of("sweep", f.text("sweep.conf", SOUND), "--out", directory.in(f)), parts);
  }

  private static Case command(String name, Arguments arguments, String... parts) {
    return new Case(name, arguments, Map.of(), List.of(parts));
  }

  /** With Spark's settings as system properties, where spark-submit leaves them. */
  private static SmallSweep.Ended run(Map<String, String> settings, List<Object> arguments) {
    settings.forEach(System::setProperty);
    try {
      return SmallSweep.run(arguments.toArray());
    } finally {
      settings.keySet().forEach(System::clearProperty);
    }
  }

  static List<Object> sound(BadFiles files, Object... arguments) throws IOException {
    List<Object> all = new ArrayList<>(spoilt(files, ""));
    all.addAll(List.of(arguments));
    return all;
  }

  private static List<Object> spoilt(BadFiles files, String line) throws IOException {
    return List.of("sweep", files.text("sweep.conf", SOUND + line), "--out", files.path("new"));
  }

  private static String label(Path file) {
    return "data.label-path=" + file;
  }

  private static Path locked(Path file) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
  }
}
