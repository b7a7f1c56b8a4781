/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import java.util.List;

/**
 * All that the HTML page of a run shows, in the words and figures in which it shows it. What is not
 * there is an empty text or list.
 *
 * @param title of the page
 * @param lead one sentence on what was run
 * @param state one sentence on how far the run is
 * @param facts what, when, where, how long
 * @param measure what the tables of {@code recipes} have in their entries
 * @param choice why the first recipe is the first
 * @param caveat of the paper's figures, where they stand beside ours
 * @param recipes one panel for each, the one to show first at the head
 * @param asides what stands beside the cells
 * @param notes what befell cells without being lost
 * @param failures cells that failed
 * @param stages time and memory
 * @param results every row of the table {@code results}
 * @param figures what the charts draw
 */
public record Page(
    String title,
    String lead,
    String state,
    List<Fact> facts,
    String measure,
    String choice,
    String caveat,
    List<Panel> recipes,
    Table asides,
    List<String> notes,
    List<Failure> failures,
    Table stages,
    Table results,
    Figures figures) {
  public Page {
    facts = List.copyOf(facts);
    recipes = List.copyOf(recipes);
    notes = List.copyOf(notes);
    failures = List.copyOf(failures);
  }

  /** A name and what it stands for. */
  public record Fact(String name, String value) {}

  /**
   * The paper's table for one recipe.
   *
   * @param name of the recipe
   * @param columns headings, one a compression
   * @param arms rows, one an attention kind
   * @param verdict on attention in one sentence
   * @param effects of attention
   */
  public record Panel(
      String name, List<Column> columns, List<Arm> arms, String verdict, List<Effect> effects) {}

  /** A compression in percent, and the channels that it gives. */
  public record Column(String compression, int channels) {}

  /** An attention kind and its entry at each compression. */
  public record Arm(String attention, List<Entry> entries) {}

  /**
   * An entry of the paper's table.
   *
   * @param value mean and spread; empty where there is none
   * @param seeds how many seeds it stands on, if they are not all
   * @param paper the paper's figure
   * @param best whether no entry of the table is higher
   */
  public record Entry(String value, String seeds, String paper, boolean best) {}

  /**
   * One kind of attention minus another arm, in percentage points; ends and tests are null without
   * an interval.
   *
   * @param compression in percent
   * @param attention the kind
   * @param against the other arm
   * @param pairs seeds that have both
   * @param mean of the differences; null without pairs
   * @param low lower end of the 95 % interval
   * @param high its upper end
   * @param student p of the t-test
   * @param holm the same, corrected for all comparisons of the recipe
   * @param sign p of the exact sign test
   * @param detectable points that so many seeds could have shown, with a power of 80 %
   * @param sentence the same in words
   */
  public record Effect(
      String compression,
      String attention,
      String against,
      int pairs,
      Double mean,
      Double low,
      Double high,
      Double student,
      Double holm,
      double sign,
      Double detectable,
      String sentence) {}

  /** A failed cell: which, where in it, and why. */
  public record Failure(
      String cell,
      String step,
      String kind,
      String message,
      int attempt,
      String host,
      String time) {}

  /** A table of texts. */
  public record Table(List<Heading> headings, List<List<String>> rows) {}

  /** A column's name, and whether its texts are numbers. */
  public record Heading(String name, boolean number) {}
}
