/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.function.BiConsumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The map by ND4J's operations alone, for any backend: patches are strided views of the padded fine
 * grid, copied tap by tap, and one matrix product does the rest.
 */
final class GeneralStridedMap implements StridedMap {
  private final ConvolutionShape shape;

  GeneralStridedMap(ConvolutionShape shape) {
    this.shape = shape;
  }

  @Override
  public void down(INDArray weight, INDArray fine, INDArray coarse) {
    try (INDArray patches = patches(fine);
        INDArray product = Nd4j.gemm(matrix(weight), patches, false, false)) {
      byImage(coarse).assign(product.reshape('c', byChannel(fine.size(0))).permute(1, 0, 2));
    }
  }

  @Override
  public void up(INDArray weight, INDArray coarse, INDArray fine) {
    try (INDArray columns = byChannel(coarse);
        INDArray patches = rowMajor(shape.taps(), columns.size(1));
        INDArray padded = padded(fine.size(0))) {
      Nd4j.gemm(matrix(weight), columns, patches, true, false, 1, 0);
      forEachTap(padded, patches, INDArray::addi);
      fine.reshape('c', grid(fine.size(0))).assign(inside(padded));
    }
  }

  @Override
  public void weightGradient(INDArray fine, INDArray coarse, INDArray gradient) {
    try (INDArray columns = byChannel(coarse);
        INDArray patches = patches(fine)) {
      Nd4j.gemm(columns, patches, matrix(gradient), false, true, 1, 0);
    }
  }

  /** [tap][image, coarse position]. */
  private INDArray patches(INDArray fine) {
    INDArray patches = rowMajor(shape.taps(), fine.size(0) * positions());
    try (INDArray padded = padded(fine.size(0))) {
      inside(padded).assign(fine.reshape('c', grid(fine.size(0))));
      forEachTap(padded, patches, (view, patch) -> patch.assign(view));
    }
    return patches;
  }

  /** Shows each offset of the kernel: its strided view of the padded grid and its patch rows. */
  private void forEachTap(
      INDArray padded, INDArray patches, BiConsumer<INDArray, INDArray> action) {
    long images = padded.size(0);
    INDArray byTap =
        patches.reshape(
            'c',
            shape.fineChannels(),
            (long) shape.kernel() * shape.kernel(),
            images,
            shape.coarseHeight(),
            shape.coarseWidth());
    for (int row = 0; row < shape.kernel(); row++) {
      for (int column = 0; column < shape.kernel(); column++) {
        INDArray view = everySecond(padded, row, column);
        INDArray patch =
            byTap.get(
                NDArrayIndex.all(),
                NDArrayIndex.point((long) row * shape.kernel() + column),
                NDArrayIndex.all(),
                NDArrayIndex.all(),
                NDArrayIndex.all());
        action.accept(view, patch.permute(1, 0, 2, 3));
      }
    }
  }

  /** A view of every second row and column, as many as the coarse grid has. */
  private INDArray everySecond(INDArray padded, int row, int column) {
    return Nd4j.create(
        padded.data(),
        new long[] {
          padded.size(0), shape.fineChannels(), shape.coarseHeight(), shape.coarseWidth()
        },
        new long[] {
          padded.stride(0), padded.stride(1), 2L * padded.stride(2), 2L * padded.stride(3)
        },
        (long) row * padded.stride(2) + (long) column * padded.stride(3),
        'c');
  }

  private INDArray padded(long images) {
    long reach = shape.kernel() - 2L;
    return Nd4j.create(
        DataType.FLOAT,
        new long[] {images, shape.fineChannels(), shape.height() + reach, shape.width() + reach},
        'c');
  }

  private INDArray inside(INDArray padded) {
    long before = shape.before();
    return padded.get(
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.interval(before, before + shape.height()),
        NDArrayIndex.interval(before, before + shape.width()));
  }

  /** A copy of coarse values as [channel][image, position]. */
  private INDArray byChannel(INDArray coarse) {
    INDArray copy = rowMajor(shape.coarseChannels(), coarse.size(0) * positions());
    copy.reshape('c', byChannel(coarse.size(0))).assign(byImage(coarse).permute(1, 0, 2));
    return copy;
  }

  private long[] byChannel(long images) {
    return new long[] {shape.coarseChannels(), images, positions()};
  }

  private INDArray byImage(INDArray coarse) {
    return coarse.reshape('c', coarse.size(0), shape.coarseChannels(), positions());
  }

  private long[] grid(long images) {
    return new long[] {images, shape.fineChannels(), shape.height(), shape.width()};
  }

  private INDArray matrix(INDArray weight) {
    return weight.reshape('c', shape.coarseChannels(), shape.taps());
  }

  private long positions() {
    return (long) shape.coarseHeight() * shape.coarseWidth();
  }

  private static INDArray rowMajor(long rows, long columns) {
    return Nd4j.createUninitialized(DataType.FLOAT, new long[] {rows, columns}, 'c');
  }
}
