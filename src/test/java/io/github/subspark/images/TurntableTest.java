/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.InvalidInputException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurntableTest {
  @TempDir Path folder;

  @Test
  void sameSeedSameImages() {
    ImageSet once = Reading.of("turntable").size(16, 16).turntable(20, 4, 5).set();
    ImageSet again = Reading.of("turntable").size(16, 16).turntable(20, 4, 5).set();
    assertThat(again.fingerprint()).isEqualTo(once.fingerprint());
    assertThat(Reading.of("turntable").size(16, 16).turntable(20, 4, 6).set().fingerprint())
        .isNotEqualTo(once.fingerprint());
    assertThat(once.name()).isEqualTo("turntable");
    assertThat(once.images().count()).isEqualTo(80);
    assertThat(once.labels().orElseThrow().names()).hasSize(20).startsWith("1", "2", "3");
  }

  @Test
  void theseImagesNeverChange() {
    assertThat(Reading.of("turntable").size(32, 32).turntable(16, 2, 1).set().fingerprint())
        .isEqualTo("e33e8a57f05941ba42f50e5e955788459092ec6e74ecbd41b2fa76cd6f750d94");
  }

  @Test
  void objectsFillTheFrameOnBlackInFullBrightness() {
    Images images = Reading.of("turntable").size(32, 32).turntable(20, 9, 1).set().images();
    for (int i = 0; i < images.count(); i++) {
      Extent extent = Extent.of(images, i);
      assertThat(Math.max(extent.height(), extent.width())).as("image %d", i).isBetween(29, 32);
      assertThat(extent.brightest()).as("image %d", i).isEqualTo(1);
      assertThat(extent.black()).as("image %d", i).isBetween(0, 32 * 32 - 100);
    }
  }

  @Test
  void neighbouringAnglesAreCloserThanOtherObjects() {
    Images images = Reading.of("turntable").size(32, 32).turntable(20, 72, 1).set().images();
    double toNeighbour = 0;
    double toOthers = 0;
    for (int object = 0; object < 20; object++) {
      int image = 72 * object + 10;
      toNeighbour += distance(images, image, image + 1);
      toOthers += distance(images, image, (image + 72) % images.count());
    }
    assertThat(toNeighbour).isLessThan(toOthers / 3);
  }

  @Test
  void pngsReadBackTheSame() {
    for (Reading reading :
        new Reading[] {
          Reading.of("turntable").size(8, 8).turntable(11, 11, 2),
          Reading.of("turntable").size(8, 8).turntable(3, 2, 2).rgb()
        }) {
      ImageSet set = reading.set();
      Path target = folder.resolve("pngs" + set.images().channels());
      write(set, target);
      Reading back = Reading.of(target).size(8, 8);
      ImageSet read = (set.images().channels() == 3 ? back.rgb() : back).set();
      assertThat(read.images().pixels()).containsExactly(set.images().pixels());
      assertThat(read.fingerprint()).isEqualTo(set.fingerprint());
      assertThat(read.imageNames()).isEqualTo(set.imageNames());
      Assertions.assertThatThrownBy(() -> write(set, target))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("is not empty");
    }
  }

  @Test
  void textLabelsReadBackAsTheSameClasses() {
    Images images = Reading.of("turntable").size(8, 8).turntable(2, 2, 2).set().images();
    Labels labels = Labels.of(List.of("a/b", "a/b", "café: 2", "x"));
    write(
        new ImageSet("x", images, Optional.of(labels), List.of("", "", "", ""), ""),
        folder.resolve("t"));
    Labels back = Reading.of(folder.resolve("t")).size(8, 8).set().labels().orElseThrow();
    assertThat(back.classes()).containsExactly(labels.classes());
  }

  @Test
  void sheetSummaryAndPreview() throws IOException {
    ImageSet set = Reading.of("turntable").size(16, 16).turntable(3, 5, 2).set();
    ContactSheet sheet = new ContactSheet(set.images());
    BufferedImage classes = sheet.classes(set.labels().orElseThrow(), 4);
    assertThat(classes.getWidth()).isEqualTo(4 * 18 + 2);
    assertThat(classes.getHeight()).isEqualTo(3 * 18 + 2);
    int grey = Math.round(255 * set.images().pixels()[8 * 16 + 8]);
    assertThat(classes.getRGB(2 + 8, 2 + 8) & 0xffffff).isEqualTo(grey * 0x010101);
    assertThat(sheet.first(7, 5).getHeight()).isEqualTo(2 * 18 + 2);
    ImageSummary summary = ImageSummary.of(set);
    assertThat(summary.classes()).containsEntry("1", 5).containsEntry("3", 5).hasSize(3);
    assertThat(summary.smallest()).isZero();
    assertThat(summary.largest()).isEqualTo(1);
    assertThat(summary.mean()).isBetween(.05, .6);
    String preview = new AsciiPreview(16).of(set.images(), 0);
    assertThat(preview.lines()).hasSize(8).allMatch(line -> line.length() == 16);
    assertThat(preview).containsPattern("[#%@*]");
  }

  private static void write(ImageSet set, Path target) {
    new ImageFolderWriter(new Configuration()).write(set, target.toString());
  }

  private static double distance(Images images, int a, int b) {
    double sum = 0;
    for (int i = 0; i < images.size(); i++) {
      double difference =
          images.pixels()[a * images.size() + i] - images.pixels()[b * images.size() + i];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }

  /** The bounding box of what is not black in an image of 32 x 32. */
  private record Extent(int height, int width, float brightest, int black) {
    static Extent of(Images images, int image) {
      int top = 32;
      int bottom = -1;
      int left = 32;
      int right = -1;
      float brightest = 0;
      int black = 0;
      for (int i = 0; i < 1024; i++) {
        float value = images.pixels()[1024 * image + i];
        brightest = Math.max(brightest, value);
        if (value == 0) {
          black++;
          continue;
        }
        top = Math.min(top, i / 32);
        bottom = Math.max(bottom, i / 32);
        left = Math.min(left, i % 32);
        right = Math.max(right, i % 32);
      }
      return new Extent(bottom - top + 1, right - left + 1, brightest, black);
    }
  }
}
