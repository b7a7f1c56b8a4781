/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.training;

import java.io.Serializable;
import java.util.List;

/**
 * What a pretraining leaves: shared by every attention arm of its (compression, seed).
 *
 * @param parameters the pretraining graph's flat parameters
 * @param seed the seed that the kept weights were drawn from
 * @param restarts how many attempts died
 * @param curve all epochs of all attempts; the last attempt is the one that is kept
 */
public record Pretrained(float[] parameters, long seed, int restarts, List<Epoch> curve)
    implements Serializable {
  public Pretrained {
    curve = List.copyOf(curve);
  }
}
