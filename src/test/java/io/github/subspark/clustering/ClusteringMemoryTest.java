/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClusteringMemoryTest {
  @Test
  void agreesWithWhatOneCellWasMeasuredToTake() {
    // All clusterers on DSC-Net's affinity in a JVM with 30 MB of other things: -Xmx84m suffices.
    ClusteringMemory memory = ClusteringMemory.of(1440, 12 * 20 + 1);
    assertThat(memory.heapBytes() / 1e6).isBetween(41., 58.);
    assertThat(memory.offHeapBytes() / 1e6).isBetween(16., 58.);
  }

  @Test
  void columnsAreAtMostAsManyAsImages() {
    assertThat(ClusteringMemory.of(100, 1201)).isEqualTo(ClusteringMemory.of(100, 100));
  }

  @Test
  void largeSetsDoNotOverflow() {
    assertThat(ClusteringMemory.of(40_000, 241).totalBytes()).isGreaterThan(28L * 40_000 * 40_000);
  }
}
