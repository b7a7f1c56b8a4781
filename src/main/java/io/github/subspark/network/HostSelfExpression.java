/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Self-expression in host memory: three products of BLAS, into memory that stays (allocating a
 * result anew halves their speed), and Adam in one pass over C. See {@link SelfExpressionLayer} for
 * the formulas. Matrices are row-major: C N x N, all others N x d.
 *
 * <p>The pass goes through C, its gradient and both moments in pieces that stay in the second-level
 * cache, copied to Java's arrays and back, since C2 vectorises loops over those alone: gradient,
 * regulariser, both moments, weights and the next step's sum C^2 together. What it costs is reading
 * four and writing three N x N matrices once. Of many images the gradient is there for some rows at
 * a time: the whole would be a quarter of a training's memory.
 */
final class HostSelfExpression implements AutoCloseable {
  private static final int PIECE = 1 << 13;

  /**
   * Rows of C's gradient that are there at a time. BLAS packs Z anew for each of these products:
   * with a tenth of the rows the whole pass takes half as long again, with as many nothing to speak
   * of.
   */
  private static final int ROWS = 1536;

  final HostFloats latent;
  final HostFloats expressed;

  /** h = g - lambda2 (Z - CZ), with g the decoder's gradient for CZ. */
  final HostFloats delta;

  /** dZ; before {@link #backpropagate}, lambda2 (Z - CZ). */
  final HostFloats latentDelta;

  private final int images;
  private final int size;
  private final SelfExpression weights;
  private final double learningRate;
  private final int rows;
  private final HostFloats coefficients;

  /** Of {@link #rows} rows of C. */
  private final HostFloats gradient;

  private final HostFloats mean;
  private final HostFloats variance;

  private final float[] c = new float[PIECE];
  private final float[] g = new float[PIECE];
  private final float[] m = new float[PIECE];
  private final float[] v = new float[PIECE];

  /** By place in a piece, sums over pieces. */
  private final float[] squares = new float[PIECE];

  private double regularization;
  private int steps;

  /**
   * Holds {@link #floats} beside C.
   *
   * @param images N
   * @param size d
   */
  HostSelfExpression(AutoencoderGraph graph, int images, int size, double learningRate) {
    this.images = images;
    this.size = size;
    this.learningRate = learningRate;
    weights =
        (SelfExpression) graph.configuration(GraphConfigurations.SELF_EXPRESSION).orElseThrow();
    coefficients = HostFloats.of(graph.parameter(SelfExpression.COEFFICIENTS));
    long entries = (long) images * images;
    rows = Math.min(images, ROWS);
    gradient = HostFloats.allocate((long) rows * images);
    mean = HostFloats.allocate(entries);
    variance = HostFloats.allocate(entries);
    latent = HostFloats.allocate((long) images * size);
    expressed = HostFloats.allocate((long) images * size);
    delta = HostFloats.allocate((long) images * size);
    latentDelta = HostFloats.allocate((long) images * size);
    regularization = squares();
  }

  /** The moments, some rows of the gradient, and four N x d. */
  static long floats(int images, int size) {
    return (2L * images + Math.min(images, ROWS) + 4L * size) * images;
  }

  double lambda1() {
    return weights.lambda1();
  }

  double lambda2() {
    return weights.lambda2();
  }

  /** Sum C^2. */
  double regularization() {
    return regularization;
  }

  /** CZ. */
  void express() {
    product(CblasNoTrans, coefficients, latent, 0f, expressed);
  }

  /** dZ = C^T h + lambda2 (Z - CZ), to be taken before C moves. */
  void backpropagate() {
    product(CblasTrans, coefficients, delta, 1f, latentDelta);
  }

  private void product(int form, HostFloats square, HostFloats right, float keep, HostFloats to) {
    cblas_sgemm(
        CblasRowMajor,
        form,
        CblasNoTrans,
        images,
        size,
        images,
        1f,
        square.pointer(),
        images,
        right.pointer(),
        size,
        keep,
        to.pointer(),
        size);
  }

  /** One step of Adam on C, as {@link HostAdam}'s in single precision. */
  void update() {
    steps++;
    Arrays.fill(squares, 0f);
    for (int first = 0; first < images; first += rows) {
      int count = Math.min(rows, images - first);
      gradient(first, count);
      update((long) first * images, count * images);
    }
    regularization = PairwiseSum.of(squares, PIECE);
  }

  /** Some rows of dC = h Z^T, the regulariser's not among it. */
  private void gradient(int first, int count) {
    cblas_sgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasTrans,
        count,
        images,
        size,
        1f,
        delta.pointer((long) first * size),
        size,
        latent.pointer(),
        size,
        0f,
        gradient.pointer(),
        images);
  }

  /** Adam for those entries of C whose gradient is there. */
  private void update(long first, int entries) {
    float rate = (float) HostAdam.rate(learningRate, steps);
    float twice = (float) (2 * lambda1());
    for (int from = 0; from < entries; from += PIECE) {
      int length = Math.min(PIECE, entries - from);
      coefficients.read(first + from, c, 0, length);
      gradient.read(from, g, 0, length);
      mean.read(first + from, m, 0, length);
      variance.read(first + from, v, 0, length);
      step(length, twice, rate);
      coefficients.write(first + from, c, 0, length);
      mean.write(first + from, m, 0, length);
      variance.write(first + from, v, 0, length);
    }
  }

  private void step(int length, float twice, float rate) {
    final float beta1 = (float) HostAdam.BETA1;
    final float beta2 = (float) HostAdam.BETA2;
    final float rest1 = (float) (1 - HostAdam.BETA1);
    final float rest2 = (float) (1 - HostAdam.BETA2);
    final float epsilon = (float) HostAdam.EPSILON;
    for (int i = 0; i < length; i++) {
      float slope = g[i] + twice * c[i];
      float first = beta1 * m[i] + rest1 * slope;
      float second = beta2 * v[i] + rest2 * slope * slope;
      float value = c[i] - rate * first / ((float) Math.sqrt(second) + epsilon);
      m[i] = first;
      v[i] = second;
      c[i] = value;
      squares[i] += value * value;
    }
  }

  private double squares() {
    long entries = (long) images * images;
    for (long from = 0; from < entries; from += PIECE) {
      int length = (int) Math.min(PIECE, entries - from);
      coefficients.read(from, c, 0, length);
      for (int i = 0; i < length; i++) {
        squares[i] += c[i] * c[i];
      }
    }
    return PairwiseSum.of(squares, PIECE);
  }

  /** Frees all but C, which is the graph's. */
  @Override
  public void close() {
    Stream.of(gradient, mean, variance, latent, expressed, delta, latentDelta)
        .forEach(HostFloats::close);
  }
}
