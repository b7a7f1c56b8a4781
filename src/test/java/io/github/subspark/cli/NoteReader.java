/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.zeppelin.notebook.Note;

/** Reads a note by the parser of Zeppelin's server; a process of its own. */
final class NoteReader {
  private NoteReader() {}

  /**
   * A paragraph as the server hands it to an interpreter.
   *
   * @param interpreter such as spark.sql
   * @param script without the line that names the interpreter
   */
  record Paragraph(String title, String interpreter, String script) {}

  /** Arguments: the note, and the file for its paragraphs. */
  public static void main(String[] arguments) throws IOException {
    Note note = Note.fromJson(null, Files.readString(Path.of(arguments[0])));
    List<Paragraph> paragraphs =
        note.getParagraphs().stream()
            .map(p -> new Paragraph(p.getTitle(), p.getIntpText(), p.getScriptText()))
            .toList();
    new ObjectMapper().writeValue(Path.of(arguments[1]).toFile(), paragraphs);
  }
}
