/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** COIL-20 as it comes in a MATLAB file, where it lies beside the project. */
class CoilDataTest {

  @Test
  void imagesClassesAndUri() {
    Optional<Path> data = shared("COIL20.mat");
    assumeTrue(data.isPresent(), "needs shared/data/COIL20.mat beside the project");
    ImageSet set = reading(data.get().toString()).set();
    ImageSummary summary = ImageSummary.of(set);
    assertThat(summary.count()).isEqualTo(1440);
    assertThat(summary.name()).isEqualTo("coil20");
    assertThat(summary.classes()).hasSize(20).containsOnlyKeys(Labels.of(numbers()).names());
    assertThat(summary.classes().values()).containsOnly(72);
    assertThat(summary.largest()).isBetween(.5f, 1f);
    assertThat(set.images().size()).isEqualTo(1024);
    // The duck stands upright: black corner above its tail, bright breast below.
    assertThat(mean(set.images(), 0, 0, 6, 20, 32)).isLessThan(.05);
    assertThat(mean(set.images(), 0, 20, 26, 8, 24)).isGreaterThan(.5);
    assertThat(reading(data.get().toUri().toString()).set().fingerprint())
        .isEqualTo(set.fingerprint());
  }

  private static Reading reading(String path) {
    return Reading.of(path).size(32, 32).mat("fea", "gnd", 0, 0, DataSpec.PixelOrder.AUTO);
  }

  private static List<String> numbers() {
    return IntStream.rangeClosed(1, 20).mapToObj(Integer::toString).toList();
  }

  private static double mean(Images images, int image, int top, int bottom, int left, int right) {
    double sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        sum += images.pixels()[image * images.size() + y * images.width() + x];
      }
    }
    return sum / ((bottom - top) * (right - left));
  }

  private static Optional<Path> shared(String file) {
    return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
        .map(folder -> folder.resolve("shared/data").resolve(file))
        .filter(Files::exists)
        .findFirst();
  }
}
