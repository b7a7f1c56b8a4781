/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

/** Text as a field of a CSV file. */
public final class CsvField {
  private CsvField() {}

  /** Quoted where it is not plain (RFC 4180), and never a formula to a spreadsheet. */
  public static String of(String text) {
    if (text.matches("(?s)[=+@\\t\\r-].*")) {
      return of("'" + text);
    }
    return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
