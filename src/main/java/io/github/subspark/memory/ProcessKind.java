/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.memory;

import java.util.Optional;

/** A process that runs steps, and how a user gives it more memory. */
enum ProcessKind {
  /** An executor of a cluster. */
  EXECUTOR("an executor") {
    @Override
    String heapSetting(String size) {
      return SparkSettings.EXECUTOR_MEMORY + "=" + size;
    }

    @Override
    Optional<String> offHeapSetting(String size) {
      return Optional.of(SparkSettings.OVERHEAD + "=" + size);
    }

    @Override
    String fewer() {
      return "fewer at once by a smaller " + SparkSettings.EXECUTOR_CORES;
    }
  },

  /** The driver's JVM, where Spark runs embedded. */
  EMBEDDED("this JVM") {
    @Override
    String heapSetting(String size) {
      return "SUBSPARK_JAVA_OPTS=-Xmx%s (under spark-submit --driver-memory %s)"
          .formatted(size, size);
    }

    @Override
    Optional<String> offHeapSetting(String size) {
      return Optional.empty();
    }

    @Override
    String fewer() {
      return "fewer at once by SUBSPARK_JAVA_OPTS=-Dspark.master=local[1]";
    }
  };

  private final String text;

  ProcessKind(String text) {
    this.text = text;
  }

  /** In the middle of a sentence. */
  String text() {
    return text;
  }

  /** What sets the heap. */
  abstract String heapSetting(String size);

  /** What sets the native memory; a machine's own is what it is. */
  abstract Optional<String> offHeapSetting(String size);

  /** How fewer steps run at once. */
  abstract String fewer();
}
