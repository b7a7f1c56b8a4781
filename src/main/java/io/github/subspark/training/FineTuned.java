/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import java.io.Serializable;
import java.util.List;

/**
 * What a fine-tuning leaves.
 *
 * @param coefficients C, N x N, row-major
 * @param parameters the fine-tuning graph's flat parameters without C
 * @param latent Z, N x d, row-major
 * @param curve its epochs
 * @param attention whether the attention did anything
 * @param selfExpressionResidual sum (Z - CZ)^2 / sum Z^2 after the last epoch
 */
public record FineTuned(
    float[] coefficients,
    float[] parameters,
    float[] latent,
    List<Epoch> curve,
    AttentionHealth attention,
    double selfExpressionResidual)
    implements Serializable {
  public FineTuned {
    curve = List.copyOf(curve);
  }
}
