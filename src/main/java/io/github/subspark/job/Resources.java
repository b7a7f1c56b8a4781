/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

/**
 * What steps take of executors, and what executors have.
 *
 * @param cores of processors
 * @param gpus whole ones
 */
record Resources(int cores, int gpus) {
  static final Resources NONE = new Resources(0, 0);

  Resources plus(Resources other) {
    return new Resources(cores + other.cores, gpus + other.gpus);
  }

  Resources minus(Resources other) {
    return new Resources(cores - other.cores, gpus - other.gpus);
  }

  boolean covers(Resources need) {
    return need.cores <= cores && need.gpus <= gpus;
  }
}
