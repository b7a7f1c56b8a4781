/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import io.github.subspark.network.Attention;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The configuration files that come with the project. */
class ShippedConfigTest {
  @TestFactory
  Stream<DynamicTest> everyFileIsSound() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("conf"))) {
      return files.filter(file -> file.toString().endsWith(".conf")).toList().stream()
          .map(file -> DynamicTest.dynamicTest(file.toString(), () -> read(file)));
    }
  }

  @Test
  void theDefaultsHaveExactlyTheKeysThatHaveOne() {
    TreeSet<String> expected =
        SpecKeys.settings(SweepSpec.class, "").collect(Collectors.toCollection(TreeSet::new));
    expected.removeAll(List.of("data.path", "clusters", "grid"));

    assertThat(defaults().keySet()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void everyDefaultIsExplained() {
    assertThat(defaults())
        .allSatisfy((key, value) -> assertThat(value.origin().comments()).as(key).isNotEmpty());
  }

  @Test
  void coil20IsThePapersGridOverFiveSeeds() {
    SweepSpec spec = read(Path.of("conf/coil20.conf"));

    List<Cell> cells = Grid.of(spec, GridTest.images(1440, 1, 32, 32)).cells();

    assertThat(cells).hasSize(35);
    assertThat(cells.stream().collect(groupingBy(Cell::channels, counting())))
        .isEqualTo(Map.of(1, 10L, 2, 10L, 3, 10L, 15, 5L));
    assertThat(cells.stream().filter(cell -> cell.channels() == 15))
        .extracting(Cell::attention)
        .containsOnly(Attention.NONE);
    assertThat(spec.data().name()).isEqualTo("coil20");
  }

  @Test
  void presetsEndInDscNetsChannels() {
    assertThat(layers("coil20.conf", 1440, 15)).isEqualTo("3x3:15");
    assertThat(layers("orl.conf", 400, 5)).isEqualTo("3x3:3 3x3:3 3x3:5");
    assertThat(layers("yaleb10.conf", 640, 30)).isEqualTo("5x5:10 3x3:20 3x3:30");
    assertThat(layers("coil100.conf", 7200, 50)).isEqualTo("5x5:50");
  }

  private static String layers(String name, int images, int channels) {
    Grid grid = Grid.of(read(Path.of("conf", name)), GridTest.images(images, 1, 32, 32));
    Cell last =
        grid.cells().stream().filter(cell -> cell.channels() == channels).findFirst().orElseThrow();
    return grid.architecture(last).layers().stream()
        .map(layer -> "%1$dx%1$d:%2$d".formatted(layer.kernel(), layer.channels()))
        .collect(Collectors.joining(" "));
  }

  @Test
  void quickstartHasTheClassesOfItsImages() {
    SweepSpec spec = read(Path.of("conf/quickstart.conf"));

    assertThat(spec.clusters()).isEqualTo(spec.data().turntable().objects());
    assertThat(spec.data().path()).isEqualTo("turntable");
    assertThat(Grid.of(spec, GridTest.images(360, 1, 32, 32)).cells()).hasSize(12);
  }

  private static Map<String, ConfigValue> defaults() {
    return ConfigFactory.parseResources(SpecReader.DEFAULTS).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static SweepSpec read(Path file) {
    // What a user has to add on the command line.
    List<Setting> added = new ArrayList<>();
    if (!file.endsWith("quickstart.conf")) {
      added.add(Setting.ofDataPath("images.mat"));
    }
    if (file.endsWith("images.conf")) {
      added.add(Setting.ofDefinition("clusters=12"));
    }
    try {
      return SpecReader.read(
          Optional.of(new ConfigText(file.toString(), Files.readString(file))), added);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
