/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

/**
 * A painted surface cut into a grid of cells. Each cell has normals of its own at its corners, so
 * that an edge between two cells stays an edge while round surfaces are shaded smoothly.
 *
 * @param points x, y, z of (AROUND + 1) x (UP + 1) points, u fastest
 * @param normals unit vectors of AROUND x UP cells x 4 corners: (u, v), (u+, v), (u, v+), (u+, v+)
 * @param paint what it looks like
 */
record Mesh(double[] points, double[] normals, Paint paint) {
  /** Cells around a surface; a multiple of 8, so that a square's corners lie on the grid. */
  static final int AROUND = 32;

  /** Cells from bottom to top. */
  static final int UP = 24;

  /** How far inside its cell a corner's normal is taken, and the step of the difference. */
  private static final double INSET = 0.02;

  private static final double STEP = 0.01;

  /** Cuts a surface; normals by central differences within each cell. */
  static Mesh of(Surface surface, Paint paint) {
    double[] points = new double[3 * (AROUND + 1) * (UP + 1)];
    double[] normals = new double[12 * AROUND * UP];
    int point = 0;
    for (int j = 0; j <= UP; j++) {
      for (int i = 0; i <= AROUND; i++) {
        double[] p = surface.at((double) i / AROUND, (double) j / UP);
        System.arraycopy(p, 0, points, point, 3);
        point += 3;
      }
    }
    int normal = 0;
    for (int j = 0; j < UP; j++) {
      for (int i = 0; i < AROUND; i++) {
        for (int corner = 0; corner < 4; corner++) {
          double u = i + (corner % 2 == 0 ? INSET : 1 - INSET);
          double v = j + (corner / 2 == 0 ? INSET : 1 - INSET);
          System.arraycopy(normal(surface, u, v), 0, normals, normal, 3);
          normal += 3;
        }
      }
    }
    return new Mesh(points, normals, paint);
  }

  /** The unit normal at (u, v), both counted in cells. */
  private static double[] normal(Surface surface, double u, double v) {
    double[] a = difference(at(surface, u, v + STEP), at(surface, u, v - STEP));
    double[] b = difference(at(surface, u + STEP, v), at(surface, u - STEP, v));
    double x = a[1] * b[2] - a[2] * b[1];
    double y = a[2] * b[0] - a[0] * b[2];
    double z = a[0] * b[1] - a[1] * b[0];
    double length = Math.sqrt(x * x + y * y + z * z);
    return length > 0 ? new double[] {x / length, y / length, z / length} : new double[] {0, 1, 0};
  }

  private static double[] at(Surface surface, double u, double v) {
    return surface.at(u / AROUND, v / UP);
  }

  private static double[] difference(double[] p, double[] q) {
    return new double[] {p[0] - q[0], p[1] - q[1], p[2] - q[2]};
  }
}
