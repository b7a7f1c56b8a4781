/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.Printable;
import io.github.subspark.commit.FailureRecord;
import io.github.subspark.job.CellStates;
import io.github.subspark.job.StepListener;
import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepKind;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.stream.Collectors;

/**
 * A sweep's progress: what runs, cells done, running and failed, time left. On a terminal one line
 * that rewrites itself; elsewhere a plain line every so often. Failures are lines of their own.
 */
final class Progress implements StepListener, AutoCloseable {
  private static final int PLAIN_SECONDS = 15;
  private static final int FIRST_MILLIS = 2000;
  private static final int WIDTH = 100;

  private final PrintWriter out;
  private final Mode mode;
  private final Instant began = Instant.now();
  private final Timer clock = new Timer("progress", true);
  private final Map<Step, Instant> running = new LinkedHashMap<>();
  private final Map<StepKind, List<Duration>> took = new EnumMap<>(StepKind.class);
  private final List<Step> waiting = new ArrayList<>();
  private final CellStates states = new CellStates();
  private String shown = "";

  /** How to show progress. */
  enum Mode {
    /** One line that rewrites itself. */
    LIVE,
    /** Lines, for a log. */
    PLAIN,
    /** Failures only. */
    SILENT
  }

  Progress(PrintWriter out, Mode mode) {
    this.out = out;
    this.mode = mode;
  }

  @Override
  public synchronized void planned(List<Step> steps, List<Step> missing, List<Step> givenUp) {
    waiting.addAll(missing);
    states.planned(steps, missing, givenUp);
    if (mode != Mode.SILENT) {
      int done = states.done();
      line(
          missing.isEmpty() && givenUp.isEmpty()
              ? "All of %s already done.".formatted(cells(states.cells()))
              : done > 0 || missing.size() < steps.size()
                  ? "%d of %s already done; %d of %d steps to go."
                      .formatted(done, cells(states.cells()), missing.size(), steps.size())
                  : "%s, %d steps.".formatted(cells(states.cells()), steps.size()));
      if (states.failed() > 0) {
        line("%s failed before: --retry-failed tries again.".formatted(cells(states.failed())));
      }
      long period = mode == Mode.LIVE ? 500 : PLAIN_SECONDS * 1000L;
      clock.schedule(
          new TimerTask() {
            @Override
            public void run() {
              show();
            }
          },
          Math.min(period, FIRST_MILLIS),
          period);
    }
  }

  @Override
  public synchronized void started(Step step) {
    waiting.remove(step);
    running.put(step, Instant.now());
  }

  @Override
  public synchronized void committed(Step step) {
    Instant start = running.remove(step);
    took.computeIfAbsent(step.kind(), kind -> new ArrayList<>())
        .add(Duration.between(start, Instant.now()));
    states.committed(step);
  }

  @Override
  public synchronized void failed(Step step, FailureRecord failure) {
    running.remove(step);
    waiting.removeIf(other -> other.needs(step));
    states.failed(step);
    line("failed: %s: %s: %s".formatted(step.description(), failure.kind(), failure.message()));
  }

  @Override
  public synchronized void warned(String warning) {
    line("warning: " + warning);
  }

  @Override
  public synchronized void beside(int asides) {
    running.clear();
    String what = "Consensus of the cells and baselines: %d".formatted(asides);
    if (mode == Mode.PLAIN) {
      line(what + ".");
    } else if (mode == Mode.LIVE) {
      rewrite(what + " ...");
    }
  }

  @Override
  public synchronized void publishing() {
    running.clear();
    if (mode == Mode.PLAIN) {
      line("Writing the tables.");
    } else if (mode == Mode.LIVE) {
      rewrite("Writing the tables ...");
    }
  }

  @Override
  public synchronized void close() {
    clock.cancel();
    rewrite("");
  }

  private synchronized void show() {
    if (running.isEmpty()) {
      return;
    }
    String text =
        "%s  %d/%d cells, %d failed, %s | %s"
            .formatted(
                clock(Duration.between(began, Instant.now())),
                states.done(),
                states.cells(),
                states.failed(),
                left(),
                running.entrySet().stream()
                    .map(
                        entry ->
                            "%s %s"
                                .formatted(
                                    brief(entry.getKey()),
                                    clock(Duration.between(entry.getValue(), Instant.now()))))
                    .collect(Collectors.joining(", ")));
    if (mode == Mode.LIVE) {
      rewrite(text.length() > WIDTH ? text.substring(0, WIDTH - 3) + "..." : text);
    } else {
      line(text);
    }
  }

  /** Short, so that a live line holds two: 'finetune k=15 channel s0'. */
  private static String brief(Step step) {
    String arm = step.kind() == StepKind.PRETRAIN ? "" : " " + step.cell().attention().text();
    return "%s k=%d%s s%d"
        .formatted(step.kind().text(), step.cell().channels(), arm, step.cell().seed());
  }

  private static String cells(int count) {
    return count == 1 ? "1 cell" : count + " cells";
  }

  /** What is left at the mean duration of each kind of step so far. */
  private String left() {
    boolean unmeasured = waiting.stream().anyMatch(step -> !took.containsKey(step.kind()));
    if (took.isEmpty() || unmeasured) {
      return "time left unknown";
    }
    double fallback =
        took.values().stream()
            .flatMap(List::stream)
            .mapToLong(Duration::toMillis)
            .average()
            .orElse(0);
    double millis =
        waiting.stream().mapToDouble(step -> mean(step.kind(), fallback)).sum()
            + running.keySet().stream().mapToDouble(step -> mean(step.kind(), fallback) / 2).sum();
    // Never 'nothing left' while something runs.
    double each = Math.max(1000, millis / Math.max(1, running.size()));
    return clock(Duration.ofMillis(Math.round(each))) + " left";
  }

  private double mean(StepKind kind, double fallback) {
    return took.getOrDefault(kind, List.of()).stream()
        .mapToLong(Duration::toMillis)
        .average()
        .orElse(fallback);
  }

  private static String clock(Duration duration) {
    return duration.toHours() > 0
        ? "%d:%02d:%02d"
            .formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart())
        : "%d:%02d".formatted(duration.toMinutes(), duration.toSecondsPart());
  }

  private void line(String text) {
    rewrite("");
    out.println(Printable.line(text));
    out.flush();
  }

  /** Overwrites the live line; spaces rather than an escape, which not every terminal knows. */
  private void rewrite(String text) {
    if (mode == Mode.LIVE && !(shown.isEmpty() && text.isEmpty())) {
      out.print("\r" + text + " ".repeat(Math.max(0, shown.length() - text.length())));
      out.print(text.isEmpty() ? "\r" : "");
      out.flush();
      shown = text;
    }
  }
}
