/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {
  @TempDir Path folder;

  @Test
  void coilNamesGiveLabelsInNaturalOrder() throws IOException {
    for (String name : new String[] {"obj10__0", "obj2__10", "obj2__9", "obj1__0"}) {
      Files.write(folder.resolve(name + ".png"), grey(name.length()));
    }
    ImageSet set = Reading.of(folder).set();
    assertThat(set.imageNames())
        .containsExactly("obj1__0.png", "obj2__9.png", "obj2__10.png", "obj10__0.png");
    assertThat(set.labels().orElseThrow().names()).containsExactly("1", "2", "10");
    assertThat(set.labels().orElseThrow().classes()).containsExactly(0, 1, 1, 2);
  }

  @Test
  void foldersGiveLabelsAndHiddenFilesAreSkipped() throws IOException {
    for (String name : new String[] {"set/cat/1.png", "set/cat/2.png", "set/ant/1.png"}) {
      write(name, grey(9));
    }
    write("set/.hidden/3.png", new byte[0]);
    write("__MACOSX/set/._1.png", new byte[0]);
    write("set/readme.txt", new byte[3]);
    ImageSet set = Reading.of(folder).set();
    assertThat(set.labels().orElseThrow().names()).containsExactly("ant", "cat");
    assertThat(set.imageNames()).startsWith("set/ant/1.png").hasSize(3);
    write("set/stray.png", grey(9));
    assertThat(Reading.of(folder).problem()).contains("set/stray.png outside its class folders");
    assertThat(Reading.of(folder).unlabelled().set().imageNames()).hasSize(4);
  }

  @Test
  void oneFolderOfOtherNamesIsUnlabelled() throws IOException {
    write("in/a.png", grey(1));
    write("in/b.png", grey(2));
    assertThat(Reading.of(folder).set().labels()).isEmpty();
  }

  @Test
  void namesMayHoldAnyCharacter() throws IOException {
    write("a\nb/1.png", grey(1));
    write("c/2\n2.png", grey(2));
    ImageSet set = Reading.of(folder).set();
    assertThat(set.imageNames()).containsExactly("a\nb/1.png", "c/2\n2.png");
    assertThat(set.labels().orElseThrow().names()).containsExactly("a\nb", "c");
  }

  @Test
  void labelsByPattern() throws IOException {
    write("anna_1.png", grey(1));
    write("bert_1.png", grey(2));
    Reading reading = Reading.of(folder);
    assertThat(reading.labelPattern("([a-z]+)_").set().labels().orElseThrow().names())
        .containsExactly("anna", "bert");
    assertThat(reading.labelPattern("(x+)").problem()).contains("anna_1.png").contains("(x+)");
    assertThat(reading.labelPattern("anna").problem()).contains("it has no group");
    assertThat(reading.labelPattern("(").problem())
        .contains("data.label-pattern (, but Unclosed group");
  }

  @Test
  void formatsAndDepths() throws IOException {
    write("a.pgm", "P5 3 2 255\n\0003f\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
    write("b.pgm", "P2\n# tens\n3 2\n10\n0 2 4\n6 8 10\n".getBytes(StandardCharsets.US_ASCII));
    write("c.png", grey(51));
    write("d.png", encoded(picture(BufferedImage.TYPE_USHORT_GRAY, 0x3333), "png"));
    write("e.jpg", encoded(picture(BufferedImage.TYPE_BYTE_GRAY, 51), "jpg"));
    write("f.png", encoded(picture(BufferedImage.TYPE_INT_RGB, 51), "png"));
    write("g.png", encoded(picture(BufferedImage.TYPE_BYTE_BINARY, 1), "png"));
    float[] pixels = Reading.of(folder).set().images().pixels();
    assertThat(Arrays.copyOfRange(pixels, 0, 6)).containsExactly(0, .2f, .4f, 0, 0, 0);
    assertThat(Arrays.copyOfRange(pixels, 6, 12)).containsExactly(0, .2f, .4f, .6f, .8f, 1);
    assertThat(Arrays.copyOfRange(pixels, 12, 24)).containsOnly(.2f);
    assertThat(Arrays.copyOfRange(pixels, 24, 36)).containsOnly(.2f);
    assertThat(Arrays.copyOfRange(pixels, 36, 42)).containsOnly(1);
  }

  @Test
  void colourImages() throws IOException {
    BufferedImage red = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    red.setRGB(0, 0, 0xff0033);
    write("a.png", encoded(red, "png"));
    write("b.png", grey(255));
    assertThat(Reading.of(folder).set().images().pixels()[0])
        .isEqualTo((float) (.299 + .114 * .2f));
    Images colour = Reading.of(folder).rgb().set().images();
    assertThat(colour.pixels()[0]).isEqualTo(1);
    assertThat(colour.pixels()[6]).isEqualTo(0);
    assertThat(colour.pixels()[12]).isEqualTo(.2f);
    assertThat(Arrays.copyOfRange(colour.pixels(), 18, 36)).containsOnly(1);
  }

  @Test
  void archiveReadsLikeItsFolder() throws IOException {
    Path zip = folder.resolve("Coil.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      entry(out, "coil/", new byte[0]);
      entry(out, "coil/obj10__0.png", grey(7));
      entry(out, "coil/obj9__0.png", grey(8));
      entry(out, "__MACOSX/coil/._obj9__0.png", new byte[5]);
      entry(out, "coil/readme.txt", new byte[5]);
    }
    write("coil/obj10__0.png", grey(7));
    write("coil/obj9__0.png", grey(8));
    ImageSet archive = Reading.of(zip).set();
    assertThat(archive.name()).isEqualTo("coil");
    assertThat(archive.fingerprint())
        .isEqualTo(Reading.of(folder.resolve("coil")).set().fingerprint());
  }

  @Test
  void whatCannotBeReadIsNamed() throws IOException {
    assertThat(Reading.of(folder.resolve("none")).problem()).contains("none does not exist");
    assertThat(Reading.of(folder).problem()).contains("is empty");
    write("notes.txt", new byte[1]);
    assertThat(Reading.of(folder).problem()).contains("no images but 1 other files");
    assertThat(Reading.of(folder.resolve("notes.txt")).problem()).contains("unknown ending");
    assertThat(Reading.of("nosuch://x/y.mat").problem()).contains("cannot be opened");
    write("a.png", grey(1));
    assertThat(Reading.of(folder).problem()).contains("holds a single image");
    write("b.png", encoded(new BufferedImage(4, 5, BufferedImage.TYPE_BYTE_GRAY), "png"));
    assertThat(Reading.of(folder).problem())
        .contains("different sizes: a.png is 2 x 3, b.png is 5 x 4");
    write("b.png", Arrays.copyOf(grey(1), 40));
    assertThat(Reading.of(folder).problem()).contains("b.png is not a readable image");
    write("b.png", "GIF89a".getBytes(StandardCharsets.US_ASCII));
    assertThat(Reading.of(folder).problem()).contains("b.png is no PNG, JPEG or PGM image");
    write("c.zip", "text".getBytes(StandardCharsets.US_ASCII));
    assertThat(Reading.of(folder.resolve("c.zip")).problem()).contains("no ZIP archive");
  }

  @Test
  void truncatedArchiveIsRefused() throws IOException {
    Path zip = folder.resolve("cut.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      entry(out, "a.png", grey(7));
    }
    byte[] sound = Files.readAllBytes(zip);
    Files.write(zip, Arrays.copyOf(sound, 60));
    assertThat(Reading.of(zip).problem()).contains("cut.zip is damaged");
  }

  @Test
  @Timeout(20)
  void bombsAndEscapesAreRefused() throws IOException {
    Path bomb = folder.resolve("bomb.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(bomb))) {
      out.putNextEntry(new ZipEntry("a.png"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 80; i++) {
        out.write(zeros);
      }
      out.closeEntry();
    }
    assertThat(Reading.of(bomb).problem()).contains("inflates to more than 64 MiB at a.png");
    Path escape = folder.resolve("escape.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(escape))) {
      entry(out, "../../a.png", grey(7));
    }
    assertThat(Reading.of(escape).problem()).contains("entry named '../../a.png'");
  }

  @Test
  @Timeout(5)
  void imagesThatClaimMoreThanTheyHoldAreRefused() throws IOException {
    byte[] png = grey(1);
    // Width and height in the header chunk, whose checksum follows.
    System.arraycopy(new byte[] {0, 0, 0x7f, 0, 0, 0, 0x7f, 0}, 0, png, 16, 8);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    for (int i = 0; i < 4; i++) {
      png[29 + i] = (byte) (crc.getValue() >> (24 - 8 * i));
    }
    write("x/a.png", png);
    assertThat(Reading.of(folder.resolve("x")).problem()).contains("claims 32512 x 32512 pixels");
    write("y/a.pgm", "P5 2000000000 2000000000 255\n0".getBytes(StandardCharsets.US_ASCII));
    assertThat(Reading.of(folder.resolve("y")).problem()).contains("claims 2000000000");
  }

  private static byte[] grey(int value) throws IOException {
    return encoded(picture(BufferedImage.TYPE_BYTE_GRAY, value), "png");
  }

  private static BufferedImage picture(int type, int sample) {
    BufferedImage picture = new BufferedImage(3, 2, type);
    for (int i = 0; i < 6; i++) {
      for (int band = 0; band < picture.getRaster().getNumBands(); band++) {
        picture.getRaster().setSample(i % 3, i / 3, band, sample);
      }
    }
    return picture;
  }

  private static byte[] encoded(BufferedImage picture, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(picture, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  private static void entry(ZipOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(bytes);
    out.closeEntry();
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(bytes);
    }
  }
}
