/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The classes of a labelled image set, for scoring only.
 *
 * @param classes index into {@code names} for each image
 * @param names what the data calls its classes, sorted
 */
public record Labels(int[] classes, List<String> names) {
  public Labels {
    names = List.copyOf(names);
  }

  /**
   * Labels from what each image's class is called; classes are sorted as people sort names, numbers
   * by value.
   */
  public static Labels of(List<String> perImage) {
    TreeSet<String> sorted = new TreeSet<>(new NaturalOrder());
    sorted.addAll(perImage);
    Map<String, Integer> index = new HashMap<>();
    sorted.forEach(name -> index.put(name, index.size()));
    return new Labels(perImage.stream().mapToInt(index::get).toArray(), List.copyOf(sorted));
  }

  /**
   * A number that names a class, as text: whole numbers without a fraction, so that 7 stored as
   * double, integer or in a file's name is one class.
   */
  static String nameOf(double number) {
    boolean whole = number == Math.rint(number) && Math.abs(number) < 1L << 53;
    return whole ? Long.toString((long) number) : Double.toString(number);
  }
}
