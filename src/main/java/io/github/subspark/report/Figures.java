/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import java.util.List;
import java.util.Map;

/**
 * What the page's charts draw; its script reads it as JSON. Compressions, arms, recipes and cells
 * are told by their place in the lists; what is not there is null. Whole numbers of many images are
 * written in base 36 with as many digits each as {@code digits} says.
 *
 * @param dataName short name of the images
 * @param labelled whether images have labels
 * @param compressions in percent, rising
 * @param arms attention kinds
 * @param recipes the one to show first at the head
 * @param classes labels, in natural order
 * @param effects for each recipe
 * @param cells of the grid
 * @param results one for each row of the table {@code results}
 * @param curves one for each attempt of each training
 * @param pictures the images; null if none are published
 */
public record Figures(
    String dataName,
    boolean labelled,
    List<String> compressions,
    List<String> arms,
    List<String> recipes,
    List<String> classes,
    List<List<Page.Effect>> effects,
    List<CellFigures> cells,
    List<ResultFigures> results,
    List<Curve> curves,
    Pictures pictures) {

  /** A cell and what its C looks like in each order of the images; none until it is trained. */
  public record CellFigures(int compression, int arm, long seed, List<Heat> heat) {}

  /**
   * Downsampled |C|.
   *
   * @param order what the images are sorted by, in words
   * @param png as a data URL, black the largest
   * @param block entries of C in a row or column of a pixel
   * @param images N
   * @param borders where groups begin, but the first: their first image's place in the order
   * @param within share of the sum of |C| that lies between images of one group
   * @param chance the same if all entries were equal
   */
  public record Heat(
      String order,
      String png,
      int block,
      int images,
      List<Integer> borders,
      double within,
      double chance) {}

  /**
   * A clustering.
   *
   * @param cell its place in the list
   * @param recipe its place in the list
   * @param accuracy in percent
   * @param assignments cluster of each image in base 36; null where the page has no room for them
   * @param matched class of each cluster by the best matching, -1 for none; null without labels
   */
  public record ResultFigures(
      int cell, int recipe, Double accuracy, String assignments, List<Integer> matched) {}

  /**
   * One attempt of a training.
   *
   * @param phase pretraining or finetuning
   * @param compression its place in the list
   * @param arm its place in the list; -1 for a pretraining
   * @param seed of the cell
   * @param attempt from 0
   * @param dropped whether another attempt was kept
   * @param epochs those shown
   * @param terms by name, one value an epoch
   */
  public record Curve(
      String phase,
      int compression,
      int arm,
      long seed,
      int attempt,
      boolean dropped,
      List<Integer> epochs,
      Map<String, List<Double>> terms) {}

  /**
   * Small pictures of images.
   *
   * @param sprite all of them in one JPEG, as a data URL, in rows of {@code columns}
   * @param columns pictures a row
   * @param width of a picture in pixels
   * @param height of a picture in pixels
   * @param shown index of each image that has a picture
   * @param names of these
   * @param images N
   * @param digits of a number in base 36
   * @param labels class of each image in base 36; null without labels
   */
  public record Pictures(
      String sprite,
      int columns,
      int width,
      int height,
      List<Integer> shown,
      List<String> names,
      int images,
      int digits,
      String labels) {}
}
