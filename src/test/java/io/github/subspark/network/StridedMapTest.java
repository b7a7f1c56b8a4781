/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The host's map and the general one are the same map, and up is the adjoint of down. */
class StridedMapTest {
  static Stream<ConvolutionShape> shapes() {
    return Stream.of(
        new ConvolutionShape(1, 8, 8, 1, 2),
        new ConvolutionShape(1, 8, 8, 3, 3),
        new ConvolutionShape(3, 6, 10, 2, 4),
        new ConvolutionShape(2, 12, 4, 5, 5),
        new ConvolutionShape(1, 2, 2, 2, 7),
        new ConvolutionShape(1, 32, 32, 3, 3));
  }

  private static final int IMAGES = 150;

  private static INDArray random(long seed, long... shape) {
    SplittableRandom random = new SplittableRandom(seed);
    int length = 1;
    for (long side : shape) {
      length *= (int) side;
    }
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return Nd4j.createFromArray(values).reshape('c', shape);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void hostAndGeneralAgree(ConvolutionShape shape) {
    INDArray fine = random(1, IMAGES, shape.fineSize());
    INDArray coarse = random(2, IMAGES, shape.coarseSize());
    INDArray weight = random(3, shape.weightShape());
    StridedMap host = new HostStridedMap(shape);
    StridedMap general = new GeneralStridedMap(shape);

    INDArray down = random(4, IMAGES, shape.coarseSize());
    INDArray generalDown = random(5, IMAGES, shape.coarseSize());
    host.down(weight, fine, down);
    general.down(weight, fine, generalDown);
    assertSame(down, generalDown);

    INDArray up = random(6, IMAGES, shape.fineSize());
    INDArray generalUp = random(7, IMAGES, shape.fineSize());
    host.up(weight, coarse, up);
    general.up(weight, coarse, generalUp);
    assertSame(up, generalUp);

    INDArray gradient = random(8, shape.weightShape());
    INDArray generalGradient = random(9, shape.weightShape());
    host.weightGradient(fine, coarse, gradient);
    general.weightGradient(fine, coarse, generalGradient);
    assertSame(gradient, generalGradient);

    // <coarse, down(fine)> = <up(coarse), fine> = <gradient, weight>
    double inner = coarse.mul(down).sumNumber().doubleValue();
    double scale = coarse.norm2Number().doubleValue() * down.norm2Number().doubleValue();
    assertThat(up.mul(fine).sumNumber().doubleValue()).isCloseTo(inner, within(1e-5 * scale));
    assertThat(gradient.mul(weight).sumNumber().doubleValue())
        .isCloseTo(inner, within(1e-5 * scale));

    // A second use starts from clean scratch memory.
    INDArray again = random(10, IMAGES, shape.coarseSize());
    host.down(weight, fine, again);
    assertThat(again).isEqualTo(down);
  }

  private static void assertSame(INDArray actual, INDArray expected) {
    double largest = expected.amaxNumber().doubleValue();
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-5 * largest);
  }
}
