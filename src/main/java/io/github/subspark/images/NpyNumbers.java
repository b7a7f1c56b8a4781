/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

/**
 * The numbers of a NumPy array, whatever their type.
 *
 * @param data array of a primitive type, or of text
 * @param unsigned whether integers have no sign
 * @param shape extents, the first one counts images or labels
 */
record NpyNumbers(Object data, boolean unsigned, int[] shape) {

  /** Whether the elements are text. */
  boolean text() {
    return data instanceof String[];
  }

  /** Element i as text, numbers as {@link Labels#nameOf}. */
  String name(int i) {
    return data instanceof String[] texts ? texts[i].strip() : Labels.nameOf(number(i));
  }

  /** Element i in row-major order. */
  double number(int i) {
    if (data instanceof byte[] bytes) {
      return unsigned ? Byte.toUnsignedInt(bytes[i]) : bytes[i];
    } else if (data instanceof short[] shorts) {
      return unsigned ? Short.toUnsignedInt(shorts[i]) : shorts[i];
    } else if (data instanceof int[] ints) {
      return unsigned ? Integer.toUnsignedLong(ints[i]) : ints[i];
    } else if (data instanceof long[] longs) {
      return longs[i];
    } else if (data instanceof float[] floats) {
      return floats[i];
    } else if (data instanceof boolean[] flags) {
      return flags[i] ? 1 : 0;
    }
    return ((double[]) data)[i];
  }
}
