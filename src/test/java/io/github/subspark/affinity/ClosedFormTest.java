/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Against an independent float64 implementation, and by hand. */
class ClosedFormTest {
  @Test
  void equalsTheReference() {
    JsonNode reference = ProtocolReference.root().get("closedForm");
    float[] c =
        ClosedForm.coefficients(
            ProtocolReference.floats(reference.get("latent")),
            reference.get("latent").size(),
            reference.get("lambda").doubleValue());

    assertThat(doubles(c))
        .containsExactly(ProtocolReference.doubles(reference.get("coefficients")), within(1e-6));
  }

  @Test
  void expressesAnImageByItsTwin() {
    // Unit rows e1, e1, e2: the first is (1 / (1 + lambda)) of the second and none of the third.
    float[] c = ClosedForm.coefficients(new float[] {2, 0, 5, 0, 0, 3}, 3, .25);

    assertThat(doubles(c))
        .containsExactly(new double[] {0, .8, 0, .8, 0, 0, 0, 0, 0}, within(1e-7));
  }

  @Test
  void leavesAnImageOfZerosAlone() {
    float[] c = ClosedForm.coefficients(new float[] {1, 0, 0, 0, 1, 0}, 3, .2);

    assertThat(c[1]).isZero();
    assertThat(c[3]).isZero();
    assertThat(c[2]).isPositive();
  }

  @Test
  void refusesWhatIsNoMatrixOfImages() {
    assertThatThrownBy(() -> ClosedForm.coefficients(new float[7], 3, .2))
        .hasMessageContaining("7 values as 3 images");
    assertThatThrownBy(() -> ClosedForm.coefficients(new float[6], 3, 0))
        .hasMessageContaining("lambda 0.0");
  }

  private static double[] doubles(float[] values) {
    double[] exact = new double[values.length];
    Arrays.setAll(exact, k -> values[k]);
    return exact;
  }
}
