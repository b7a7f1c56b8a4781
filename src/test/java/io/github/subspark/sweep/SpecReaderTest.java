/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.subspark.InvalidInputException;
import io.github.subspark.affinity.AffinityKind;
import io.github.subspark.clustering.ClustererKind;
import io.github.subspark.images.DataSpec;
import io.github.subspark.network.Attention;
import io.github.subspark.network.EncoderLayer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecReaderTest {
  private static final String SOUND =
      """
      data.path = turntable
      clusters = 5
      grid = [{compression = [25 %, 0.5], attention = [none, channel]}]
      """;

  @Test
  void whatAFileLeavesOutComesFromTheDefaults() {
    SweepSpec spec = read(SOUND);

    assertThat(spec.data().colour()).isEqualTo(DataSpec.Colour.GREY);
    assertThat(spec.data().mat().pixelOrder()).isEqualTo(DataSpec.PixelOrder.AUTO);
    assertThat(spec.seeds()).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(spec.network().hiddenLayers()).isEmpty();
    assertThat(spec.network().lambda2()).isEqualTo(150);
    assertThat(spec.training().pretrainingEpochs()).isEqualTo(1200);
    assertThat(spec.training().restarts().finalShare()).isEqualTo(0.1);
    assertThat(spec.affinity().kinds()).containsExactly(AffinityKind.PLAIN, AffinityKind.DSC);
    assertThat(spec.affinity().dsc().unitDiagonal()).isTrue();
    assertThat(spec.clustering().clusterers()).containsExactly(ClustererKind.values());
    assertThat(spec.job().coresPerTraining()).isEqualTo(1);
  }

  @Test
  void whatAFileSaysIsBoundToRecords() {
    SweepSpec spec =
        read(SOUND + "network.hidden-layers = [{channels = 10, kernel = 5}]\nseeds = [\"7\"]");

    assertThat(spec.grid())
        .containsExactly(
            new GridBlock(List.of(0.25, 0.5), List.of(Attention.NONE, Attention.CHANNEL)));
    assertThat(spec.network().hiddenLayers()).containsExactly(new EncoderLayer(10, 5));
    assertThat(spec.seeds()).containsExactly(7L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      training.batch-size = 0                 | Cannot use training.batch-size: 0 (test.conf: 4). It must be at least 1.
      training.batch-size = many              | Cannot use training.batch-size: many (test.conf: 4). It must be a whole number.
      training.batch-size = 2.5               | Cannot use training.batch-size: 2.5 (test.conf: 4). It must be a whole number.
      training.batch-size = 3000000000        | Cannot use training.batch-size: 3000000000 (test.conf: 4). It must be a whole number of at most 2147483647.
      training.batch-size = [1, 2]            | Cannot use training.batch-size: [1, 2] (test.conf: 4). It must be a whole number.
      training.learning-rate = fast           | Cannot use training.learning-rate: fast (test.conf: 4). It must be a number.
      training.learning-rate = 1              | Cannot use training.learning-rate: 1 (test.conf: 4). It must be in (0, 1).
      training.restarts = 3                   | Cannot use training.restarts: 3 (test.conf: 4). It must be a section with best-of, limit, early-epoch, early-share, final-share.
      training.restarts.early-share = 0       | Cannot use training.restarts.early-share: 0 (test.conf: 4). It must be above 0.
      training.restarts.limit = null          | Cannot find training.restarts.limit: it is not set. It must be a whole number.
      data.labels = perhaps                   | Cannot use data.labels: perhaps (test.conf: 4). It must be true or false.
      data.colour = red                       | Cannot use data.colour: red (test.conf: 4). It must be one of grey, rgb.
      data.name = [a]                         | Cannot use data.name: ["a"] (test.conf: 4). It must be text.
      data.path = " "                         | Cannot use data.path:   (test.conf: 4). It must be 'turntable' or a path.
      seeds = 3                               | Cannot use seeds: 3 (test.conf: 4). It must be a list: [...], each a whole number.
      seeds = [1, x]                          | Cannot use seeds[1]: x (test.conf: 4). It must be a whole number.
      seeds = [1, 1]                          | Cannot use seeds: [1, 1] (test.conf: 4). It must be at least one seed, none twice.
      clusters = 1                            | Cannot use clusters: 1 (test.conf: 4). It must be at least 2.
      clustering.clusterers = [pic, kmeans]   | Cannot use clustering.clusterers[1]: kmeans (test.conf: 4). It must be one of pic, njw, discretize, power, ensemble, ensemble-closed-form, ensemble-weighted.
      affinity.kinds = []                     | Cannot use affinity.kinds: [] (test.conf: 4). It must be at least one of plain, dsc, none twice.
      affinity.kinds = [dsc, DSC]             | Cannot use affinity.kinds: ["dsc", "DSC"] (test.conf: 4). It must be at least one of plain, dsc, none twice.
      clustering.clusterers = [njw, pic, njw] | Cannot use clustering.clusterers: ["njw", "pic", "njw"] (test.conf: 4). It must be at least one of pic, njw, discretize, power, ensemble, ensemble-closed-form, ensemble-weighted, none twice.
      grid = [{compression = [25 %, 0.25], attention = [none]}] | Cannot use grid[0].compression: ["25 %", 0.25] (test.conf: 4). It must be at least one ratio, each in (0, 100], none twice.
      grid = [{compression = [25 %], attention = [none, none]}] | Cannot use grid[0].attention: ["none", "none"] (test.conf: 4). It must be at least one kind, none twice.
      grid = [{compression = [0], attention = [none]}] | Cannot use grid[0].compression: [0] (test.conf: 4). It must be at least one ratio, each in (0, 100], none twice.
      grid = [{compression = [25 %]}]         | Cannot find grid[0].attention: it is not set. It must be a list, each one of none, constant, channel, channel-one, spatial, eca, cbam, softmax.
      grid = [{compression = [25 %], attention = [none], seed = 1}] | Cannot use grid[0].seed: 1 (test.conf: 4). There is no such key.
      network.hidden-layers = [{channels = 0, kernel = 3}] | Cannot use network.hidden-layers[0].channels: 0 (test.conf: 4). It must be at least 1.
      training.batchSize = 12                 | Cannot use training.batchSize: 12 (test.conf: 4). There is no such key. Did you mean 'training.batch-size'?
      training.finetuning-epochs = 0          | Cannot use training.finetuning-epochs: 0 (test.conf: 4). It must be auto or a whole number of at least 1.
      training.finetuning-epochs = -3         | Cannot use training.finetuning-epochs: -3 (test.conf: 4). It must be auto or a whole number of at least 1.
      training.finetuning-epochs = automatic  | Cannot use training.finetuning-epochs: automatic (test.conf: 4). It must be auto or a whole number of at least 1.
      training.finetune-epochs = 12           | Cannot use training.finetune-epochs: 12 (test.conf: 4). There is no such key. Did you mean 'training.finetuning-epochs'?
      batch-size = 12                         | Cannot use batch-size: 12 (test.conf: 4). There is no such key. Did you mean 'training.batch-size'?
      colour = rgb                            | Cannot use colour: rgb (test.conf: 4). There is no such key. Did you mean 'data.colour'?
      xyz = 12                                | Cannot use xyz: 12 (test.conf: 4). There is no such key.
      """)
  void eachMistakeIsOneLine(String line, String message) {
    assertThat(problems(SOUND + line)).containsExactly(message);
  }

  @Test
  void everythingWrongIsToldAtOnce() {
    String text =
        """
        cluster = 20
        training {
          batch-size = none
          learning-rate = 2
          restarts.limit = -1
        }
        affinity.dsc.power = 0
        """;

    assertThat(problems(text, "job.cores-per-training=0", "seeds", "=3"))
        .containsExactly(
            "Cannot use -D seeds: it sets no key. Write -D KEY=VALUE, such as -D clusters=20.",
            "Cannot use -D =3: it sets no key. Write -D KEY=VALUE, such as -D clusters=20.",
            "Cannot use cluster: 20 (test.conf: 1). There is no such key. Did you mean 'clusters'?",
            "Cannot find data.path: it is not set. It must be given with --data PATH or data.path:"
                + " 'turntable' for the built-in images, or a .mat, .npy, .zip or .parquet file or"
                + " a folder of images.",
            "Cannot find clusters: it is not set. It must be given as clusters = K, the number of"
                + " clusters to form: it is never read off labels.",
            "Cannot find grid: it is not set. It must be given as blocks of compressions and"
                + " attention kinds: grid = [{compression = [25 %], attention = [none, channel]}].",
            "Cannot use training.batch-size: none (test.conf: 3). It must be a whole number.",
            "Cannot use training.restarts.limit: -1 (test.conf: 5). It must be 0 to 1000.",
            "Cannot use training.learning-rate: 2 (test.conf: 4). It must be in (0, 1).",
            "Cannot use affinity.dsc.power: 0 (test.conf: 7). It must be above 0.",
            "Cannot use job.cores-per-training: 0 (command line (-D)). It must be at least 1.");
  }

  @Test
  void theCommandLineWinsOverTheFileAndItsLastWordOverTheFirst() {
    SweepSpec spec =
        read(
            SOUND + "training.batch-size = 12",
            "training.batch-size=13",
            "training.batch-size=14",
            "seeds=[3, 4]",
            "data.mat.labels=",
            "data.path=hdfs://host:9000/a#b/images",
            "grid=[{compression = [375 %], attention = [constant]}]",
            "data.name=007");

    assertThat(spec.training().batchSize()).isEqualTo(14);
    assertThat(spec.seeds()).containsExactly(3L, 4L);
    assertThat(spec.data().path()).isEqualTo("hdfs://host:9000/a#b/images");
    assertThat(spec.data().name()).isEqualTo("007");
    assertThat(spec.data().mat().labels()).isEmpty();
    assertThat(spec.grid())
        .containsExactly(new GridBlock(List.of(3.75), List.of(Attention.CONSTANT)));
  }

  @Test
  void aMistakeOnTheCommandLineIsSaidToBeThere() {
    assertThat(problems(SOUND, "training.batch-size=x", "traning.batch-size=3", "seeds=[1,"))
        .satisfiesExactly(
            first ->
                assertThat(first).startsWith("Cannot parse -D seeds=[1,: command line (-D): 1: "),
            second ->
                assertThat(second)
                    .startsWith("Cannot use traning: {\"batch-size\":\"3\"} (command line (-D))"),
            third ->
                assertThat(third)
                    .isEqualTo(
                        "Cannot use training.batch-size: x (command line (-D)). It must be a whole"
                            + " number."));
  }

  @Test
  void theDataPathOfTheCommandLineWins() {
    SweepSpec spec =
        SpecReader.read(
            Optional.of(new ConfigText("test.conf", SOUND)),
            List.of(Setting.ofDataPath("C:\\images: old")));

    assertThat(spec.data().path()).isEqualTo("C:\\images: old");
  }

  @Test
  void brokenHoconNamesFileAndLine() {
    assertThat(problems("clusters = 5\ngrid = [{"))
        .singleElement()
        .asString()
        .startsWith("Cannot parse the configuration: test.conf: 2: ");
  }

  @Test
  void aReferenceToNothingIsAProblem() {
    assertThat(problems(SOUND + "seeds = ${nowhere}"))
        .singleElement()
        .asString()
        .startsWith("Cannot resolve the configuration: test.conf: 4: ");
  }

  @Test
  void includesAreRefusedRatherThanLost() {
    assertThat(problems(SOUND + "include \"more.conf\""))
        .containsExactly(
            "Cannot include more.conf in a configuration. Write all of it into one file.");
  }

  @Test
  void theDataSectionCanBeReadAlone() {
    assertThat(SpecReader.readData(Optional.empty(), List.of(Setting.ofDataPath("a.mat"))).path())
        .isEqualTo("a.mat");
    InvalidInputException refused =
        catchThrowableOfType(
            InvalidInputException.class,
            () ->
                SpecReader.readData(
                    Optional.empty(),
                    List.of(Setting.ofDataPath("a.mat"), Setting.ofDefinition("data.height=1"))));
    assertThat(refused.problems())
        .containsExactly("Cannot use data.height: 1 (command line (-D)). It must be 2 to 1024.");
  }

  @Test
  void aSettingThatAnotherForbidsIsNamedWithItsValue() {
    assertThat(problems(SOUND, "training.engine=torch", "pretraining.mode=spark"))
        .singleElement(STRING)
        .contains("pretraining.mode", "spark", "must be local where training.engine is not dl4j")
        .hasSizeLessThan(200);
  }

  private static SweepSpec read(String text, String... definitions) {
    return SpecReader.read(
        Optional.of(new ConfigText("test.conf", text)),
        Arrays.stream(definitions).map(Setting::ofDefinition).toList());
  }

  private static List<String> problems(String text, String... definitions) {
    InvalidInputException refused =
        catchThrowableOfType(InvalidInputException.class, () -> read(text, definitions));
    assertThat(refused).as("a refusal of %s", text).isNotNull();
    return refused.problems();
  }
}
