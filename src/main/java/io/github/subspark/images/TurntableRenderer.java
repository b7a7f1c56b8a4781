/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.util.Arrays;
import java.util.List;

/**
 * Draws one object from all sides: a depth buffer of triangles, seen from a little above without
 * perspective, under a lamp that stays at the upper left while the object turns. As in COIL-20,
 * every view is scaled to fill the frame and stretched to full brightness, on black.
 */
final class TurntableRenderer {
  private static final double ELEVATION = StrictMath.toRadians(22);
  private static final double[] LIGHT = unit(-0.55, 0.6, 0.6);

  /** Half way between the lamp and the eye. */
  private static final double[] HALF = unit(-0.55, 0.6, 1.6);

  private static final double AMBIENT = 0.4;
  private static final double GLOSS = 0.1;
  private static final double FILL = 0.97;

  private final List<Mesh> parts;
  private final int channels;
  private final int height;
  private final int width;
  private final int fine;
  private final double[] depth;
  private final float[] samples;

  /** Screen x and y in fine pixels, and depth, of a part's points. */
  private final double[] x = new double[(Mesh.AROUND + 1) * (Mesh.UP + 1)];

  private final double[] y = new double[x.length];
  private final double[] z = new double[x.length];

  /** Light and gloss at the corners of a part's cells. */
  private final double[] light = new double[4 * Mesh.AROUND * Mesh.UP];

  private final double[] gloss = new double[light.length];

  TurntableRenderer(List<Mesh> parts, DataSpec spec) {
    this.parts = parts;
    this.channels = spec.colour() == DataSpec.Colour.GREY ? 1 : 3;
    this.height = spec.height();
    this.width = spec.width();
    this.fine = Math.max(height, width) <= 64 ? 3 : 2;
    this.depth = new double[height * width * fine * fine];
    this.samples = new float[channels * depth.length];
  }

  /** The object turned by an angle in radians; values are multiples of 1/255. */
  Raster view(double angle) {
    double[] turn = turn(angle);
    double[] frame = frame(turn);
    Arrays.fill(depth, Double.NEGATIVE_INFINITY);
    Arrays.fill(samples, 0);
    for (Mesh part : parts) {
      project(part, turn, frame);
      light(part, turn);
      draw(part.paint());
    }
    return average();
  }

  /** Rotation about y, then tilt towards the eye, which looks along -z: three rows. */
  private static double[] turn(double angle) {
    double c = StrictMath.cos(angle);
    double s = StrictMath.sin(angle);
    double ce = StrictMath.cos(ELEVATION);
    double se = StrictMath.sin(ELEVATION);
    return new double[] {c, 0, s, s * se, ce, -c * se, -s * ce, se, c * ce};
  }

  private static double row(double[] turn, int row, double[] vectors, int at) {
    return turn[3 * row] * vectors[at]
        + turn[3 * row + 1] * vectors[at + 1]
        + turn[3 * row + 2] * vectors[at + 2];
  }

  /** Scale and offsets that make the view fill the frame: scale, x offset, y offset. */
  private double[] frame(double[] turn) {
    double left = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    double low = Double.MAX_VALUE;
    double high = -Double.MAX_VALUE;
    for (Mesh part : parts) {
      for (int at = 0; at < part.points().length; at += 3) {
        double px = row(turn, 0, part.points(), at);
        double py = row(turn, 1, part.points(), at);
        left = Math.min(left, px);
        right = Math.max(right, px);
        low = Math.min(low, py);
        high = Math.max(high, py);
      }
    }
    double scale = FILL * fine * Math.min(width / (right - left), height / (high - low));
    return new double[] {
      scale, (width * fine - scale * (left + right)) / 2, (height * fine + scale * (low + high)) / 2
    };
  }

  private void project(Mesh part, double[] turn, double[] frame) {
    for (int i = 0; i < x.length; i++) {
      x[i] = frame[1] + frame[0] * row(turn, 0, part.points(), 3 * i);
      y[i] = frame[2] - frame[0] * row(turn, 1, part.points(), 3 * i);
      z[i] = row(turn, 2, part.points(), 3 * i);
    }
  }

  private void light(Mesh part, double[] turn) {
    for (int i = 0; i < light.length; i++) {
      double nx = row(turn, 0, part.normals(), 3 * i);
      double ny = row(turn, 1, part.normals(), 3 * i);
      double nz = row(turn, 2, part.normals(), 3 * i);
      double facing = nx * LIGHT[0] + ny * LIGHT[1] + nz * LIGHT[2];
      light[i] = AMBIENT + (1 - AMBIENT) * Math.max(0, facing);
      double shine = Math.max(0, nx * HALF[0] + ny * HALF[1] + nz * HALF[2]);
      double squared = shine * shine;
      double fourth = squared * squared;
      double sixteenth = fourth * fourth * fourth * fourth;
      gloss[i] = GLOSS * sixteenth * sixteenth;
    }
  }

  private void draw(Paint paint) {
    int stride = Mesh.AROUND + 1;
    for (int j = 0; j < Mesh.UP; j++) {
      for (int i = 0; i < Mesh.AROUND; i++) {
        int a = j * stride + i;
        int cell = j * Mesh.AROUND + i;
        triangle(a, cell, 2, 3, paint);
        triangle(a, cell, 3, 1, paint);
      }
    }
  }

  /**
   * Fills a triangle that faces the eye.
   *
   * @param a the point at the cell's first corner
   * @param second another corner, as {@link Mesh} counts them
   * @param third the last corner
   */
  private void triangle(int a, int cell, int second, int third, Paint paint) {
    int b = a + point(second);
    int c = a + point(third);
    double area = (x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a]);
    if (area <= 0) {
      return;
    }
    int columns = width * fine;
    int top = first(Math.min(y[a], Math.min(y[b], y[c])));
    int bottom = last(Math.max(y[a], Math.max(y[b], y[c])), height * fine);
    int left = first(Math.min(x[a], Math.min(x[b], x[c])));
    int right = last(Math.max(x[a], Math.max(x[b], x[c])), columns);
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        double px = column + 0.5;
        double py = row + 0.5;
        double wa = ((x[b] - px) * (y[c] - py) - (x[c] - px) * (y[b] - py)) / area;
        double wb = ((x[c] - px) * (y[a] - py) - (x[a] - px) * (y[c] - py)) / area;
        double wc = 1 - wa - wb;
        double near = wa * z[a] + wb * z[b] + wc * z[c];
        int pixel = row * columns + column;
        if (wa >= 0 && wb >= 0 && wc >= -1e-12 && near > depth[pixel]) {
          depth[pixel] = near;
          shade(pixel, cell, second, third, wb, wc, paint);
        }
      }
    }
  }

  /** First fine pixel whose centre is not before a coordinate. */
  private static int first(double from) {
    return Math.max(0, (int) Math.ceil(from - 0.5));
  }

  /** Last fine pixel of {@code extent} whose centre is not behind a coordinate. */
  private static int last(double to, int extent) {
    return Math.min(extent - 1, (int) Math.floor(to - 0.5));
  }

  /** How many points after its cell's first one a corner lies. */
  private static int point(int corner) {
    return (corner & 1) + (corner >> 1) * (Mesh.AROUND + 1);
  }

  private void shade(
      int pixel, int cell, int second, int third, double wb, double wc, Paint paint) {
    double wa = 1 - wb - wc;
    int a = 4 * cell;
    int b = a + second;
    int c = a + third;
    double lit = wa * light[a] + wb * light[b] + wc * light[c];
    double shine = wa * gloss[a] + wb * gloss[b] + wc * gloss[c];
    int cellRow = cell / Mesh.AROUND;
    double u = cell % Mesh.AROUND + wb * (second & 1) + wc * (third & 1);
    double v = cellRow + wb * (second >> 1) + wc * (third >> 1);
    float[] albedo = paint.at(u / Mesh.AROUND, v / Mesh.UP);
    if (channels == 1) {
      float grey = Raster.luminance(albedo[0], albedo[1], albedo[2]);
      samples[pixel] = (float) (grey * lit + shine);
      return;
    }
    for (int channel = 0; channel < 3; channel++) {
      samples[channel * depth.length + pixel] = (float) (albedo[channel] * lit + shine);
    }
  }

  /** Averages the fine pixels and stretches the brightest value to 1. */
  private Raster average() {
    Raster fineView = new Raster(channels, height * fine, width * fine, samples);
    float[] view = new Scaling(height, width).apply(clipped(fineView)).pixels();
    float brightest = 1e-3f;
    for (float value : view) {
      brightest = Math.max(brightest, value);
    }
    float[] pixels = new float[view.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (Math.rint(255.0 * view[i] / brightest) / 255);
    }
    return new Raster(channels, height, width, pixels);
  }

  private static Raster clipped(Raster view) {
    for (int i = 0; i < view.pixels().length; i++) {
      view.pixels()[i] = Math.min(1, view.pixels()[i]);
    }
    return view;
  }

  private static double[] unit(double x, double y, double z) {
    double length = Math.sqrt(x * x + y * y + z * z);
    return new double[] {x / length, y / length, z / length};
  }
}
