/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sources;

/**
 * A MATLAB v5 to v7 file: a matrix with one image a row, and a vector of labels if there is one.
 */
final class MatSource implements ImageSource {
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
    MatHeaders headers = new MatHeaders(origin, bytes);
    List<MatVariable> variables = headers.check();
    MatVariable wanted =
        first(variables, spec.images())
            .orElseThrow(
                () ->
                    origin.problem(
                        "has no variable '%s' but %s"
                            .formatted(
                                spec.images(),
                                variables.stream()
                                    .map(MatVariable::name)
                                    .collect(Collectors.joining(", "))),
                        "Set data.mat.images and data.mat.labels to the variables with the images"
                            + " and the labels"));
    Inflation inflation = new Inflation(origin, bytes.length);
    Matrix pixels = matrix(headers, wanted, inflation);
    new PixelRows(origin, spec).addTo(images, new Rows(pixels));
    Optional<MatVariable> gnd = first(variables, spec.labels());
    if (gnd.isPresent()) {
      Matrix labels = matrix(headers, gnd.get(), inflation);
      images.checkLabels(labels.getNumElements());
      images.label(names(labels));
    }
  }

  private static Optional<MatVariable> first(List<MatVariable> variables, String name) {
    return variables.stream().filter(variable -> variable.name().equals(name)).findFirst();
  }

  /** A numeric matrix of two dimensions that holds as many numbers as it claims. */
  private Matrix matrix(MatHeaders headers, MatVariable variable, Inflation inflation) {
    variable.checkMatrix(origin);
    BoundedAllocator memory = new BoundedAllocator(headers.content(variable, inflation));
    MatFile content = parse(headers.only(List.of(variable)), memory);
    Array array = content.getEntries().iterator().next().getValue();
    if (!(array instanceof Matrix matrix)) {
      throw damaged("'%s' is no matrix".formatted(variable.name()), null);
    }
    int[] dimensions = matrix.getDimensions();
    if ((long) dimensions[0] * dimensions[1] > memory.allocated()) {
      throw damaged(
          "'%s' claims %d x %d numbers".formatted(variable.name(), dimensions[0], dimensions[1]),
          null);
    }
    return matrix;
  }

  private MatFile parse(byte[] bytes, BoundedAllocator memory) {
    try {
      return Mat5.newReader(Sources.wrap(bytes))
          .setBufferAllocator(memory)
          .disableSubsystemProcessing()
          .readMat();
    } catch (IOException | RuntimeException e) {
      throw damaged(Origin.reason(e), e);
    }
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
