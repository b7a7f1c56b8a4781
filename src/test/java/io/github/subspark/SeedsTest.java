/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedsTest {
  @Test
  void differForEveryPart() {
    Set<Long> seeds = new HashSet<>();
    int drawn = 0;
    for (long seed = -50; seed < 50; seed++) {
      for (String purpose : new String[] {"", "order", "weights", "weight", "redro"}) {
        for (long index = 0; index < 20; index++) {
          seeds.add(Seeds.derive(seed, purpose, index));
          seeds.add(Seeds.derive(seed, purpose, index, 0));
          drawn += 2;
        }
        seeds.add(Seeds.derive(seed, purpose));
        drawn++;
      }
    }
    assertThat(seeds).hasSize(drawn);
  }

  @Test
  void neverChange() {
    // A change would silently give every recorded seed other results.
    assertThat(Seeds.derive(0, "order", 1)).isEqualTo(8737184708907882045L);
    assertThat(Seeds.derive(0, "order", 1)).isEqualTo(Seeds.derive(0, "order", 1));
  }

  @Test
  void halfOfTheBitsFlip() {
    long flipped = 0;
    for (long seed = 0; seed < 1000; seed++) {
      flipped += Long.bitCount(Seeds.derive(seed, "a") ^ Seeds.derive(seed + 1, "a"));
    }
    assertThat(flipped / 1000.0).isBetween(30.0, 34.0);
  }
}
