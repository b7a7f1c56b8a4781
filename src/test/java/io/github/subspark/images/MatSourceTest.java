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
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;

class MatSourceTest {
  @TempDir Path folder;

  @Test
  void columnOrderIsUndone() throws IOException {
    // The image 0 1 2 / 3 4 5 (tenths), column by column.
    Path file = write(matrix(new double[][] {{0, .3, .1, .4, .2, .5}, {1, 1, 1, 1, 1, 1}}));
    ImageSet set = Reading.of(file).mat("fea", "gnd", 2, 3, COLUMN).set();
    assertThat(Arrays.copyOf(set.images().pixels(), 6)).containsExactly(0, .1f, .2f, .3f, .4f, .5f);
    assertThat(set.images().channels()).isEqualTo(1);
    assertThat(set.name()).isEqualTo("faces");
    assertThat(set.imageNames()).containsExactly("0", "1");
  }

  @Test
  void rowOrderIsKept() throws IOException {
    Path file = write(matrix(new double[][] {{0, .1, .2, .3, .4, .5}, {1, 1, 1, 1, 1, 1}}));
    ImageSet set = Reading.of(file).mat("fea", "gnd", 2, 3, ROW).set();
    assertThat(Arrays.copyOf(set.images().pixels(), 6)).containsExactly(0, .1f, .2f, .3f, .4f, .5f);
  }

  @Test
  void valuesAbove1Mean0To255() throws IOException {
    Path file = write(matrix(new double[][] {{0, 51, 102, 153, 204, 255}, {1, 1, 1, 1, 1, 1}}));
    ImageSet set = Reading.of(file).mat("fea", "gnd", 2, 3, ROW).set();
    assertThat(Arrays.copyOf(set.images().pixels(), 7))
        .containsExactly(0, .2f, .4f, .6f, .8f, 1, 1 / 255f);
  }

  @Test
  void planesOfColourAreReadAndTurnedGreyByLuminance() throws IOException {
    double[][] rows = {{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0}, new double[12]};
    Path file = write(matrix(rows));
    Reading reading = Reading.of(file).size(2, 2).mat("fea", "gnd", 2, 2, ROW);
    assertThat(reading.set().images().pixels()).startsWith(.299f, .587f, .114f, 0);
    ImageSet colour = reading.rgb().set();
    assertThat(colour.images().channels()).isEqualTo(3);
    assertThat(colour.images().pixels()).startsWith(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);
  }

  @Test
  void labelsAreNumbersSortedByValue() throws IOException {
    Mat5File content = Mat5.newMatFile();
    content.addArray("fea", matrix(new double[3][4]));
    content.addArray("gnd", matrix(new double[][] {{10}, {2}, {-1.5}}));
    Reading reading = Reading.of(write(content)).size(2, 2).mat("fea", "gnd", 0, 0, COLUMN);
    Labels labels = reading.set().labels().orElseThrow();
    assertThat(labels.names()).containsExactly("-1.5", "2", "10");
    assertThat(labels.classes()).containsExactly(2, 1, 0);
    String labelled = reading.set().fingerprint();
    ImageSet without = reading.unlabelled().set();
    assertThat(without.labels()).isEmpty();
    assertThat(without.fingerprint()).isNotEqualTo(labelled).matches("[0-9a-f]{64}");
  }

  @Test
  void unsignedBytesAreRead() throws IOException {
    Matrix bytes = Mat5.newMatrix(2, 4, MatlabType.UInt8);
    for (int i = 0; i < 8; i++) {
      bytes.setInt(i, 200);
    }
    Mat5File content = Mat5.newMatFile();
    content.addArray("fea", bytes);
    ImageSet set = Reading.of(write(content)).size(2, 2).mat("fea", "gnd", 0, 0, ROW).set();
    assertThat(set.images().pixels()).containsOnly((float) (200 / 255.0));
    assertThat(set.labels()).isEmpty();
  }

  @Test
  void wrongVariableNamesThoseThatAreThere() throws IOException {
    Mat5File content = Mat5.newMatFile();
    content.addArray("faces", matrix(new double[2][4]));
    content.addArray("who", matrix(new double[2][1]));
    assertThat(Reading.of(write(content)).problem())
        .contains("has no variable 'fea' but faces, who. Set data.mat.images");
  }

  @Test
  void valuesThatAreNoPixelsAreNamed() throws IOException {
    assertThat(problem(Double.NaN)).contains("has the value NaN in image 1, pixel 2");
    assertThat(problem(Double.POSITIVE_INFINITY)).contains("Infinity").contains("finite");
    assertThat(problem(-1)).contains("value -1.0");
    assertThat(problem(65535)).contains("value 65535.0").contains("divide by 257");
  }

  @Test
  void labelsMustBeAsManyAsImages() throws IOException {
    Mat5File content = Mat5.newMatFile();
    content.addArray("fea", matrix(new double[3][4]));
    content.addArray("gnd", matrix(new double[2][1]));
    assertThat(Reading.of(write(content)).mat("fea", "gnd", 0, 0, ROW).problem())
        .contains("has 2 labels for 3 images");
  }

  @Test
  void rowsMustHaveAnImagesLength() throws IOException {
    Path file = write(matrix(new double[2][7]));
    assertThat(Reading.of(file).mat("fea", "gnd", 0, 0, ROW).problem())
        .contains("rows of 7 pixels, which is no square image");
    assertThat(Reading.of(file).mat("fea", "gnd", 2, 4, ROW).problem())
        .contains("rows of 7 pixels, not 2 x 4 nor 3 x 2 x 4");
  }

  @Test
  void otherKindsOfVariablesAreRefused() throws IOException {
    Mat5File content = Mat5.newMatFile();
    content.addArray("fea", Mat5.newString("no numbers"));
    assertThat(Reading.of(write(content)).problem()).contains("'fea' of type char");
    Mat5File cube = Mat5.newMatFile();
    cube.addArray("fea", Mat5.newMatrix(new int[] {2, 3, 4}));
    assertThat(Reading.of(write(cube)).problem()).contains("of 3 dimensions");
  }

  @Test
  void version73IsNamedWithTheRemedy() throws IOException {
    byte[] hdf5 = new byte[1024];
    System.arraycopy("MATLAB 7.3 MAT-file".getBytes(StandardCharsets.US_ASCII), 0, hdf5, 0, 19);
    System.arraycopy(
        new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'}, 0, hdf5, 512, 8);
    Path file = Files.write(folder.resolve("new.mat"), hdf5);
    assertThat(Reading.of(file).problem()).contains("MATLAB v7.3 file (HDF5)").contains("-v7");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("text.mat"), "x".repeat(500));
    assertThat(Reading.of(text).problem()).contains("is not a MATLAB v5 to v7 file");
    Path empty = Files.write(folder.resolve("empty.mat"), new byte[0]);
    assertThat(Reading.of(empty).problem()).contains("is empty");
  }

  @Test
  void truncatedAndGarbledFilesAreRefused() throws IOException {
    byte[] sound = Files.readAllBytes(write(matrix(noise())));
    for (int length = 140; length < sound.length - 8; length += 97) {
      Path file = Files.write(folder.resolve("cut.mat"), Arrays.copyOf(sound, length));
      assertThat(Reading.of(file).mat("fea", "gnd", 0, 0, ROW).problem()).contains("is damaged");
    }
    byte[] garbled = sound.clone();
    Arrays.fill(garbled, 150, 190, (byte) 0x5a);
    Path file = Files.write(folder.resolve("garbled.mat"), garbled);
    assertThat(Reading.of(file).problem()).contains("is damaged");
  }

  @Test
  @Timeout(5)
  void hugeClaimsAllocateNothing() throws IOException {
    assertThat(Reading.of(header(0x7fff_fff0, 2, 2, 32)).problem()).contains("ends after the file");
    assertThat(Reading.of(header(88, 2, 2, 0x7fff_fff0)).problem()).contains("is damaged");
    assertThat(Reading.of(header(88, 1 << 30, 4, 32)).problem())
        .contains("is damaged")
        .contains("Copy or save the file again");
  }

  /** An uncompressed matrix 'fea' of doubles with claims of the caller's choice. */
  private Path header(int elementBytes, int rows, int columns, int dataBytes) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(128 + 8 + 88).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(124).putShort((short) 0x0100).put((byte) 'I').put((byte) 'M');
    bytes.putInt(14).putInt(elementBytes);
    bytes.putInt(6).putInt(8).putInt(6).putInt(0);
    bytes.putInt(5).putInt(8).putInt(rows).putInt(columns);
    bytes.putInt(1).putInt(3).put(new byte[] {'f', 'e', 'a', 0, 0, 0, 0, 0});
    bytes.putInt(9).putInt(dataBytes);
    return Files.write(folder.resolve("hostile.mat"), bytes.array());
  }

  private String problem(double value) throws IOException {
    double[][] rows = new double[2][4];
    rows[1][2] = value;
    return Reading.of(write(matrix(rows))).mat("fea", "gnd", 0, 0, ROW).problem();
  }

  private static double[][] noise() {
    SplittableRandom random = new SplittableRandom(1);
    double[][] rows = new double[4][16];
    for (double[] row : rows) {
      Arrays.setAll(row, i -> random.nextDouble());
    }
    return rows;
  }

  private static Matrix matrix(double[][] rows) {
    Matrix matrix = Mat5.newMatrix(rows.length, rows[0].length);
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[0].length; j++) {
        matrix.setDouble(i, j, rows[i][j]);
      }
    }
    return matrix;
  }

  private Path write(Matrix images) throws IOException {
    Mat5File content = Mat5.newMatFile();
    content.addArray("fea", images);
    return write(content);
  }

  private Path write(Mat5File content) throws IOException {
    Path file = folder.resolve("Faces.mat");
    Mat5.writeToFile(content, file.toFile());
    return file;
  }
}
