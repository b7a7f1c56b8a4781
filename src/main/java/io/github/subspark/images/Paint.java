/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

/**
 * What a surface looks like: two colours in a pattern over (u, v).
 *
 * @param pattern where the second colour goes
 * @param first red, green and blue albedo
 * @param second likewise
 * @param across how often the pattern repeats around the surface
 * @param along how often it repeats from bottom to top
 * @param shift of the pattern around the surface, in turns
 */
record Paint(Pattern pattern, float[] first, float[] second, int across, int along, double shift) {

  /** Where the second colour goes. */
  enum Pattern {
    /** Nowhere. */
    PLAIN,
    /** Bands around the surface. */
    RINGS,
    /** Stripes from bottom to top. */
    STRIPES,
    /** Every other field of a board. */
    CHECKS,
    /** One patch on one side, such as a bottle's label. */
    PATCH,
    /** Round spots. */
    SPOTS
  }

  /** The albedo at (u, v). */
  float[] at(double u, double v) {
    double a = u + shift;
    a -= Math.floor(a);
    boolean other =
        switch (pattern) {
          case PLAIN -> false;
          case RINGS -> odd(v * along * 2);
          case STRIPES -> odd(a * across * 2);
          case CHECKS -> odd(a * across * 2) != odd(v * along * 2);
          case PATCH -> a < 0.4 && v > 0.3 && v < 0.62;
          case SPOTS -> spot(a * across, v * along);
        };
    return other ? second : first;
  }

  private static boolean odd(double x) {
    return ((int) x & 1) == 1;
  }

  private static boolean spot(double x, double y) {
    double dx = x - Math.floor(x) - 0.5;
    double dy = y - Math.floor(y) - 0.5;
    return dx * dx + dy * dy < 0.12;
  }
}
