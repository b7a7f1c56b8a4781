/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

import io.github.subspark.SpecChecks;
import java.io.Serializable;

/**
 * How much of the machine one training takes, and how long to wait for it.
 *
 * @param coresPerTraining cores, and BLAS threads, of one training
 * @param executorWaitSeconds how long a cluster may take to give the first executor
 * @param gpuCheck whether executors are asked, before anything is trained, if their GPUs will do
 */
public record JobSpec(int coresPerTraining, int executorWaitSeconds, boolean gpuCheck)
    implements Serializable {
  public JobSpec {
    new SpecChecks()
        .check("coresPerTraining", coresPerTraining, coresPerTraining >= 1, "at least 1")
        .check("executorWaitSeconds", executorWaitSeconds, executorWaitSeconds >= 1, "at least 1")
        .done();
  }
}
