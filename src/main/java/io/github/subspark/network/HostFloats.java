/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Native floats that both BLAS and Java reach: bulk copies to and from Java's arrays, in which C2
 * can vectorise loops, and a pointer for BLAS. Longer than 2^31 values only as a pointer.
 */
final class HostFloats {
  private final FloatPointer pointer;
  private final FloatBuffer buffer;

  private HostFloats(FloatPointer pointer) {
    this.pointer = pointer;
    this.buffer = pointer.asBuffer();
  }

  /** New memory, zeros; released with this object. */
  static HostFloats allocate(long length) {
    FloatPointer memory = new FloatPointer(length);
    memory.zero();
    return new HostFloats(memory);
  }

  /** Whether an array's values lie in row-major order without gaps. */
  static boolean isReadable(INDArray array) {
    return array.rank() <= 1 || (array.ordering() == 'c' && array.elementWiseStride() == 1);
  }

  /** The memory of an array in row-major order without gaps; a view may begin anywhere. */
  static HostFloats of(INDArray array) {
    if (!isReadable(array)) {
      throw new IllegalArgumentException(
          "Not row-major without gaps: " + array.shapeInfoToString());
    }
    FloatPointer start = new FloatPointer(array.data().addressPointer());
    return new HostFloats(start.capacity(array.length()).limit(array.length()));
  }

  FloatPointer pointer() {
    return pointer;
  }

  /** Where a value lies. */
  FloatPointer pointer(long from) {
    return pointer.getPointer(from);
  }

  /** Frees what {@link #allocate} gave. */
  void close() {
    pointer.close();
  }

  void clear() {
    pointer.zero();
  }

  void read(long from, float[] to) {
    buffer.get(Math.toIntExact(from), to);
  }

  void read(long from, float[] to, int start, int length) {
    buffer.get(Math.toIntExact(from), to, start, length);
  }

  void write(long to, float[] from) {
    buffer.put(Math.toIntExact(to), from);
  }

  void write(long to, float[] from, int start, int length) {
    buffer.put(Math.toIntExact(to), from, start, length);
  }
}
