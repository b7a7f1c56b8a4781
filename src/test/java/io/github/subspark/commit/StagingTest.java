/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {
  @TempDir private Path folder;

  @Test
  void aFileIsReplacedWholeAndNothingIsLeftAside() throws IOException {
    Configuration hadoop = new Configuration();
    RunDirectory run = RunDirectory.at(folder.toString(), hadoop);
    FileSystem files = FileSystem.get(folder.toUri(), hadoop);
    Path target = folder.resolve("table/part-0");
    for (String content : new String[] {"old and longer", "new"}) {
      try (Staging staging = run.staging()) {
        org.apache.hadoop.fs.Path aside = staging.aside("part");
        try (FSDataOutputStream out = files.create(aside)) {
          out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        staging.place(aside, run.resolve("table/part-0"));
      }
      assertThat(target).hasContent(content);
    }
    try (Stream<Path> beside = Files.list(target.getParent())) {
      assertThat(beside).as("no checksum that could belong to the other").containsExactly(target);
    }
    try (Stream<Path> aside = Files.list(folder.resolve("_staging"))) {
      assertThat(aside.filter(path -> !path.toString().endsWith(".crc"))).isEmpty();
    }
  }

  @Test
  void whatADeadWriterLeftGoesAfterADay() throws IOException {
    Path dead = Files.createDirectories(folder.resolve("_staging/0000000000001-a"));
    Path living = Files.createDirectories(folder.resolve("_staging/9000000000000-b"));
    RunDirectory.at(folder.toString(), new Configuration()).staging().close();
    assertThat(dead).doesNotExist();
    assertThat(living).exists();
  }
}
