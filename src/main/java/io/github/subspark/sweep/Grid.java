/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

import io.github.subspark.InvalidInputException;
import io.github.subspark.images.Images;
import io.github.subspark.network.Architecture;
import io.github.subspark.network.Attention;
import io.github.subspark.network.EncoderLayer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cells of a sweep for images of one shape. A compression is the size of the latent, k h w,
 * over that of an image, c H W; each encoder layer halves rows and columns, so with L layers
 *
 * <pre>k = ratio c H W / (h w) = ratio c 4^L</pre>
 *
 * which must be a whole number of channels.
 */
public final class Grid {
  /** How far from whole a number of channels may be for rounding: 1/3 of 12 channels is 4. */
  private static final double TOLERANCE = 1e-9;

  private final SweepSpec spec;
  private final int imageChannels;
  private final int height;
  private final int width;
  private final List<Cell> cells;

  private Grid(SweepSpec spec, Images images) {
    this.spec = spec;
    this.imageChannels = images.channels();
    this.height = images.height();
    this.width = images.width();
    List<String> problems = new ArrayList<>();
    checkShape(problems);
    if (spec.clusters() > images.count()) {
      problems.add(
          "Cannot form %d clusters: the data has %d images. Set clusters to fewer."
              .formatted(spec.clusters(), images.count()));
    }
    this.cells = expand(problems);
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
  }

  /**
   * Expands a sweep's grid.
   *
   * @throws InvalidInputException with every ratio that gives no whole channels, and whatever else
   *     does not go with these images
   */
  public static Grid of(SweepSpec spec, Images images) {
    return new Grid(spec, images);
  }

  /**
   * Every cell once, in the order of the configuration: blocks, compressions, attention kinds,
   * seeds.
   */
  public List<Cell> cells() {
    return cells;
  }

  /** The shapes of a cell's autoencoder. */
  public Architecture architecture(Cell cell) {
    List<EncoderLayer> layers = new ArrayList<>(spec.network().hiddenLayers());
    layers.add(new EncoderLayer(cell.channels(), spec.network().kernel()));
    return new Architecture(imageChannels, height, width, layers);
  }

  private int layers() {
    return spec.network().hiddenLayers().size() + 1;
  }

  private void checkShape(List<String> problems) {
    int stride = 1 << layers();
    if (height % stride != 0 || width % stride != 0) {
      problems.add(
          "Cannot encode images of %d x %d in %d %s: each halves rows and columns."
                  .formatted(height, width, layers(), layers() == 1 ? "layer" : "layers")
              + " Set data.height and data.width to multiples of %d.".formatted(stride));
    }
  }

  private List<Cell> expand(List<String> problems) {
    // Blocks may overlap, and ratios apart by rounding mean the same channels.
    Map<String, Cell> expanded = new LinkedHashMap<>();
    for (GridBlock block : spec.grid()) {
      for (double ratio : block.compression()) {
        double exact = ratio * channelsAtOne();
        int channels = (int) Math.round(exact);
        if (channels < 1 || Math.abs(exact - channels) > TOLERANCE) {
          String problem = notWhole(ratio, exact);
          if (!problems.contains(problem)) {
            problems.add(problem);
          }
          continue;
        }
        for (Attention attention : block.attention()) {
          for (long seed : spec.seeds()) {
            Cell cell = new Cell(ratio, channels, attention, seed);
            expanded.putIfAbsent(cell.key(), cell);
          }
        }
      }
    }
    return List.copyOf(expanded.values());
  }

  /** Channels of a latent as large as the image: c 4^L. */
  private double channelsAtOne() {
    return Math.scalb((double) imageChannels, 2 * layers());
  }

  private String notWhole(double ratio, double exact) {
    long below = (long) Math.floor(exact);
    String nearest = whole(below + 1);
    if (below >= 1) {
      nearest = whole(below) + ", " + nearest;
    }
    return "Cannot use compression %s: %s channels. Nearest whole: %s."
        .formatted(percent(ratio), rounded(exact), nearest);
  }

  private String whole(long channels) {
    return "%s (%d %s)"
        .formatted(
            percent(channels / channelsAtOne()), channels, channels == 1 ? "channel" : "channels");
  }

  private static String percent(double ratio) {
    return BigDecimal.valueOf(ratio).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
  }

  private static String rounded(double value) {
    return BigDecimal.valueOf(value)
        .round(new MathContext(10))
        .stripTrailingZeros()
        .toPlainString();
  }
}
