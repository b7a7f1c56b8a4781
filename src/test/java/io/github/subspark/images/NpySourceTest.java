/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import static io.github.subspark.images.DataSpec.PixelOrder.COLUMN;
import static io.github.subspark.images.DataSpec.PixelOrder.ROW;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class NpySourceTest {
  @TempDir Path folder;

  @Test
  void cubeOfUnsignedBytes() throws IOException {
    byte[] pixels = new byte[12];
    Arrays.fill(pixels, 6, 12, (byte) 255);
    pixels[1] = 51;
    ImageSet set = Reading.of(npy("toys.npy", "|u1", "(2, 2, 3)", pixels)).set();
    assertThat(set.images().pixels()).containsExactly(0, .2f, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1);
    assertThat(set.name()).isEqualTo("toys");
    assertThat(set.labels()).isEmpty();
  }

  @Test
  void coloursOfAPixelSideBySide() throws IOException {
    byte[] pixels = new byte[24];
    pixels[0] = (byte) 255;
    pixels[4] = (byte) 255;
    pixels[8] = (byte) 255;
    Path file = npy("c.npy", "|u1", "(2, 2, 2, 3)", pixels);
    assertThat(Reading.of(file).size(2, 2).rgb().set().images().pixels())
        .startsWith(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);
  }

  @Test
  void rowsOfFloatsInEitherOrder() throws IOException {
    float[] values = {0, .3f, .1f, .4f, .2f, .5f, 1, 1, 1, 1, 1, 1};
    Path file = npy("r.npy", "<f4", "(2, 6)", floats(values));
    assertThat(Reading.of(file).mat("", "", 2, 3, COLUMN).set().images().pixels())
        .startsWith(0, .1f, .2f, .3f, .4f, .5f);
    assertThat(Reading.of(file).mat("", "", 2, 3, ROW).set().images().pixels())
        .containsExactly(values);
  }

  @Test
  void labelsFromAnotherFile() throws IOException {
    Path images = npy("i.npy", "|u1", "(3, 2, 3)", new byte[18]);
    ByteBuffer labels = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    labels.putLong(7).putLong(10).putLong(7);
    Path file = npy("l.npy", "<i8", "(3,)", labels.array());
    Reading reading = Reading.of(images).labelPath(file);
    assertThat(reading.set().labels().orElseThrow().names()).containsExactly("7", "10");
    assertThat(reading.set().labels().orElseThrow().classes()).containsExactly(0, 1, 0);
    assertThat(reading.unlabelled().set().labels()).isEmpty();
    Path texts = npy("t.npy", "|S2", "(3,)", "b\0a\0b\0".getBytes(StandardCharsets.US_ASCII));
    assertThat(Reading.of(images).labelPath(texts).set().labels().orElseThrow().classes())
        .containsExactly(1, 0, 1);
    Path two = npy("two.npy", "<i8", "(2,)", new byte[16]);
    assertThat(Reading.of(images).labelPath(two).problem()).contains("2 labels for 3 images");
    assertThat(Reading.of(images).labelPath(folder.resolve("none.npy")).problem())
        .contains("none.npy does not exist");
  }

  @Test
  void shapesAndTypesThatAreNoImagesAreRefused() throws IOException {
    assertThat(Reading.of(npy("a.npy", "|u1", "(12,)", new byte[12])).problem())
        .contains("shape [12]");
    assertThat(Reading.of(npy("b.npy", "<c8", "(2, 2, 3)", new byte[96])).problem())
        .contains("elements of type c8");
    assertThat(Reading.of(npy("f.npy", "<f4", "(2, 6)", floats(nan()))).problem())
        .contains("value NaN");
    Path fortran = folder.resolve("fortran.npy");
    Files.write(fortran, bytes("<f4", "True", "(2, 6)", new byte[48]));
    assertThat(Reading.of(fortran).problem()).contains("Fortran").contains("ascontiguousarray");
    Path text = Files.writeString(folder.resolve("x.npy"), "not an array at all");
    assertThat(Reading.of(text).problem()).contains("is not a NumPy file");
  }

  @Test
  @Timeout(5)
  void hugeClaimsAllocateNothing() throws IOException {
    assertThat(Reading.of(npy("a.npy", "<f8", "(2000000000, 2000000000)", new byte[8])).problem())
        .contains("is damaged: its header claims");
    assertThat(Reading.of(npy("b.npy", "<f8", "(2147483647, 1, 1)", new byte[8])).problem())
        .contains("is damaged: its header claims");
    byte[] longHeader = bytes("<f8", "False", "(1, 1)", new byte[8]);
    longHeader[6] = 2;
    longHeader[11] = 0x7f;
    assertThat(Reading.of(Files.write(folder.resolve("c.npy"), longHeader)).problem())
        .contains("its header claims");
    assertThat(Reading.of(npy("d.npy", "<f4", "(2, 6)", new byte[40])).problem())
        .contains("claims 48 bytes of data, it has 40");
  }

  private static float[] nan() {
    float[] values = new float[12];
    values[3] = Float.NaN;
    return values;
  }

  private static byte[] floats(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private Path npy(String name, String type, String shape, byte[] data) throws IOException {
    return Files.write(folder.resolve(name), bytes(type, "False", shape, data));
  }

  /** A NumPy file of version 1.0, by its specification rather than by the library under test. */
  private static byte[] bytes(String type, String fortran, String shape, byte[] data) {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }".formatted(type, fortran, shape);
    header = header + " ".repeat(Math.floorMod(-(11 + header.length()), 64)) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).putShort((short) 1);
    bytes.putShort((short) header.length());
    bytes.put(header.getBytes(StandardCharsets.US_ASCII)).put(data);
    return bytes.array();
  }
}
