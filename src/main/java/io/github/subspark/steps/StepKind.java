/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

import io.github.subspark.commit.ArtefactKind;
import java.util.Locale;

/** The steps of a cell, those that finish something first: the order in which they get a slot. */
public enum StepKind {
  /** Affinities and the clusterers of one machine, on an executor. */
  CLUSTER("cluster", ArtefactKind.PARTITIONS),
  /** MLlib's power iteration clustering, a distributed job. */
  PIC("power iteration", ArtefactKind.PARTITIONS),
  /** From pretrained weights to C. */
  FINETUNE("fine-tune", ArtefactKind.COEFFICIENTS),
  /** Encoder and decoder alone, once for all attention arms of a (compression, seed). */
  PRETRAIN("pretrain", ArtefactKind.WEIGHTS);

  private final String words;
  private final ArtefactKind artefact;

  StepKind(String words, ArtefactKind artefact) {
    this.words = words;
    this.artefact = artefact;
  }

  /** What the step commits. */
  public ArtefactKind artefact() {
    return artefact;
  }

  /** Whether it trains a network. */
  public boolean trains() {
    return this == PRETRAIN || this == FINETUNE;
  }

  /** The name for people. */
  public String words() {
    return words;
  }

  /** The name in records and of Spark's scheduler pool. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
