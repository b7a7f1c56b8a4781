/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import io.github.subspark.commit.Artefacts.PartitionArtefact;
import io.github.subspark.commit.CommitRecord.ArtefactFile;
import io.github.subspark.sweep.Cell;
import io.github.subspark.training.Epoch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * One attempt of a step: writes artefacts into folders of its own, then the commit record. An
 * attempt that dies before {@link #commit} has left nothing that a reader sees.
 */
public final class Attempt {
  private final RunDirectory run;
  private final Configuration hadoop;
  private final ArtefactKind kind;
  private final String key;
  private final String id;
  private final List<ArtefactFile> files = new ArrayList<>();

  Attempt(RunDirectory run, Configuration hadoop, ArtefactKind kind, String key, String id) {
    this.run = run;
    this.hadoop = hadoop;
    this.kind = kind;
    this.key = key;
    this.id = id;
  }

  /** Writes flat parameters. */
  public Attempt weights(float[] weights) throws IOException {
    Path file = file(ArtefactKind.WEIGHTS);
    return written(ArtefactKind.WEIGHTS, Artefacts.writeWeights(hadoop, file, weights));
  }

  /**
   * Writes C, N x N, row-major.
   *
   * @param data short name of the images
   */
  public Attempt coefficients(String data, Cell cell, float[] coefficients) throws IOException {
    Path file = file(ArtefactKind.COEFFICIENTS);
    return written(
        ArtefactKind.COEFFICIENTS,
        Artefacts.writeCoefficients(hadoop, file, data, cell, coefficients));
  }

  /** Writes a training's epochs. */
  public Attempt curve(List<Epoch> curve) throws IOException {
    Path file = file(ArtefactKind.CURVES);
    return written(ArtefactKind.CURVES, Artefacts.writeCurve(hadoop, file, curve));
  }

  /** Writes clusters. */
  public Attempt partitions(List<PartitionArtefact> partitions) throws IOException {
    Path file = file(ArtefactKind.PARTITIONS);
    return written(ArtefactKind.PARTITIONS, Artefacts.writePartitions(hadoop, file, partitions));
  }

  /** Writes Z, N x d, row-major. */
  public Attempt latent(float[] latent) throws IOException {
    Path file = file(ArtefactKind.LATENT);
    return written(ArtefactKind.LATENT, Artefacts.writeWeights(hadoop, file, latent));
  }

  /** Writes the partitions that an ensemble averages. */
  public Attempt members(List<int[]> members) throws IOException {
    Path file = file(ArtefactKind.MEMBERS);
    return written(ArtefactKind.MEMBERS, Artefacts.writeMembers(hadoop, file, members));
  }

  /** Makes the attempt visible. */
  public CommitRecord commit(StepSummary summary, Provenance provenance) throws IOException {
    CommitRecord commit = new CommitRecord(kind, key, id, files, summary, provenance);
    run.write(commit);
    return commit;
  }

  private Path file(ArtefactKind artefact) {
    return run.resolve(relative(artefact));
  }

  private String relative(ArtefactKind artefact) {
    return CommitRecord.place(artefact, key, id);
  }

  private Attempt written(ArtefactKind artefact, long bytes) {
    files.add(new ArtefactFile(artefact, relative(artefact), bytes));
    return this;
  }
}
