/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A fuzz test whose valid inputs come to no images never gets as far as the decoder. */
class FuzzInputsTest {
  /** How a fuzz test hands bytes to the reader. */
  private interface Handing {
    HostileFile file(byte[] bytes);
  }

  /** A fuzz test by name. */
  private record Fuzzed(String format, Handing handing) {
    @Override
    public String toString() {
      return format;
    }
  }

  static Stream<Fuzzed> fuzzed() {
    return Stream.of(
        new Fuzzed("Jpeg", JpegFuzzTest::file),
        new Fuzzed("Mat", MatFuzzTest::file),
        new Fuzzed("Npy", NpyFuzzTest::file),
        new Fuzzed("Parquet", ParquetFuzzTest::file),
        new Fuzzed("Png", PngFuzzTest::file),
        new Fuzzed("Pnm", PnmFuzzTest::file),
        new Fuzzed("Zip", ZipFuzzTest::file));
  }

  @ParameterizedTest
  @MethodSource("fuzzed")
  void someInputsAreImages(Fuzzed fuzzed) throws Exception {
    Path folder =
        Path.of("src/test/resources/io/github/subspark/images")
            .resolve(fuzzed.format() + "FuzzTestInputs/read");
    List<Path> inputs;
    try (Stream<Path> files = Files.list(folder)) {
      inputs = files.toList();
    }
    List<Optional<String>> problems = new ArrayList<>();
    for (Path input : inputs) {
      problems.add(fuzzed.handing().file(Files.readAllBytes(input)).read());
    }
    assertThat(problems).contains(Optional.empty());
  }
}
