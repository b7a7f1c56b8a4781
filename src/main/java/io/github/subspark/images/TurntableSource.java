/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.util.ArrayList;
import java.util.List;

/**
 * The built-in images: solid objects on a turntable, each seen from equally spaced angles, in the
 * manner of COIL-20 (Nene, Nayar, Murase 1996) and named like it. Only the seed decides them.
 */
final class TurntableSource implements ImageSource {
  private final DataSpec spec;

  TurntableSource(DataSpec spec) {
    this.spec = spec;
  }

  @Override
  public void readInto(ImageCollector images) {
    DataSpec.TurntableSpec turntable = spec.turntable();
    List<String> labels = new ArrayList<>();
    for (int object = 0; object < turntable.objects(); object++) {
      TurntableRenderer renderer =
          new TurntableRenderer(TurntableObjects.parts(object, turntable.seed()), spec);
      String label = Integer.toString(object + 1);
      for (int angle = 0; angle < turntable.angles(); angle++) {
        images.add(
            "obj%s__%d.png".formatted(label, angle),
            renderer.view(2 * Math.PI * angle / turntable.angles()));
        labels.add(label);
      }
    }
    images.label(labels);
  }
}
