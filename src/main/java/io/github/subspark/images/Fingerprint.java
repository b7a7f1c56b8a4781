/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** SHA-256 over shape, pixel bits and labels: two sets share it only if they are the same data. */
final class Fingerprint {
  private static final int CHUNK = 1 << 14;

  private final MessageDigest digest;

  private Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot fingerprint: every JDK has SHA-256", e);
    }
  }

  /** The fingerprint in hex. Names of images do not count: moving a file is not other data. */
  static String of(Images images, Optional<Labels> labels) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.ints(images.count(), images.channels(), images.height(), images.width());
    fingerprint.floats(images.pixels());
    fingerprint.ints(labels.isPresent() ? 1 : 0);
    labels.ifPresent(fingerprint::labels);
    return HexFormat.of().formatHex(fingerprint.digest.digest());
  }

  private void labels(Labels labels) {
    ints(labels.classes());
    ints(labels.names().size());
    for (String name : labels.names()) {
      byte[] text = name.getBytes(StandardCharsets.UTF_8);
      ints(text.length);
      digest.update(text);
    }
  }

  private void ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length);
    bytes.asIntBuffer().put(values);
    digest.update(bytes);
  }

  private void floats(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * CHUNK);
    for (int at = 0; at < values.length; at += CHUNK) {
      int count = Math.min(CHUNK, values.length - at);
      bytes.clear();
      bytes.asFloatBuffer().put(values, at, count);
      digest.update(bytes.limit(Float.BYTES * count));
    }
  }
}
