/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

import io.github.subspark.SpecChecks;
import java.io.Serializable;

/**
 * How much of the machine one training takes.
 *
 * @param coresPerTraining cores, and BLAS threads, of one training
 */
public record JobSpec(int coresPerTraining) implements Serializable {
  public JobSpec {
    new SpecChecks()
        .check("coresPerTraining", coresPerTraining, coresPerTraining >= 1, "at least 1")
        .done();
  }
}
