/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import io.github.subspark.SpecChecks;
import java.io.Serializable;
import java.util.List;

/**
 * The part of the network that all cells of a sweep share.
 *
 * @param hiddenLayers encoder layers before the last; empty for the paper's one-layer encoder
 * @param kernel kernel of the last encoder layer, whose channels follow from the compression
 * @param lambda1 weight of sum C^2 in the loss (equation 2 of the paper)
 * @param lambda2 weight of 1/2 sum (Z - CZ)^2 in the loss
 * @param constantGate the gate of {@link Attention#CONSTANT}
 * @param initialGate what gates start from that learn; they end between 0 and twice that
 * @param attentionIn which side of the self-expression the gates are on
 */
public record NetworkSpec(
    List<EncoderLayer> hiddenLayers,
    int kernel,
    double lambda1,
    double lambda2,
    double constantGate,
    double initialGate,
    AttentionPlace attentionIn)
    implements Serializable {
  public NetworkSpec {
    hiddenLayers = List.copyOf(hiddenLayers);
    new SpecChecks()
        .check("kernel", kernel, kernel >= 2 && kernel <= 15, "2 to 15")
        .check("lambda1", lambda1, lambda1 >= 0, "at least 0")
        .check("lambda2", lambda2, lambda2 >= 0, "at least 0")
        .check("constantGate", constantGate, constantGate > 0 && constantGate <= 1, "in (0, 1]")
        .check("initialGate", initialGate, initialGate > 0 && initialGate <= 1, "in (0, 1]")
        .done();
  }
}
