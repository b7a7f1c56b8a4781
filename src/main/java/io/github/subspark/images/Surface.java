/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

/**
 * A closed surface in three dimensions, y upwards: u runs around it, v from its bottom to its top,
 * both over [0,1], such that dP/dv x dP/du points outwards. {@link StrictMath} throughout: the same
 * seed gives the same images on every machine.
 */
interface Surface {

  /** The point at (u, v): x, y, z. */
  double[] at(double u, double v);

  /**
   * A solid of revolution about the y axis.
   *
   * @param profile pairs (radius, height) from the bottom's centre along the outside to the top's;
   *     what is hollow goes on down its inside; edges are crisp where the number of segments
   *     divides {@link Mesh#UP}
   */
  static Surface lathe(double... profile) {
    int segments = profile.length / 2 - 1;
    return (u, v) -> {
      int i = (int) Math.min(segments - 1, v * segments);
      double t = v * segments - i;
      double radius = profile[2 * i] * (1 - t) + profile[2 * i + 2] * t;
      double height = profile[2 * i + 1] * (1 - t) + profile[2 * i + 3] * t;
      double angle = 2 * Math.PI * u;
      return new double[] {radius * StrictMath.cos(angle), height, radius * StrictMath.sin(angle)};
    };
  }

  /**
   * A superellipsoid (Barr 1981) of half-axes 1: exponents of 1 make a sphere, small ones square
   * its outline.
   *
   * @param upright exponent of vertical sections
   * @param around exponent of horizontal sections
   */
  static Surface superellipsoid(double upright, double around) {
    return (u, v) -> {
      double latitude = Math.PI * (v - 0.5);
      double angle = 2 * Math.PI * u;
      double ring = power(StrictMath.cos(latitude), upright);
      return new double[] {
        ring * power(StrictMath.cos(angle), around),
        power(StrictMath.sin(latitude), upright),
        ring * power(StrictMath.sin(angle), around)
      };
    };
  }

  /** A box of half-axes 1: a cylinder whose section is a square, with edges on whole cells. */
  static Surface box() {
    Surface round = cylinder();
    return (u, v) -> {
      double[] p = round.at(u, v);
      double cos = StrictMath.cos(2 * Math.PI * u);
      double sin = StrictMath.sin(2 * Math.PI * u);
      double reach = 1 / Math.max(Math.abs(cos), Math.abs(sin));
      return new double[] {reach * p[0], p[1], reach * p[2]};
    };
  }

  /** A sphere of radius 1. */
  static Surface sphere() {
    return superellipsoid(1, 1);
  }

  /** A cylinder of radius 1 from y = -1 to 1. */
  static Surface cylinder() {
    return lathe(0, -1, 1, -1, 1, -0.5, 1, 0, 1, 0.5, 1, 1, 0, 1);
  }

  /** A torus about the y axis: radius 1 to the tube's centre, {@code tube} of the tube. */
  static Surface torus(double tube) {
    return (u, v) -> {
      double around = 2 * Math.PI * u;
      double section = 2 * Math.PI * (v - 0.5);
      double radius = 1 + tube * StrictMath.cos(section);
      return new double[] {
        radius * StrictMath.cos(around),
        tube * StrictMath.sin(section),
        radius * StrictMath.sin(around)
      };
    };
  }

  /** Stretched along the axes; factors are positive. */
  default Surface scaled(double x, double y, double z) {
    return (u, v) -> {
      double[] p = at(u, v);
      return new double[] {x * p[0], y * p[1], z * p[2]};
    };
  }

  /** Moved. */
  default Surface moved(double x, double y, double z) {
    return (u, v) -> {
      double[] p = at(u, v);
      return new double[] {p[0] + x, p[1] + y, p[2] + z};
    };
  }

  /** Turned about the z axis, in degrees: 90 brings x to y. */
  default Surface rolled(double degrees) {
    double cos = StrictMath.cos(StrictMath.toRadians(degrees));
    double sin = StrictMath.sin(StrictMath.toRadians(degrees));
    return (u, v) -> {
      double[] p = at(u, v);
      return new double[] {cos * p[0] - sin * p[1], sin * p[0] + cos * p[1], p[2]};
    };
  }

  /** Turned about the x axis, in degrees: 90 brings y to z. */
  default Surface tilted(double degrees) {
    double cos = StrictMath.cos(StrictMath.toRadians(degrees));
    double sin = StrictMath.sin(StrictMath.toRadians(degrees));
    return (u, v) -> {
      double[] p = at(u, v);
      return new double[] {p[0], cos * p[1] - sin * p[2], sin * p[1] + cos * p[2]};
    };
  }

  private static double power(double base, double exponent) {
    return Math.signum(base) * StrictMath.pow(Math.abs(base), exponent);
  }
}
