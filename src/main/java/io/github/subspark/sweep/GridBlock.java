/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

import io.github.subspark.SpecChecks;
import io.github.subspark.network.Attention;
import java.io.Serializable;
import java.util.List;

/**
 * A full cross of compressions and attention kinds; a grid is a list of such blocks.
 *
 * @param compression latent size / input size, each above 0, none twice
 * @param attention the arms, none twice
 */
public record GridBlock(List<Double> compression, List<Attention> attention)
    implements Serializable {
  public GridBlock {
    compression = List.copyOf(compression);
    attention = List.copyOf(attention);
    new SpecChecks()
        .check(
            "compression",
            compression,
            !compression.isEmpty()
                && compression.stream().allMatch(c -> c > 0 && c <= 100)
                && compression.stream().distinct().count() == compression.size(),
            "at least one ratio, each in (0, 100], none twice")
        .check(
            "attention",
            attention,
            !attention.isEmpty() && attention.stream().distinct().count() == attention.size(),
            "at least one kind, none twice")
        .done();
  }
}
