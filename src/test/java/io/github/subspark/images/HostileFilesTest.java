/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.subspark.Budget;
import io.github.subspark.InvalidInputException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files made to hang or to fill the memory, each of a few kilobytes. */
@Timeout(300)
class HostileFilesTest {
  @TempDir Path folder;

  @Test
  void cellsAndObjectsAreNeverParsed() throws Exception {
    for (int kind : new int[] {1, 2, 3, 4, 5, 16}) {
      String problem = problem("a.mat", mat(element(kind, 1 << 30, 1)), 16);
      assertThat(problem).contains("has a variable 'fea' of type");
    }
    // An object's header has no dimensions; its content would come next.
    ByteBuffer opaque = element(17, 2, 2);
    assertThat(problem("b.mat", mat(opaque), 16)).contains("has no variable 'fea'");
    // A wanted matrix is read although an object lies before it.
    ByteBuffer both = ByteBuffer.allocate(2 * opaque.limit()).put(opaque).put(element(6, 2, 2));
    assertThat(problem("c.mat", mat(both), 16)).contains("is damaged");
  }

  @Test
  void matBombIsInflatedNowhere() throws Exception {
    ByteBuffer head = element(6, 4096, 8192).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(4, 48 + 8 + (1 << 28)).putInt(head.limit() - 4, 1 << 28);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out =
        new DeflaterOutputStream(bytes, new Deflater(Deflater.BEST_COMPRESSION))) {
      byte[] first = new byte[head.limit()];
      head.get(first);
      out.write(first);
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 256; i++) {
        out.write(zeros);
      }
    }
    ByteBuffer element = ByteBuffer.allocate(8 + bytes.size()).order(ByteOrder.LITTLE_ENDIAN);
    element.putInt(15).putInt(bytes.size()).put(bytes.toByteArray());
    assertThat(problem("bomb.mat", mat(element), 16))
        .contains("inflates to more than 64 MiB at 'fea'");
  }

  @Test
  void longNumpyHeadersAreNotParsed() throws Exception {
    String shape = "1,".repeat(30_000);
    String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + shape + ")}";
    ByteBuffer bytes = ByteBuffer.allocate(header.length() + 11).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).putShort((short) 1);
    bytes.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    assertThat(problem("a.npy", bytes.array(), 16)).contains("its header claims 60");
  }

  @Test
  void moreImagesThanCanBeClusteredAreRefusedBeforeTheyAreScaled() throws Exception {
    String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (1000000, 1)}";
    ByteBuffer bytes = ByteBuffer.allocate(header.length() + 1_000_010);
    bytes.order(ByteOrder.LITTLE_ENDIAN).put((byte) 0x93);
    bytes.put("NUMPY".getBytes(StandardCharsets.US_ASCII)).putShort((short) 1);
    bytes.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    assertThat(problem("many.npy", bytes.array(), 32)).contains("holds more than 46340 images");
  }

  @Test
  void imagesWhosePixelsTheirBytesCannotHoldAreRefused() throws Exception {
    BufferedImage small = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    byte[] jpeg = encoded(small, "jpg");
    for (int i = 0; i < jpeg.length - 9; i++) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xc0) {
        ByteBuffer.wrap(jpeg).putShort(i + 5, (short) 4000).putShort(i + 7, (short) 4000);
      }
    }
    assertThat(folderProblem("a.jpg", jpeg, 16)).contains("claims 4000 x 4000 pixels in");
    byte[] png = encoded(small, "png");
    // 1000 x 1000 samples of 8 bits; one-bit samples would have room.
    ByteBuffer.wrap(png).putInt(16, 1000).putInt(20, 1000);
    assertThat(folderProblem("a.png", png, 16)).contains("claims 1000 x 1000 pixels in");
    byte[] pgm = "P5 100 100 255\n0".getBytes(StandardCharsets.US_ASCII);
    assertThat(folderProblem("a.pgm", pgm, 16)).contains("claims 100 x 100 pixels in");
    // Grey and plain: more pixels than a camera would store so small.
    BufferedImage large = new BufferedImage(5000, 4000, BufferedImage.TYPE_BYTE_BINARY);
    assertThat(folderProblem("b.png", encoded(large, "png"), 32))
        .contains("claims 4000 x 5000 pixels in")
        .contains("Scale it down to 100 megapixels at most");
    byte[] pbm = Arrays.copyOf("P4 12000 10000 ".getBytes(StandardCharsets.US_ASCII), 15_000_015);
    assertThat(folderProblem("c.pbm", pbm, 64)).contains("claims 10000 x 12000 pixels in");
  }

  @Test
  void photosAboveWhatMemoryIsMeantForAreThinned() throws Exception {
    byte[] pgm =
        Arrays.copyOf("P5 6000 4000 255\n".getBytes(StandardCharsets.US_ASCII), 24_000_017);
    Arrays.fill(pgm, 17 + 12_000_000, pgm.length, (byte) 255);
    Path images = Files.createDirectories(folder.resolve("photos"));
    Files.write(images.resolve("a.pgm"), pgm);
    Files.write(images.resolve("b.pgm"), pgm);
    float[][] pixels = new float[1][];
    new Budget(400)
        .spend(() -> pixels[0] = Reading.of(images).unlabelled().set().images().pixels());
    assertThat(pixels[0]).containsExactly(0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1);
  }

  @Test
  void manySmallImagesOfManyPixelsAddUp() {
    DecodedPixels pixels = new DecodedPixels();
    Origin image = Origin.ofImages("a.png");
    for (int i = 0; i < 64; i++) {
      pixels.add(image, 1 << 24, 16_000);
    }
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> pixels.add(image, 1 << 24, 16_000))
        .withMessage(
            "Cannot read images: a.png and the images before it have 1090 megapixels in 1015 KiB."
                + " Scale the images down if that is what they are.");
    DecodedPixels photos = new DecodedPixels();
    for (int i = 0; i < 40_000; i++) {
      photos.add(image, 24_000_000, 6_000_000);
    }
  }

  @Test
  void manySmallBombsInAnArchiveAddUp() throws Exception {
    Path zip = folder.resolve("bombs.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (int i = 0; i < 20; i++) {
        out.putNextEntry(new ZipEntry("a" + i + ".txt"));
        out.write(new byte[4 << 20]);
      }
    }
    assertThat(Reading.of(zip).problem()).contains("inflates to more than 64 MiB at a");
  }

  @Test
  void foldersInACircleAreRefused() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images/sub"));
    Files.createSymbolicLink(images.resolve("up"), folder.resolve("images"));
    Files.createSymbolicLink(images.resolve("again"), images);
    assertThat(Reading.of(folder.resolve("images")).problem()).contains("by way of a link as well");
  }

  @Test
  void pipesAreNotWaitedFor() throws Exception {
    for (String name : new String[] {"p.zip", "p.parquet", "p.mat", "p.npy"}) {
      Path pipe = folder.resolve(name);
      new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
      assertThat(Reading.of(pipe).problem()).containsAnyOf("is empty", "is too short");
    }
  }

  @Test
  void footersThatClaimManyThingsAllocateNone() throws Exception {
    // Field 2 (schema): a list of 2^31 - 1 structs, of which none follows.
    byte[] list = {0x15, 0x02, 0x19, (byte) 0xfc, -1, -1, -1, -1, 7};
    assertThat(problem("a.parquet", parquet(list), 16)).contains("has an unreadable part");
    // An unknown field with structs in structs.
    byte[] nested = new byte[100_000];
    Arrays.fill(nested, (byte) 0x1c);
    assertThat(problem("b.parquet", parquet(nested), 16)).contains("nest deeper than 32");
    // A text of 100 MB.
    byte[] text = {0x15, 0x02, 0x18, -1, -1, -1, 0x2f};
    assertThat(problem("c.parquet", parquet(text), 16)).contains("has an unreadable part");
  }

  private static byte[] parquet(byte[] footer) {
    ByteBuffer file = ByteBuffer.allocate(footer.length + 12).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = "PAR1".getBytes(StandardCharsets.US_ASCII);
    return file.put(magic).put(footer).putInt(footer.length).put(magic).array();
  }

  /** An element of a MATLAB file: 'fea' of a kind, its data tag claiming nothing. */
  private static ByteBuffer element(int kind, int rows, int columns) {
    ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(14).putInt(56).putInt(6).putInt(8).putInt(kind).putInt(0);
    bytes.putInt(5).putInt(8).putInt(rows).putInt(columns);
    bytes.putInt(1).putInt(3).put(new byte[] {'f', 'e', 'a', 0, 0, 0, 0, 0});
    bytes.putInt(9).putInt(0);
    return bytes.flip();
  }

  private static byte[] mat(ByteBuffer elements) {
    elements.rewind();
    ByteBuffer file = ByteBuffer.allocate(128 + elements.limit()).order(ByteOrder.LITTLE_ENDIAN);
    file.position(124).putShort((short) 0x0100).put((byte) 'I').put((byte) 'M');
    return file.put(elements).array();
  }

  private static byte[] encoded(BufferedImage picture, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(picture, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  private String folderProblem(String name, byte[] bytes, int mebibytes) throws Exception {
    Path images = Files.createDirectories(folder.resolve("only-" + name));
    Files.write(images.resolve(name), bytes);
    return problem(images, mebibytes);
  }

  private String problem(String name, byte[] bytes, int mebibytes) throws Exception {
    return problem(Files.write(folder.resolve(name), bytes), mebibytes);
  }

  private static String problem(Path path, int mebibytes) throws Exception {
    String[] problem = new String[1];
    new Budget(mebibytes).spend(() -> problem[0] = Reading.of(path).problem());
    return problem[0];
  }
}
