/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was measured: printed as CSV as it comes, and kept for a page. */
final class Results {
  private static final Pattern PLACE =
      Pattern.compile("(?s)(<!-- measured -->\n).*(<!-- /measured -->)");

  private final PrintStream out;
  private final List<String> remarks = new ArrayList<>();
  private final List<String> rows = new ArrayList<>();

  Results(PrintStream out) {
    this.out = out;
  }

  void remark(String line) {
    out.println("# " + line);
    remarks.add(line);
  }

  void header() {
    out.println("measure,k,threads,ours_ms,peer_ms,ratio");
  }

  /** A measure of an encoder of k channels; 0 if it is of several. */
  void row(String measure, int k, int threads, Pair pair) {
    double ratio = pair.ours() / pair.peer();
    out.printf("%s,%d,%d,%.2f,%.2f,%.3f%n", measure, k, threads, pair.ours(), pair.peer(), ratio);
    out.flush();
    rows.add(
        "| %s | %s | %.1f | %.1f | %.2f |"
            .formatted(measure, k > 0 ? k : "", pair.ours(), pair.peer(), ratio));
  }

  /** Replaces what a page holds between its marks. */
  void write(Path page) throws IOException {
    List<String> lines = new ArrayList<>();
    remarks.forEach(remark -> lines.add(remark + "  "));
    lines.add("");
    lines.add("| measure | k | ours, ms | peer, ms | ratio |");
    lines.add("|---|---|---|---|---|");
    lines.addAll(rows);
    Matcher place = PLACE.matcher(Files.readString(page));
    if (!place.find()) {
      throw new IOException(
          "Cannot write the results into %s: it has no <!-- measured --> ... <!-- /measured -->"
              .formatted(page));
    }
    String text = "$1" + Matcher.quoteReplacement(String.join("\n", lines) + "\n") + "$2";
    Files.writeString(page, place.replaceFirst(text));
  }
}
