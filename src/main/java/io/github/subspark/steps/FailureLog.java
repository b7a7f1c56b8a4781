/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

import io.github.subspark.commit.FailureRecord;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.sweep.Cell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What has failed in a run so far, in this sweep and before. */
public final class FailureLog {
  private final RunDirectory run;
  private final Map<String, List<FailureRecord>> byStep = new HashMap<>();
  private final Set<Step> steps = new HashSet<>();

  private FailureLog(RunDirectory run) {
    this.run = run;
  }

  /** What the run directory tells of. */
  public static FailureLog of(RunDirectory run) throws IOException {
    FailureLog log = new FailureLog(run);
    run.failures().forEach(log::add);
    return log;
  }

  /** Failures of a step, oldest first. */
  public synchronized List<FailureRecord> of(Step step) {
    return List.copyOf(byStep.getOrDefault(name(step.kind().text(), step.key()), List.of()));
  }

  /** Whether a step has failed for a reason that will not pass by itself. */
  public boolean lasting(Step step) {
    List<FailureRecord> failures = of(step);
    return !failures.isEmpty() && !failures.get(failures.size() - 1).passing();
  }

  /** The record of a failure that happened now. */
  public synchronized FailureRecord record(Step step, StepOutcome.Failed failed) {
    FailureRecord failure =
        new FailureRecord(
            step.kind().text(),
            step.key(),
            of(step).size() + 1,
            failed.kind(),
            failed.message(),
            failed.stack(),
            failed.host(),
            Instant.now().toString());
    add(failure);
    steps.add(step);
    return failure;
  }

  /**
   * Writes a failure down.
   *
   * @throws UncheckedIOException if the run directory cannot be written to
   */
  public void write(FailureRecord failure) {
    try {
      run.write(failure);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** How many cells have lost a step in this sweep. */
  public synchronized int failedCells(List<Cell> cells) {
    return Math.toIntExact(
        cells.stream().filter(cell -> steps.stream().anyMatch(step -> step.serves(cell))).count());
  }

  private void add(FailureRecord failure) {
    byStep
        .computeIfAbsent(name(failure.step(), failure.key()), step -> new ArrayList<>())
        .add(failure);
  }

  private static String name(String step, String key) {
    return step + " " + key;
  }
}
