/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

import io.github.subspark.commit.ArtefactKind;
import java.util.Locale;

/** The steps of a cell, those that finish something first: the order in which they get a slot. */
public enum StepKind {
  /** Affinities and the clusterers of one machine, on an executor. */
  CLUSTER(ArtefactKind.PARTITIONS),
  /** MLlib's power iteration clustering, a distributed job. */
  PIC(ArtefactKind.PARTITIONS),
  /** From pretrained weights to C. */
  FINETUNE(ArtefactKind.COEFFICIENTS),
  /** Encoder and decoder alone, once for all attention arms of a (compression, seed). */
  PRETRAIN(ArtefactKind.WEIGHTS);

  private final ArtefactKind artefact;

  StepKind(ArtefactKind artefact) {
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

  /** The name in records and messages. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
