/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.tables;

/**
 * One clustering of one cell: a row of {@code results}. The first ten components identify it.
 * Scores are fractions, null where the data has no labels.
 *
 * @param data short name of the images
 * @param compression latent size / input size
 * @param channels k, channels of the latent
 * @param attention the kind: none, constant, channel, ...
 * @param method dsc-network
 * @param seed seed of all the cell's random draws
 * @param epochRule fixed, or best-by-labels: of the epoch that labels chose
 * @param engine dl4j or torch
 * @param affinity plain, dsc, or grid where an ensemble averages over a grid of affinities
 * @param clusterer pic, njw, discretize, power, ensemble, ensemble-closed-form or ensemble-weighted
 * @param clusters K
 * @param images N
 * @param accuracy ACC, best one-to-one matching of clusters and classes
 * @param nmi normalised mutual information, arithmetic mean of the entropies
 * @param ari adjusted Rand index
 * @param purity share of images in their cluster's largest class
 * @param eigengap relative eigengap at K of the normalised affinity; null where eigenvalue K is not
 *     above 0, or where pic alone was asked for, which computes none
 * @param selfExpressionResidual sum (Z - CZ)^2 / sum Z^2 after fine-tuning
 * @param seedAgreement mean ARI between this grid point's partitions over seeds; null with one seed
 * @param attentionHealth absent, active or inert
 * @param restarts pretraining attempts that died before the one used
 * @param weightsSeed seed that the pretraining's kept weights were drawn from
 * @param seconds wall time of this clusterer alone
 * @param blasKernel provenance of the coefficients: the processor type of the BLAS kernels
 * @param backend provenance of the coefficients: ND4J's backend
 * @param threads provenance of the coefficients: BLAS threads
 * @param host provenance of the coefficients: the machine
 * @param numericsChanged whether a training of the cell was computed with another backend, device,
 *     BLAS, kernel or number of threads than the run's first
 */
public record ResultRow(
    String data,
    double compression,
    int channels,
    String attention,
    String method,
    long seed,
    String epochRule,
    String engine,
    String affinity,
    String clusterer,
    int clusters,
    int images,
    Double accuracy,
    Double nmi,
    Double ari,
    Double purity,
    Double eigengap,
    Double selfExpressionResidual,
    Double seedAgreement,
    String attentionHealth,
    Integer restarts,
    Long weightsSeed,
    double seconds,
    String blasKernel,
    String backend,
    int threads,
    String host,
    boolean numericsChanged) {}
