/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.affinity;

import io.github.subspark.SpecChecks;
import java.io.Serializable;
import java.util.List;

/**
 * Which affinities a sweep forms of each C.
 *
 * @param kinds at least one, none twice
 * @param dsc constants of {@link AffinityKind#DSC}
 */
public record AffinitySpec(List<AffinityKind> kinds, DscSpec dsc) implements Serializable {
  public AffinitySpec {
    kinds = List.copyOf(kinds);
    new SpecChecks()
        .check(
            "kinds",
            kinds,
            !kinds.isEmpty() && kinds.stream().distinct().count() == kinds.size(),
            "at least one of plain, dsc, none twice")
        .done();
  }
}
