/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The map in host memory: blocks of a few images, whose patches stay in the processor's cache, are
 * split into {@link ParityPlanes}, so that patches are copies of whole runs; BLAS multiplies.
 */
final class HostStridedMap implements StridedMap {
  private final ConvolutionShape shape;
  private final ParityPlanes planes;
  private final RunProducts products;
  private final float[] image;
  private final float[] coarseImage;
  private final float[] split;
  private final float[] runs;

  HostStridedMap(ConvolutionShape shape) {
    this.shape = shape;
    planes = new ParityPlanes(shape);
    products = new RunProducts(planes, RunProducts.blockFor(planes));
    image = new float[shape.fineSize()];
    coarseImage = new float[shape.coarseSize()];
    split = new float[planes.size];
    runs = new float[planes.run];
  }

  @Override
  public void down(INDArray weight, INDArray fine, INDArray coarse) {
    HostFloats source = HostFloats.of(fine);
    HostFloats target = HostFloats.of(coarse);
    HostFloats weights = HostFloats.of(weight);
    forEachBlock(
        fine,
        (first, count) -> {
          readFine(source, first, count);
          products.coarse(weights, count, products.patches, products.coarse);
          writeCoarse(target, first, count);
        });
  }

  @Override
  public void up(INDArray weight, INDArray coarse, INDArray fine) {
    HostFloats source = HostFloats.of(coarse);
    HostFloats target = HostFloats.of(fine);
    HostFloats weights = HostFloats.of(weight);
    forEachBlock(
        coarse,
        (first, count) -> {
          readCoarse(source, first, count);
          products.patches(weights, count, products.coarse, products.patches);
          writeFine(target, first, count);
        });
  }

  @Override
  public void weightGradient(INDArray fine, INDArray coarse, INDArray gradient) {
    HostFloats fineSource = HostFloats.of(fine);
    HostFloats coarseSource = HostFloats.of(coarse);
    HostFloats target = HostFloats.of(gradient);
    gradient.assign(0);
    forEachBlock(
        fine,
        (first, count) -> {
          readFine(fineSource, first, count);
          readCoarse(coarseSource, first, count);
          products.addWeightGradient(count, products.coarse, products.patches, target);
        });
  }

  private interface BlockAction {
    void accept(int first, int count);
  }

  private void forEachBlock(INDArray images, BlockAction action) {
    int count = Math.toIntExact(images.size(0));
    for (int first = 0; first < count; first += products.block) {
      action.accept(first, Math.min(products.block, count - first));
    }
  }

  private void readFine(HostFloats source, int first, int count) {
    for (int i = 0; i < count; i++) {
      source.read((first + i) * (long) image.length, image);
      planes.split(image, 0, split, 0);
      products.putPatches(split, 0, i, count, products.patches);
    }
  }

  private void writeFine(HostFloats target, int first, int count) {
    for (int i = 0; i < count; i++) {
      Arrays.fill(split, 0f);
      products.addPatches(products.patches, i, count, split, 0);
      planes.merge(split, 0, image, 0);
      target.write((first + i) * (long) image.length, image);
    }
    // Padding must be zero again for the next split.
    Arrays.fill(split, 0f);
  }

  private void readCoarse(HostFloats source, int first, int count) {
    int positions = coarseImage.length / shape.coarseChannels();
    for (int i = 0; i < count; i++) {
      source.read((first + i) * (long) coarseImage.length, coarseImage);
      for (int channel = 0; channel < shape.coarseChannels(); channel++) {
        planes.toRun(coarseImage, channel * positions, runs, 0);
        products.coarse.write(((long) channel * count + i) * planes.run, runs);
      }
    }
  }

  private void writeCoarse(HostFloats target, int first, int count) {
    int positions = coarseImage.length / shape.coarseChannels();
    for (int i = 0; i < count; i++) {
      for (int channel = 0; channel < shape.coarseChannels(); channel++) {
        products.coarse.read(((long) channel * count + i) * planes.run, runs);
        planes.fromRun(runs, 0, coarseImage, channel * positions);
      }
      target.write((first + i) * (long) coarseImage.length, coarseImage);
    }
  }
}
