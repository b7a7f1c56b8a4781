/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas.cblas_sgemv;

import java.util.Arrays;

/**
 * The matrix products of a strided convolution over a block of images in run form (see {@link
 * ParityPlanes}), by BLAS in host memory: patches [tap][image, run] and coarse values
 * [channel][image, run]. Blocks are sized to stay in a core's second-level cache.
 */
final class RunProducts {
  /** Floats of a block's patches: 256 KiB. */
  private static final int CACHED_FLOATS = 1 << 16;

  private final ParityPlanes planes;
  private final HostFloats ones;

  /** A run, where in a block's planes it belongs. */
  private final float[] gathered;

  /** Most images of a block. */
  final int block;

  final HostFloats patches;
  final HostFloats coarse;

  RunProducts(ParityPlanes planes, int block) {
    this.planes = planes;
    this.block = block;
    gathered = new float[block * planes.size];
    float[] row = new float[block * planes.run];
    Arrays.fill(row, 1f);
    ones = HostFloats.allocate(row.length);
    ones.write(0, row);
    patches = HostFloats.allocate((long) planes.shape.taps() * block * planes.run);
    coarse = HostFloats.allocate((long) planes.shape.coarseChannels() * block * planes.run);
  }

  /** How many images of these shapes a cached block holds. */
  static int blockFor(ParityPlanes planes) {
    int widest = Math.max(planes.shape.taps(), planes.shape.coarseChannels());
    return Math.max(1, CACHED_FLOATS / (widest * planes.run));
  }

  /** Copies an image's runs to its place in the patches of a block of {@code count}. */
  void putPatches(float[] split, int from, int image, int count, HostFloats target) {
    for (int tap = 0; tap < planes.shape.taps(); tap++) {
      long to = ((long) tap * count + image) * planes.run;
      target.write(to, split, from + planes.tapOffset(tap), planes.run);
    }
  }

  /** The adjoint of {@link #putPatches}: adds an image's runs to its planes in a block's. */
  void addPatches(HostFloats source, int image, int count, float[] split, int to) {
    for (int tap = 0; tap < planes.shape.taps(); tap++) {
      int start = to + planes.tapOffset(tap);
      source.read(((long) tap * count + image) * planes.run, gathered, start, planes.run);
      for (int i = start; i < start + planes.run; i++) {
        split[i] += gathered[i];
      }
    }
  }

  /** coarse = weight patches. */
  void coarse(HostFloats weight, int count, HostFloats from, HostFloats to) {
    int columns = count * planes.run;
    cblas_sgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasNoTrans,
        planes.shape.coarseChannels(),
        columns,
        planes.shape.taps(),
        1f,
        weight.pointer(),
        planes.shape.taps(),
        from.pointer(),
        columns,
        0f,
        to.pointer(),
        columns);
  }

  /** patches = weight^T coarse. */
  void patches(HostFloats weight, int count, HostFloats from, HostFloats to) {
    int columns = count * planes.run;
    cblas_sgemm(
        CblasRowMajor,
        CblasTrans,
        CblasNoTrans,
        planes.shape.taps(),
        columns,
        planes.shape.coarseChannels(),
        1f,
        weight.pointer(),
        planes.shape.taps(),
        from.pointer(),
        columns,
        0f,
        to.pointer(),
        columns);
  }

  /** sums += the sum of each channel's runs. */
  void addSums(int count, HostFloats coarseRuns, HostFloats to) {
    int columns = count * planes.run;
    cblas_sgemv(
        CblasRowMajor,
        CblasNoTrans,
        planes.shape.coarseChannels(),
        columns,
        1f,
        coarseRuns.pointer(),
        columns,
        ones.pointer(),
        1,
        1f,
        to.pointer(),
        1);
  }

  /** gradient += coarse patches^T. */
  void addWeightGradient(int count, HostFloats coarseRuns, HostFloats patchRuns, HostFloats to) {
    int columns = count * planes.run;
    cblas_sgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasTrans,
        planes.shape.coarseChannels(),
        planes.shape.taps(),
        columns,
        1f,
        coarseRuns.pointer(),
        columns,
        patchRuns.pointer(),
        columns,
        1f,
        to.pointer(),
        planes.shape.taps());
  }
}
