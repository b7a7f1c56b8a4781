/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark;

/**
 * Independent seeds from one. Every random draw of a cell comes from the cell's seed through here,
 * named by what it is for, so that no draw depends on which others were made before it, on a thread
 * or on a library's global state.
 */
public final class Seeds {
  /** 2^64 / golden ratio, odd: SplitMix64's increment. */
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /**
   * A seed for one purpose.
   *
   * <p>Starting from {@code seed}, each character of the purpose, then each index, is added and
   * mixed in with SplitMix64's finaliser (Steele, Lea and Flood, 'Fast splittable pseudorandom
   * number generators', OOPSLA 2014; Stafford's variant 13). The length of the purpose is mixed in
   * first, so that a purpose is never read as part of an index.
   *
   * @param seed the seed of the whole
   * @param purpose what the draws are for, such as 'weights' or 'order'
   * @param indices which of several: an attempt, an epoch
   * @return the same value for the same arguments, on every machine and in every release
   */
  public static long derive(long seed, String purpose, long... indices) {
    long state = mix(seed + GAMMA);
    state = mix(state + GAMMA + purpose.length());
    for (int i = 0; i < purpose.length(); i++) {
      state = mix(state + GAMMA + purpose.charAt(i));
    }
    for (long index : indices) {
      state = mix(state + GAMMA + index);
    }
    return state;
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
