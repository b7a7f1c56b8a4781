/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.subspark.InvalidInputException;
import io.github.subspark.images.Images;
import io.github.subspark.network.Attention;
import io.github.subspark.network.EncoderLayer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GridTest {
  private static final Images GREY = images(100, 1, 32, 32);

  @Test
  void aRatioBecomesChannels() {
    assertThat(
            grid("[{compression = [25 %, 50 %, 75 %, 375 %], attention = [none]}]", GREY).cells())
        .extracting(Cell::channels)
        .containsExactly(1, 2, 3, 15);
  }

  @Test
  void colourHasThreeTimesTheChannels() {
    Images colour = images(100, 3, 32, 32);

    Grid grid = grid("[{compression = [25 %, 0.33333333333], attention = [none]}]", colour);

    assertThat(grid.cells()).extracting(Cell::channels).containsExactly(3, 4);
    assertThat(grid.architecture(grid.cells().get(1)).imageChannels()).isEqualTo(3);
  }

  @Test
  void everyLayerHalvesTheLatent() {
    Grid grid =
        Grid.of(
            spec(
                "[{compression = [25 %], attention = [none]}]",
                "network.hidden-layers = [{channels = 10, kernel = 5}], network.kernel = 4"),
            GREY);

    Cell cell = grid.cells().get(0);
    assertThat(cell.channels()).isEqualTo(4);
    assertThat(grid.architecture(cell).layers())
        .containsExactly(new EncoderLayer(10, 5), new EncoderLayer(4, 4));
    assertThat(grid.architecture(cell).latentSize()).isEqualTo(32 * 32 / 4);
  }

  @Test
  void blocksAreCrossedInOrderAndNothingComesTwice() {
    String blocks =
        "[{compression = [25 %, 50 %], attention = [none, channel]},"
            + " {compression = [0.2500000000001, 75 %], attention = [none]}]";

    assertThat(Grid.of(spec(blocks, "seeds = [0, 9]"), GREY).cells())
        .extracting(Cell::key)
        .containsExactly(
            "k1-none-seed0",
            "k1-none-seed9",
            "k1-channel-seed0",
            "k1-channel-seed9",
            "k2-none-seed0",
            "k2-none-seed9",
            "k2-channel-seed0",
            "k2-channel-seed9",
            "k3-none-seed0",
            "k3-none-seed9");
  }

  @Test
  void theRatioOfACellIsTheConfigurations() {
    assertThat(grid("[{compression = [75 %], attention = [channel]}]", GREY).cells())
        .containsExactly(new Cell(0.75, 3, Attention.CHANNEL, 0));
  }

  @Test
  void whatDoesNotGoWithTheImagesIsToldAtOnce() {
    InvalidInputException refused =
        catchThrowableOfType(
            InvalidInputException.class,
            () ->
                Grid.of(
                    spec(
                        "[{compression = [30 %, 25 %, 10 %], attention = [none]},"
                            + " {compression = [30 %], attention = [channel]}]",
                        "clusters = 50"),
                    images(40, 1, 31, 32)));

    assertThat(refused.problems())
        .containsExactly(
            "Cannot encode images of 31 x 32 in 1 layer: each halves rows and columns."
                + " Set data.height and data.width to multiples of 2.",
            "Cannot form 50 clusters: the data has 40 images. Set clusters to fewer.",
            "Cannot use compression 30 %: 1.2 channels. Nearest whole: 25 % (1 channel), 50 % (2"
                + " channels).",
            "Cannot use compression 10 %: 0.4 channels. Nearest whole: 25 % (1 channel).");
  }

  private static Grid grid(String blocks, Images images) {
    return Grid.of(spec(blocks, "seeds = [0]"), images);
  }

  private static SweepSpec spec(String blocks, String more) {
    String text = "data.path = turntable, clusters = 5, grid = " + blocks + "\n" + more;
    return SpecReader.read(Optional.of(new ConfigText("test.conf", text)), List.of());
  }

  static Images images(int count, int channels, int height, int width) {
    return new Images(count, channels, height, width, new float[count * channels * height * width]);
  }
}
