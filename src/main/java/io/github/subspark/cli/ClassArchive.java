/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Archives the classes that this JVM has loaded (HotSpot's class data sharing), so that the next
 * one neither reads nor verifies them anew: with Spark, its SQL and GraphX some 20,000.
 *
 * <p>It is asked for by a sweep's end and not by {@code -XX:ArchiveClassesAtExit}, which would keep
 * the few classes of a sweep that was interrupted.
 */
final class ClassArchive {
  /** Names the file, where the launcher wants one. The JVM needs RecordDynamicDumpInfo. */
  private static final String PROPERTY = "subspark.class-archive";

  /** The JVM ends when it cannot write all of it: an archive has 130 MB. */
  private static final long ROOM_BYTES = 1L << 30;

  private ClassArchive() {}

  /** The file that the launcher wants, if any. */
  static Optional<Path> wanted() {
    return Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of);
  }

  /**
   * Writes the archive, in whole or not at all.
   *
   * @throws IOException if there is no room, or this JVM has no archive of its own to add to
   */
  static void write(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.getFileStore(folder).getUsableSpace() < ROOM_BYTES) {
      throw new IOException("less than 1 GB is free in " + folder);
    }
    Path partial =
        folder.resolve("%s.%d".formatted(file.getFileName(), ProcessHandle.current().pid()));
    try {
      String answer = dump(partial);
      if (!Files.exists(partial)) {
        throw new IOException(answer.lines().findFirst().orElse("the JVM wrote none"));
      }
      Files.move(
          partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static String dump(Path file) throws IOException {
    PrintStream results = System.out;
    try {
      // The JDK says there what it does.
      System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
      return String.valueOf(
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "vmCds",
                  new Object[] {new String[] {"dynamic_dump", file.toString()}},
                  new String[] {String[].class.getName()}));
    } catch (JMException refused) {
      throw new IOException("this JVM writes none", refused);
    } finally {
      System.setOut(results);
    }
  }
}
