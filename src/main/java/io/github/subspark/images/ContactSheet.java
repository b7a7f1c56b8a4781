/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Many images of a set in one picture, in rows with a thin frame of grey. */
public final class ContactSheet {
  private static final int GAP = 2;
  private static final int PAPER = 0x404040;

  private final Images images;

  /** Sheets of these images. */
  public ContactSheet(Images images) {
    this.images = images;
  }

  /** The first {@code count} images (or all, if they are fewer) in rows of {@code columns}. */
  public BufferedImage first(int count, int columns) {
    return of(IntStream.range(0, Math.min(count, images.count())).boxed().toList(), columns);
  }

  /** A row for each class with {@code each} of its images, evenly spaced among them. */
  public BufferedImage classes(Labels labels, int each) {
    List<Integer> chosen = new ArrayList<>();
    for (int k = 0; k < labels.names().size(); k++) {
      int wanted = k;
      List<Integer> members =
          IntStream.range(0, images.count())
              .filter(i -> labels.classes()[i] == wanted)
              .boxed()
              .toList();
      for (int i = 0; i < each; i++) {
        // -1 leaves the cell empty where a class is smaller than a row.
        chosen.add(i < members.size() ? members.get(spaced(i, each, members.size())) : -1);
      }
    }
    return of(chosen, each);
  }

  private static int spaced(int i, int each, int members) {
    return members <= each ? i : (int) ((long) i * members / each);
  }

  private BufferedImage of(List<Integer> chosen, int columns) {
    int rows = (chosen.size() + columns - 1) / columns;
    int cellWidth = images.width() + GAP;
    int cellHeight = images.height() + GAP;
    BufferedImage sheet =
        new BufferedImage(
            columns * cellWidth + GAP, rows * cellHeight + GAP, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < sheet.getHeight(); y++) {
      for (int x = 0; x < sheet.getWidth(); x++) {
        sheet.setRGB(x, y, PAPER);
      }
    }
    for (int i = 0; i < chosen.size(); i++) {
      if (chosen.get(i) >= 0) {
        copy(chosen.get(i), sheet, i % columns * cellWidth + GAP, i / columns * cellHeight + GAP);
      }
    }
    return sheet;
  }

  private void copy(int index, BufferedImage sheet, int left, int top) {
    int area = images.height() * images.width();
    for (int i = 0; i < area; i++) {
      int rgb = 0;
      for (int c = 0; c < 3; c++) {
        int plane = images.channels() == 1 ? 0 : c;
        rgb =
            rgb << 8 | Math.round(255 * images.pixels()[index * images.size() + plane * area + i]);
      }
      sheet.setRGB(left + i % images.width(), top + i / images.width(), rgb);
    }
  }
}
