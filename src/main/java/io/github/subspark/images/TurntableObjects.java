/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import static io.github.subspark.images.Paint.Pattern.CHECKS;
import static io.github.subspark.images.Paint.Pattern.PATCH;
import static io.github.subspark.images.Paint.Pattern.PLAIN;
import static io.github.subspark.images.Paint.Pattern.RINGS;
import static io.github.subspark.images.Paint.Pattern.SPOTS;
import static io.github.subspark.images.Paint.Pattern.STRIPES;
import static io.github.subspark.images.Surface.box;
import static io.github.subspark.images.Surface.cylinder;
import static io.github.subspark.images.Surface.lathe;
import static io.github.subspark.images.Surface.sphere;
import static io.github.subspark.images.Surface.torus;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * The built-in objects: sixteen kinds of household things whose proportions and paint follow from a
 * seed. With more objects than kinds the first kinds come again, otherwise proportioned and
 * painted, as COIL-20 has several cars and several boxes.
 */
final class TurntableObjects {
  private static final List<Function<TurntableObjects, List<Mesh>>> KINDS =
      List.of(
          TurntableObjects::car,
          TurntableObjects::carton,
          TurntableObjects::mug,
          TurntableObjects::bottle,
          TurntableObjects::duck,
          TurntableObjects::pig,
          TurntableObjects::house,
          TurntableObjects::teapot,
          TurntableObjects::vase,
          TurntableObjects::boat,
          TurntableObjects::wheel,
          TurntableObjects::stairs,
          TurntableObjects::lamp,
          TurntableObjects::dumbbell,
          TurntableObjects::mushroom,
          TurntableObjects::rocket);

  private final SplittableRandom random;

  private TurntableObjects(SplittableRandom random) {
    this.random = random;
  }

  /** The parts of an object, standing around the y axis. */
  static List<Mesh> parts(int object, long seed) {
    // Mixed once more: neighbouring seeds and objects share no numbers.
    SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong() + object);
    return KINDS.get(object % KINDS.size()).apply(new TurntableObjects(random));
  }

  private List<Mesh> car() {
    Paint body = paint(PATCH);
    Paint wheel = new Paint(PLAIN, grey(0.2), grey(0.2), 1, 1, 0);
    double length = between(1.2, 1.5);
    double cabin = between(-0.3, 0.15);
    Surface disc = cylinder().scaled(0.28, 0.12, 0.28).tilted(90);
    return List.of(
        mesh(box().scaled(length, 0.26, 0.58).moved(0, 0.1, 0), body),
        mesh(
            Surface.superellipsoid(0.4, 0.3).scaled(0.62, 0.34, 0.5).moved(cabin, 0.5, 0),
            paint(STRIPES)),
        mesh(disc.moved(0.62 * length, -0.14, 0.56), wheel),
        mesh(disc.moved(-0.62 * length, -0.14, 0.56), wheel),
        mesh(disc.moved(0.62 * length, -0.14, -0.56), wheel),
        mesh(disc.moved(-0.62 * length, -0.14, -0.56), wheel));
  }

  private List<Mesh> carton() {
    Paint.Pattern pattern = random.nextBoolean() ? PATCH : CHECKS;
    Surface body = box().scaled(between(0.6, 1), between(0.6, 0.9), between(0.3, 0.45));
    return List.of(mesh(body, paint(pattern)));
  }

  private List<Mesh> mug() {
    double r = between(0.6, 0.75);
    Surface cup =
        lathe(
            0, -1, r, -1, r, -0.3, r, 0.3, r, 1, 0.85 * r, 1, 0.85 * r, 0, 0.85 * r, -0.8, 0, -0.8);
    Surface handle = torus(0.22).scaled(0.5, 0.5, 0.62).tilted(90).moved(r, 0, 0);
    return List.of(mesh(cup, paint(PATCH)), mesh(handle, paint(PLAIN)));
  }

  private List<Mesh> bottle() {
    double r = between(0.4, 0.52);
    double neck = between(0.13, 0.2);
    double shoulder = between(0.2, 0.45);
    Surface glass =
        lathe(0, -1.2, r, -1.2, r, -0.5, r, shoulder, neck, shoulder + 0.4, neck, 1, 0, 1);
    Surface cap = cylinder().scaled(1.3 * neck, 0.12, 1.3 * neck).moved(0, 1.05, 0);
    return List.of(mesh(glass, paint(PATCH)), mesh(cap, paint(PLAIN)));
  }

  private List<Mesh> duck() {
    Paint feathers = paint(PLAIN);
    double head = between(0.36, 0.45);
    return List.of(
        mesh(sphere().scaled(1, 0.58, 0.66), feathers),
        mesh(sphere().scaled(head, head, head).moved(0.62, 0.78, 0), feathers),
        mesh(sphere().scaled(0.3, 0.1, 0.2).moved(0.68 + head, 0.74, 0), paint(PLAIN)),
        mesh(sphere().scaled(0.4, 0.16, 0.3).rolled(-35).moved(-0.95, 0.32, 0), feathers),
        mesh(sphere().scaled(0.5, 0.28, 0.1).moved(-0.15, 0.08, 0.62), paint(PLAIN)),
        mesh(sphere().scaled(0.5, 0.28, 0.1).moved(-0.15, 0.08, -0.62), paint(PLAIN)));
  }

  private List<Mesh> pig() {
    Paint skin = paint(PLAIN);
    Surface leg = cylinder().scaled(0.17, 0.3, 0.17);
    return List.of(
        mesh(sphere().scaled(1, 0.66, 0.66), paint(SPOTS)),
        mesh(cylinder().scaled(0.24, 0.16, 0.24).rolled(90).moved(1.04, 0.05, 0), skin),
        mesh(sphere().scaled(0.12, 0.24, 0.18).moved(0.62, 0.66, 0.32), skin),
        mesh(sphere().scaled(0.12, 0.24, 0.18).moved(0.62, 0.66, -0.32), skin),
        mesh(leg.moved(0.5, -0.65, 0.32), skin),
        mesh(leg.moved(0.5, -0.65, -0.32), skin),
        mesh(leg.moved(-0.5, -0.65, 0.32), skin),
        mesh(leg.moved(-0.5, -0.65, -0.32), skin));
  }

  private List<Mesh> house() {
    double length = between(0.85, 1.05);
    double ridge = between(0.6, 0.85);
    Surface roof =
        (u, v) -> {
          // A box whose upper face shrinks to a ridge along x.
          double[] p = box().at(u, v);
          return new double[] {p[0], p[1], p[2] * (1 - p[1]) / 2};
        };
    return List.of(
        mesh(box().scaled(length, 0.5, 0.62).moved(0, -0.5, 0), paint(CHECKS)),
        mesh(roof.scaled(1.12 * length, ridge / 2, 0.8).moved(0, ridge / 2, 0), paint(PLAIN)),
        mesh(box().scaled(0.12, 0.3, 0.12).moved(0.5, 0.75, 0.25), paint(PLAIN)));
  }

  private List<Mesh> teapot() {
    double r = between(0.7, 0.8);
    return List.of(
        mesh(sphere().scaled(r, 0.62, r), paint(RINGS)),
        mesh(cylinder().scaled(0.12, 0.45, 0.12).rolled(-50).moved(0.95, 0.18, 0), paint(PLAIN)),
        mesh(torus(0.2).scaled(0.42, 0.42, 0.45).tilted(90).moved(-0.8, 0.05, 0), paint(PLAIN)),
        mesh(sphere().scaled(0.14, 0.14, 0.14).moved(0, 0.72, 0), paint(PLAIN)));
  }

  private List<Mesh> vase() {
    double belly = between(0.55, 0.75);
    double waist = between(0.2, 0.3);
    Surface body =
        lathe(
            0,
            -1,
            0.35,
            -1,
            0.5 * belly + 0.2,
            -0.75,
            belly,
            -0.35,
            0.9 * belly,
            0,
            waist,
            0.45,
            waist,
            0.6,
            0.48,
            1,
            0.4,
            1,
            0,
            0.5);
    return List.of(mesh(body, new Paint(STRIPES, bright(), dark(), 3, 1, 0)));
  }

  private List<Mesh> boat() {
    double length = between(1.2, 1.5);
    Surface hull =
        (u, v) -> {
          // A lying ellipsoid whose upper half is pressed flat.
          double[] p = sphere().at(u, v);
          return new double[] {length * p[0], p[1] > 0 ? 0.06 * p[1] : 0.5 * p[1], 0.5 * p[2]};
        };
    return List.of(
        mesh(hull, paint(RINGS)),
        mesh(box().scaled(0.35, 0.22, 0.25).moved(-0.3, 0.25, 0), paint(STRIPES)),
        mesh(cylinder().scaled(0.12, 0.28, 0.12).moved(-0.45, 0.7, 0), paint(RINGS)),
        mesh(cylinder().scaled(0.05, 0.45, 0.05).moved(0.5, 0.45, 0), paint(PLAIN)));
  }

  private List<Mesh> wheel() {
    Surface tyre = torus(between(0.28, 0.4)).tilted(90).moved(0, 0.3, 0);
    return List.of(
        mesh(tyre, new Paint(STRIPES, bright(), dark(), random.nextInt(3, 6), 1, 0.1)),
        mesh(box().scaled(0.6, 0.14, 0.4).moved(0, -1.1, 0), paint(PLAIN)));
  }

  private List<Mesh> stairs() {
    double depth = between(0.4, 0.55);
    return List.of(
        mesh(box().scaled(0.35, 0.3, depth).moved(-0.7, -0.6, 0), paint(PLAIN)),
        mesh(box().scaled(0.35, 0.6, depth).moved(0, -0.3, 0), paint(PATCH)),
        mesh(box().scaled(0.35, 0.9, depth).moved(0.7, 0, 0), paint(CHECKS)));
  }

  private List<Mesh> lamp() {
    double wide = between(0.65, 0.8);
    return List.of(
        mesh(cylinder().scaled(0.5, 0.08, 0.5).moved(0.1, -1, 0), paint(PLAIN)),
        mesh(cylinder().scaled(0.07, 0.6, 0.07).rolled(12).moved(0, -0.45, 0), paint(PLAIN)),
        mesh(
            lathe(0, 0, wide, 0, 0.6 * wide, 0.4, 0.3, 0.8, 0, 0.8).rolled(18).moved(-0.1, 0, 0),
            new Paint(STRIPES, bright(), dark(), 2, 1, 0)));
  }

  private List<Mesh> dumbbell() {
    double left = between(0.45, 0.6);
    double right = between(0.45, 0.6);
    return List.of(
        mesh(cylinder().scaled(0.18, 0.9, 0.18).rolled(90), paint(PLAIN)),
        mesh(cylinder().scaled(left, 0.3, left).rolled(90).moved(-0.9, 0, 0), paint(CHECKS)),
        mesh(sphere().scaled(right, right, right).moved(0.9, 0, 0), paint(STRIPES)));
  }

  private List<Mesh> mushroom() {
    double cap = between(0.8, 1);
    Surface stem = lathe(0, -1, 0.4, -1, 0.28, -0.5, 0.24, 0, 0, 0.1);
    Surface top =
        lathe(
            0,
            0,
            cap,
            -0.1,
            0.98 * cap,
            0.1,
            0.85 * cap,
            0.35,
            0.6 * cap,
            0.54,
            0.3 * cap,
            0.66,
            0,
            0.7);
    return List.of(
        mesh(stem.rolled(8), paint(PLAIN)),
        mesh(top.rolled(-12), new Paint(SPOTS, dark(), bright(), 5, 3, 0)));
  }

  private List<Mesh> rocket() {
    double r = between(0.35, 0.45);
    Surface hull = lathe(0, -0.9, 0.7 * r, -0.9, r, -0.5, r, 0, r, 0.3, 0.7 * r, 0.75, 0, 1.2);
    Surface fin = box().scaled(0.32, 0.35, 0.06).rolled(20);
    return List.of(
        mesh(hull, paint(RINGS)),
        mesh(fin.moved(r + 0.15, -0.75, 0), paint(PLAIN)),
        mesh(fin.moved(-r - 0.15, -0.75, 0), paint(PLAIN)),
        mesh(box().scaled(0.06, 0.35, 0.32).moved(0, -0.75, r + 0.15), paint(PLAIN)),
        mesh(sphere().scaled(0.15, 0.15, 0.15).moved(0, 0.3, r), paint(PLAIN)));
  }

  private static Mesh mesh(Surface surface, Paint paint) {
    return Mesh.of(surface, paint);
  }

  private Paint paint(Paint.Pattern pattern) {
    float[] first = random.nextInt(3) > 0 ? bright() : middle();
    return new Paint(
        pattern, first, dark(), random.nextInt(2, 5), random.nextInt(2, 5), random.nextDouble());
  }

  private float[] bright() {
    return colour(0.75, 1);
  }

  private float[] middle() {
    return colour(0.45, 0.65);
  }

  private float[] dark() {
    return colour(0.15, 0.38);
  }

  private float[] colour(double from, double to) {
    float level = (float) between(from, to);
    float[] colour = new float[3];
    for (int c = 0; c < 3; c++) {
      colour[c] = level * (float) between(0.7, 1);
    }
    return colour;
  }

  private static float[] grey(double level) {
    float value = (float) level;
    return new float[] {value, value, value};
  }

  private double between(double from, double to) {
    return from + (to - from) * random.nextDouble();
  }
}
