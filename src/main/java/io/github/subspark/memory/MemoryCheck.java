/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.memory;

import io.github.subspark.InvalidInputException;
import io.github.subspark.images.Images;
import io.github.subspark.sweep.Grid;
import io.github.subspark.sweep.SweepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;

/**
 * Whether a sweep can run with what Spark is told, found out without starting Spark: the sanity of
 * its settings, and what the largest steps take at their peak against what the processes have that
 * run them.
 */
public final class MemoryCheck {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  /** Recommended sizes are multiples of this. */
  private static final long ROUND = 128 * MIB;

  /** Live objects of a driver on a cluster: Spark, Spark SQL and MLlib. */
  private static final long DRIVER_HEAP = 260 * MIB;

  /**
   * Copies of the images on a driver: as read, as broadcast, and as the blocks of that; one more as
   * workers share them.
   */
  private static final int DRIVER_COPIES = 3;

  /** Bytes of one image's cluster under one recipe, on its way into a table. */
  private static final int TABLE_BYTES = 16;

  private final ProcessMemory process;
  private final int images;
  private final int tasks;
  private final StepMemory step;
  private final long shared;

  /**
   * A comparison.
   *
   * @param process what runs the steps
   * @param images N
   * @param tasks at once in one process
   * @param step the most that a step takes
   * @param shared heap for what all steps of a process share
   */
  MemoryCheck(ProcessMemory process, int images, int tasks, StepMemory step, long shared) {
    this.process = process;
    this.images = images;
    this.tasks = tasks;
    this.step = step;
    this.shared = shared;
  }

  /**
   * Checks Spark's settings and memory for a sweep.
   *
   * @return what was compared
   * @throws InvalidInputException if a setting is wrong, or if something cannot fit; it names the
   *     settings and the values that would do
   */
  public static MemoryCheck of(SparkConf conf, SweepSpec spec, Images images) {
    int cores = spec.job().coresPerTraining();
    SparkSettings.check(conf, cores);
    boolean embedded = SparkSettings.isLocal(conf);
    Grid grid = Grid.of(spec, images);
    long pixels = 4L * images.count() * images.size();
    int copies = spec.pretraining().shared() ? DRIVER_COPIES + 1 : DRIVER_COPIES;
    long driver = copies * pixels + tables(grid, spec, images.count());
    if (!embedded) {
      requireDriver(images.count(), DRIVER_HEAP + driver);
    }
    MemoryCheck check =
        new MemoryCheck(
            embedded ? ProcessMemory.ofEmbedded() : ProcessMemory.ofExecutor(conf),
            images.count(),
            SparkSettings.trainings(conf, cores),
            StepMemory.largest(grid, spec, images.count()),
            embedded ? driver : pixels);
    check.require();
    return check;
  }

  /** Clusters of all images under every recipe, collected when tables are published. */
  private static long tables(Grid grid, SweepSpec spec, int images) {
    long ensembles =
        spec.clustering().clusterers().stream().filter(kind -> !kind.ofAnAffinity()).count();
    long others = spec.clustering().clusterers().size() - ensembles;
    long recipes = spec.affinity().kinds().size() * others + ensembles;
    return recipes * grid.cells().size() * images * TABLE_BYTES;
  }

  private static void requireDriver(int images, long needed) {
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap) {
      throw new InvalidInputException(
          "Cannot hold %d images on the driver: it needs %d MiB heap and has %d. Set spark.driver.memory=%s."
              .formatted(images, mib(needed), heap / MIB, size(needed)));
    }
  }

  /** Heap that a process needs. */
  long heapBytes() {
    return process.heapBase() + shared + tasks * step.heapBytes();
  }

  /** Native memory that a process needs. */
  long offHeapBytes() {
    return process.offHeapBase() + tasks * step.offHeapBytes();
  }

  /** Need and supply in one line, for people. */
  public String verdict() {
    return "%s needs %d MiB heap and %d MiB off-heap for %s, and has %d and %d"
        .formatted(
            process.kind().text(),
            mib(heapBytes()),
            mib(offHeapBytes()),
            tasks == 1 ? "one task" : tasks + " tasks at once",
            process.heapBytes() / MIB,
            process.offHeapBytes() / MIB);
  }

  /**
   * Refuses what cannot fit.
   *
   * @throws InvalidInputException with the settings and the values that would do
   */
  void require() {
    List<String> settings = new ArrayList<>();
    if (heapBytes() > process.heapBytes()) {
      settings.add(process.kind().heapSetting(size(heapBytes())));
    }
    boolean fits = settings.isEmpty();
    if (offHeapBytes() > process.offHeapBytes()) {
      fits = false;
      process.kind().offHeapSetting(size(offHeapBytes())).ifPresent(settings::add);
    }
    if (!fits) {
      throw new InvalidInputException(
          "Cannot train %d images: %s. %s.".formatted(images, verdict(), remedy(settings)));
    }
  }

  private String remedy(List<String> settings) {
    List<String> ways = new ArrayList<>();
    if (offHeapBytes() > process.offHeapBytes() && process.kind() == ProcessKind.EMBEDDED) {
      ways.add("take a machine with " + size(heapBytes() + offHeapBytes()) + " memory");
    }
    if (!settings.isEmpty()) {
      ways.add("set " + String.join(" and ", settings));
    }
    if (tasks > 1) {
      ways.add("run " + process.kind().fewer());
    }
    String all = String.join(", or ", ways);
    return all.substring(0, 1).toUpperCase(Locale.ROOT) + all.substring(1);
  }

  private static long mib(long bytes) {
    return (bytes + MIB - 1) / MIB;
  }

  /** As Spark and the JVM write it: 768m, 2g. */
  static String size(long bytes) {
    long rounded = (bytes + ROUND - 1) / ROUND * ROUND;
    return rounded % GIB == 0 ? rounded / GIB + "g" : rounded / MIB + "m";
  }
}
