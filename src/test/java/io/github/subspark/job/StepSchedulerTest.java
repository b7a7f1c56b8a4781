/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.network.Attention;
import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepKind;
import io.github.subspark.steps.StepOutcome;
import io.github.subspark.sweep.Cell;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StepSchedulerTest {
  private static final StepOutcome DONE = new StepOutcome.Committed(null);

  private static Cell cell(int channels, Attention attention) {
    return new Cell(0.25 * channels, channels, attention, 0);
  }

  private static List<Step> steps(Cell... cells) {
    return Stream.of(cells)
        .flatMap(
            cell ->
                Stream.of(
                    Step.pretraining(cell),
                    new Step(StepKind.FINETUNE, cell),
                    new Step(StepKind.CLUSTER, cell)))
        .distinct()
        .toList();
  }

  @Test
  void aStepStartsOnlyWhenWhatItNeedsIsCommitted() throws InterruptedException {
    List<Step> order = Collections.synchronizedList(new ArrayList<>());
    List<Step> steps =
        steps(cell(1, Attention.NONE), cell(1, Attention.CHANNEL), cell(3, Attention.NONE));
    new StepScheduler(
            step -> {
              order.add(step);
              return DONE;
            },
            () -> new Resources(1, 0),
            step -> new Resources(1, 0),
            () -> false)
        .run(steps, Set.of());

    assertThat(order).containsExactlyInAnyOrderElementsOf(steps);
    assertThat(order.get(0)).isEqualTo(Step.pretraining(cell(3, Attention.NONE)));
    for (Step step : order) {
      step.predecessor()
          .ifPresent(before -> assertThat(order.indexOf(before)).isLessThan(order.indexOf(step)));
    }
  }

  @Test
  void whatFailsTakesOnlyWhatNeedsIt() throws InterruptedException {
    Cell dead = cell(1, Attention.CHANNEL);
    List<Step> ran = Collections.synchronizedList(new ArrayList<>());
    new StepScheduler(
            step -> {
              ran.add(step);
              return step.equals(new Step(StepKind.FINETUNE, dead))
                  ? new StepOutcome.Failed("test", "planned", "", "")
                  : DONE;
            },
            () -> new Resources(2, 0),
            step -> new Resources(1, 0),
            () -> false)
        .run(steps(cell(1, Attention.NONE), dead), Set.of());

    assertThat(ran)
        .containsExactlyInAnyOrder(
            Step.pretraining(dead),
            new Step(StepKind.FINETUNE, dead),
            new Step(StepKind.FINETUNE, cell(1, Attention.NONE)),
            new Step(StepKind.CLUSTER, cell(1, Attention.NONE)));
  }

  @Test
  void noMoreStepsRunAtOnceThanThereAreSlots() throws InterruptedException {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Cell[] cells =
        Stream.of(1, 2, 3, 4, 5, 6).map(k -> cell(k, Attention.NONE)).toArray(Cell[]::new);
    new StepScheduler(
            step -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              sleep();
              running.decrementAndGet();
              return DONE;
            },
            () -> new Resources(2, 0),
            step -> new Resources(1, 0),
            () -> false)
        .run(steps(cells), Set.of());

    assertThat(most).hasValue(2);
  }

  @Test
  void whatIsCommittedAlreadyIsNotRunAgain() throws InterruptedException {
    Cell cell = cell(2, Attention.NONE);
    List<Step> ran = Collections.synchronizedList(new ArrayList<>());
    Step clustering = new Step(StepKind.CLUSTER, cell);
    new StepScheduler(
            step -> {
              ran.add(step);
              return DONE;
            },
            () -> new Resources(2, 0),
            step -> new Resources(1, 0),
            () -> false)
        .run(List.of(clustering), Set.of(new Step(StepKind.FINETUNE, cell)));

    assertThat(ran).containsExactly(clustering);
  }

  private static void sleep() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
