/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.bench;

import io.github.subspark.images.Images;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * PyTorch from Python, where it is installed ({@code python3-torch} on Debian).
 *
 * @param version PyTorch's
 * @param milliseconds an epoch's, by 'pretraining' or 'finetuning', comma and k
 */
record PythonPeer(String version, Map<String, Double> milliseconds) {
  /** Runs src/bench/python/peer.py, if this machine's Python has PyTorch. */
  static Optional<PythonPeer> of(Path script, Problem problem, int threads, int rounds)
      throws IOException, InterruptedException {
    Optional<String> python = python();
    if (python.isEmpty()) {
      return Optional.empty();
    }
    Path images = Files.createTempFile("subspark-bench", ".npy");
    try {
      write(problem.images(), images);
      Process peer =
          new ProcessBuilder(
                  python.get(),
                  script.toString(),
                  images.toString(),
                  String.valueOf(threads),
                  String.valueOf(rounds))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String answer = new String(peer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (peer.waitFor() != 0) {
        throw new IOException("Cannot time PyTorch: " + script + " failed and says why above");
      }
      return Optional.of(parse(answer));
    } finally {
      Files.delete(images);
    }
  }

  /** The same epochs of ours beside PyTorch's. */
  Pair beside(Pair ours, String phase, int k) {
    return new Pair(ours.ours(), milliseconds.get(phase + "," + k));
  }

  /** The first Python on the PATH, or the system's: whichever has PyTorch. */
  private static Optional<String> python() throws InterruptedException {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      try {
        if (new ProcessBuilder(python, "-c", "import torch, numpy").start().waitFor() == 0) {
          return Optional.of(python);
        }
      } catch (IOException absent) {
        // The next one, then.
      }
    }
    return Optional.empty();
  }

  private static PythonPeer parse(String answer) {
    String version = "";
    Map<String, Double> milliseconds = new HashMap<>();
    for (String line : answer.lines().toList()) {
      String value = line.substring(line.lastIndexOf(',') + 1);
      if (line.startsWith("version,")) {
        version = value;
      } else {
        milliseconds.put(line.substring(0, line.lastIndexOf(',')), Double.valueOf(value));
      }
    }
    return new PythonPeer(version, milliseconds);
  }

  /** NumPy's format, version 1.0: a header of a multiple of 64 bytes, then the pixels. */
  private static void write(Images images, Path file) throws IOException {
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d, %d, %d), }"
            .formatted(images.count(), images.channels(), images.height(), images.width());
    int length = (header.length() + 11 + 63) / 64 * 64 - 10;
    ByteBuffer pixels =
        ByteBuffer.allocate(images.pixels().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    pixels.asFloatBuffer().put(images.pixels());
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
      out.writeShort(Short.reverseBytes((short) length));
      out.writeBytes(header + " ".repeat(length - 1 - header.length()) + "\n");
      out.write(pixels.array());
    }
  }
}
