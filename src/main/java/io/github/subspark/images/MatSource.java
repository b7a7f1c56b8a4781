/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sources;

/**
 * A MATLAB v5 to v7 file: a matrix with one image a row, and a vector of labels if there is one.
 */
final class MatSource implements ImageSource {
  /** Deflate makes at most 1032 bytes of one. */
  private static final long INFLATION = 1032;

  private static final long LARGEST = 2L << 30;

  private final Origin origin;
  private final StoredFile file;
  private final DataSpec.MatSpec spec;

  MatSource(Origin origin, StoredFile file, DataSpec.MatSpec spec) {
    this.origin = origin;
    this.file = file;
    this.spec = spec.naturally(DataSpec.PixelOrder.COLUMN);
  }

  @Override
  public void readInto(ImageCollector images) throws IOException {
    byte[] bytes = file.bytes(origin);
    List<String> names = new MatHeaders(origin, bytes).check();
    if (!names.contains(spec.images())) {
      throw origin.problem(
          "has no variable '%s' but %s".formatted(spec.images(), String.join(", ", names)),
          "Set data.mat.images and data.mat.labels to the variables with the images and the labels");
    }
    BoundedAllocator memory = new BoundedAllocator(Math.min(LARGEST, bytes.length * INFLATION));
    Mat5File content = parse(bytes, memory);
    Matrix pixels =
        matrix(content, spec.images(), memory)
            .orElseThrow(() -> damaged("'%s' has no data".formatted(spec.images()), null));
    new PixelRows(origin, spec).addTo(images, new Rows(pixels));
    matrix(content, spec.labels(), memory).ifPresent(labels -> images.label(names(labels)));
  }

  private Mat5File parse(byte[] bytes, BoundedAllocator memory) throws IOException {
    try {
      return Mat5.newReader(Sources.wrap(bytes))
          .setBufferAllocator(memory)
          .disableSubsystemProcessing()
          .setEntryFilter(
              entry ->
                  entry.getName().equals(spec.images()) || entry.getName().equals(spec.labels()))
          .readMat();
    } catch (IOException | RuntimeException e) {
      throw damaged(Origin.reason(e), e);
    }
  }

  /** A numeric matrix of two dimensions that holds as many numbers as it claims. */
  private Optional<Matrix> matrix(Mat5File content, String name, BoundedAllocator memory) {
    for (MatFile.Entry entry : content.getEntries()) {
      if (!entry.getName().equals(name)) {
        continue;
      }
      Array array = entry.getValue();
      if (!(array instanceof Matrix matrix) || matrix.isComplex()) {
        throw origin.problem(
            "has a variable '%s' of type %s".formatted(name, array.getType()),
            "Store a full matrix of real numbers");
      }
      int[] dimensions = matrix.getDimensions();
      if (dimensions.length != 2) {
        throw origin.problem(
            "has a variable '%s' of %d dimensions".formatted(name, dimensions.length),
            "Store one image a row: N x (height width)");
      }
      if ((long) dimensions[0] * dimensions[1] > memory.allocated()) {
        throw damaged(
            "'%s' claims %d x %d numbers".formatted(name, dimensions[0], dimensions[1]), null);
      }
      return Optional.of(matrix);
    }
    return Optional.empty();
  }

  private List<String> names(Matrix labels) {
    List<String> names = new ArrayList<>(labels.getNumElements());
    for (int i = 0; i < labels.getNumElements(); i++) {
      names.add(Labels.nameOf(number(labels, i)));
    }
    return names;
  }

  private double number(Matrix matrix, int index) {
    try {
      return matrix.getDouble(index);
    } catch (RuntimeException e) {
      throw damaged("it ends before number %d".formatted(index), e);
    }
  }

  private RuntimeException damaged(String what, Exception cause) {
    return origin.problem("is damaged: " + what, "Copy or save the file again", cause);
  }

  /** MATLAB stores matrices column by column. */
  private final class Rows implements PixelRows.Values {
    private final Matrix pixels;

    Rows(Matrix pixels) {
      this.pixels = pixels;
    }

    @Override
    public int count() {
      return pixels.getNumRows();
    }

    @Override
    public int length() {
      return pixels.getNumCols();
    }

    @Override
    public double value(int image, int index) {
      return number(pixels, index * pixels.getNumRows() + image);
    }
  }
}
