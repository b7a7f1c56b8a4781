/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.zeppelin.display.GUI;
import org.apache.zeppelin.interpreter.Interpreter;
import org.apache.zeppelin.interpreter.InterpreterContext;
import org.apache.zeppelin.interpreter.InterpreterException;
import org.apache.zeppelin.interpreter.InterpreterGroup;
import org.apache.zeppelin.interpreter.InterpreterOutput;
import org.apache.zeppelin.interpreter.InterpreterResult;
import org.apache.zeppelin.interpreter.InterpreterResultMessage;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterEventClient;
import org.apache.zeppelin.spark.SparkInterpreter;
import org.apache.zeppelin.spark.SparkSqlInterpreter;

/**
 * Plays a note's paragraphs in order through Zeppelin's Spark interpreters, once for each run
 * directory; a process of its own.
 */
final class NotePlayer implements AutoCloseable {
  private static final String SESSION = "analyst";

  private final Map<String, Interpreter> interpreters;

  private NotePlayer() throws InterpreterException {
    Properties settings = new Properties();
    settings.putAll(
        Map.of(
            "spark.master", "local[2]",
            "spark.ui.enabled", "false",
            "spark.sql.shuffle.partitions", "1",
            "zeppelin.spark.enableSupportedVersionCheck", "false",
            "zeppelin.spark.useHiveContext", "false",
            "zeppelin.spark.scala.color", "false",
            "zeppelin.spark.deprecatedMsg.show", "false",
            "zeppelin.spark.concurrentSQL", "false"));
    interpreters =
        Map.of(
            "spark",
            new SparkInterpreter(settings),
            "spark.sql",
            new SparkSqlInterpreter(settings));
    InterpreterGroup group = new InterpreterGroup("spark");
    for (String name : List.of("spark", "spark.sql")) {
      group.addInterpreterToSession(interpreters.get(name), SESSION);
      interpreters.get(name).setInterpreterGroup(group);
    }
    InterpreterContext.set(context(Map.of(), new InterpreterOutput()));
    interpreters.get("spark").open();
    interpreters.get("spark.sql").open();
  }

  /**
   * What came of a paragraph.
   *
   * @param code SUCCESS or ERROR
   */
  record Played(String title, String code, List<Output> outputs) {
    Played {
      outputs = List.copyOf(outputs);
    }

    /** All that it shows. */
    String text() {
      return String.join("\n", outputs.stream().map(Output::data).toList());
    }
  }

  /**
   * A display of a paragraph.
   *
   * @param type TEXT, HTML or TABLE
   */
  record Output(String type, String data) {}

  /** Arguments, for each performance: paragraphs' file, run directory, and file for outputs. */
  public static void main(String[] arguments) throws IOException, InterpreterException {
    ObjectMapper json = new ObjectMapper();
    try (NotePlayer player = new NotePlayer()) {
      for (int i = 0; i < arguments.length; i += 3) {
        NoteReader.Paragraph[] note =
            json.readValue(Path.of(arguments[i]).toFile(), NoteReader.Paragraph[].class);
        json.writeValue(
            Path.of(arguments[i + 2]).toFile(), player.play(List.of(note), arguments[i + 1]));
      }
    }
  }

  private List<Played> play(List<NoteReader.Paragraph> note, String run)
      throws IOException, InterpreterException {
    List<Played> played = new ArrayList<>();
    for (NoteReader.Paragraph paragraph : note) {
      Interpreter interpreter = interpreters.get(paragraph.interpreter());
      if (interpreter != null) {
        InterpreterOutput shown = new InterpreterOutput();
        InterpreterContext context = context(Map.of("run", run), shown);
        InterpreterContext.set(context);
        InterpreterResult result = interpreter.interpret(paragraph.script(), context);
        shown.flush();
        List<InterpreterResultMessage> messages =
            new ArrayList<>(shown.toInterpreterResultMessage());
        messages.addAll(result.message());
        played.add(
            new Played(
                paragraph.title(),
                result.code().name(),
                messages.stream().map(m -> new Output(m.getType().name(), m.getData())).toList()));
      }
    }
    return played;
  }

  private static InterpreterContext context(Map<String, Object> form, InterpreterOutput shown) {
    GUI forms = new GUI();
    forms.setParams(new java.util.HashMap<>(form));
    return InterpreterContext.builder()
        .setNoteId("note")
        .setParagraphId("paragraph")
        .setGUI(forms)
        .setNoteGUI(new GUI())
        .setInterpreterOut(shown)
        .setIntpEventClient(new NoServer())
        .build();
  }

  /** In place of the server, which hears of Spark's jobs. */
  private static final class NoServer extends RemoteInterpreterEventClient {
    NoServer() {
      super("127.0.0.1", 1, 1);
    }

    @Override
    public void onParaInfosReceived(Map<String, String> infos) {}
  }

  @Override
  public void close() throws InterpreterException {
    interpreters.get("spark.sql").close();
    interpreters.get("spark").close();
  }
}
