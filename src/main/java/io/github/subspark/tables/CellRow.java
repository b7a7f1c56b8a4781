/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.tables;

/**
 * One cell of the grid, done or not: a row of {@code cells}.
 *
 * @param data short name of the images
 * @param compression latent size / input size
 * @param channels k
 * @param attention the kind: none, constant, channel, ...
 * @param seed the cell's seed
 * @param status done, failed or missing
 * @param attentionHealth absent, active or inert; null until trained
 * @param restarts pretraining attempts that died before the one used; null until pretrained
 * @param pretrainingSeconds wall time, shared by the attention arms; null until pretrained
 * @param finetuningSeconds wall time; null until trained
 * @param clusteringSeconds wall time of all clusterers but MLlib's; null until clustered
 * @param peakBytes peak resident memory of the executor's process by the end of the fine-tuning; it
 *     may hold other cells at the same time
 * @param finished when the last of its steps that are done ended, ISO-8601, UTC; null before the
 *     first
 * @param host machine of the fine-tuning
 * @param device cpu, or gpu and its address
 * @param backend ND4J's backend
 * @param blas BLAS library and version
 * @param blasKernel the processor type of the BLAS kernels
 * @param threads BLAS threads
 * @param numericsChanged whether a training of the cell was computed with another backend, device,
 *     BLAS, kernel or number of threads than the run's first; null until trained
 * @param version of subspark
 * @param failures failed attempts of the cell's steps
 * @param failedStep pretrain, finetune, cluster or pic; null unless failed
 * @param failureKind short cause; null unless failed
 * @param failureMessage one line; null unless failed
 * @param failureAttempt which of the step's failures it is, from 1; null unless failed
 * @param failureHost where; null unless failed
 * @param failureTime ISO-8601; null unless failed
 */
public record CellRow(
    String data,
    double compression,
    int channels,
    String attention,
    long seed,
    String status,
    String attentionHealth,
    Integer restarts,
    Double pretrainingSeconds,
    Double finetuningSeconds,
    Double clusteringSeconds,
    Long peakBytes,
    String finished,
    String host,
    String device,
    String backend,
    String blas,
    String blasKernel,
    Integer threads,
    Boolean numericsChanged,
    String version,
    int failures,
    String failedStep,
    String failureKind,
    String failureMessage,
    Integer failureAttempt,
    String failureHost,
    String failureTime) {
  /** The cell's name, as in paths and in the names of the files of {@code coefficients}. */
  public String key() {
    return "k%d-%s-seed%d".formatted(channels, attention, seed);
  }
}
