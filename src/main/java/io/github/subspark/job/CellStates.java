/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepKind;
import io.github.subspark.sweep.Cell;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far the cells of a sweep are, told from its steps. A cell is done when all of its steps are
 * committed, its shared pretraining included, and failed when one of them failed. Not safe for
 * several threads.
 */
public final class CellStates {
  /** Steps that each cell still lacks. */
  private final Map<Cell, Set<Step>> lacking = new LinkedHashMap<>();

  private final Set<Cell> begun = new HashSet<>();
  private final Set<Cell> failed = new HashSet<>();
  private final Set<Step> atWork = new HashSet<>();

  /** As {@link StepListener#planned}. */
  public void planned(List<Step> all, List<Step> missing, List<Step> givenUp) {
    for (Step step : all) {
      if (step.kind() == StepKind.FINETUNE) {
        Set<Step> steps = new HashSet<>(missing);
        steps.addAll(givenUp);
        steps.removeIf(other -> !other.serves(step.cell()));
        lacking.put(step.cell(), steps);
        if (givenUp.stream().anyMatch(steps::contains)) {
          failed.add(step.cell());
        }
      }
    }
  }

  /** A step got its slot; returns the cells that begin with it. */
  List<Cell> started(Step step) {
    atWork.add(step);
    return served(step).stream().filter(begun::add).toList();
  }

  /** A step is committed; returns the cells that are done with it. */
  public List<Cell> committed(Step step) {
    atWork.remove(step);
    return served(step).stream()
        .filter(cell -> lacking.get(cell).remove(step) && lacking.get(cell).isEmpty())
        .toList();
  }

  /** A step failed; returns the cells that fail with it. */
  public List<Cell> failed(Step step) {
    atWork.remove(step);
    return served(step).stream().filter(failed::add).toList();
  }

  private List<Cell> served(Step step) {
    return lacking.keySet().stream().filter(step::serves).toList();
  }

  /** Of the grid. */
  public int cells() {
    return lacking.size();
  }

  /** Cells that lack nothing. */
  public int done() {
    return Math.toIntExact(lacking.values().stream().filter(Set::isEmpty).count());
  }

  /** Cells that failed, in runs before too unless they are tried again. */
  public int failed() {
    return failed.size();
  }

  /** Cells that a step is at work for. */
  int running() {
    return Math.toIntExact(
        lacking.keySet().stream()
            .filter(cell -> atWork.stream().anyMatch(step -> step.serves(cell)))
            .count());
  }
}
