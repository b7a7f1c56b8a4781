/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.subspark.InvalidInputException;
import io.github.subspark.training.Batching;
import io.github.subspark.training.EngineKind;
import io.github.subspark.training.PretrainingSpec;
import io.github.subspark.training.RestartSpec;
import io.github.subspark.training.TrainingSpec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import scala.Tuple2;

/** A worker's batches, of images whose pixels all are the image's number. */
class ShareBatchesTest {
  private static final int SIZE = 4;

  @ParameterizedTest
  @CsvSource({"24, 8, 2, 1", "25, 8, 2, 2", "25, 8, 3, 100", "3, 8, 2, 1", "17, 16, 1, 1"})
  void anEpochIsEveryImageOnceInBatchesOfItsWorkersPart(
      int images, int batchSize, int workers, int frequency) {
    Batching batching = batching(images, batchSize, workers, frequency);
    for (int worker = 0; worker < workers; worker++) {
      int share = ImageShares.share(images, workers, worker);
      List<List<Integer>> batches = epoch(batching, images, worker, 7);

      assertThat(batches.stream().flatMap(List::stream))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, share).boxed().toList());
      assertThat(batches).hasSizeLessThanOrEqualTo(batching.steps());
      assertThat(batches.subList(0, batches.size() - 1))
          .allSatisfy(batch -> assertThat(batch).hasSize(batching.batch()));
    }
  }

  @Test
  void aTaskHoldsNothingBeforeItAsksForABatch() {
    Iterator<Tuple2<Integer, float[]>> blocks = blocks(12, 0, 1);
    Iterator<MultiDataSet> sets = new ShareBatches(SIZE, 12, 1, 4, 7, 0, 3).call(0, blocks);

    assertThat(blocks.next()._2()).as("the first block is still there").startsWith(9);
    assertThat(sets).isNotNull();
  }

  @Test
  void moreWorkersThanImagesOfABatchAreRefused() {
    assertThatThrownBy(() -> batching(24, 8, 9, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Cannot share a pretraining among 9 workers: a batch has 8 images. Set"
                + " pretraining.workers to 8 at most.");
  }

  @Test
  void sharesAreAllImagesAndDifferByOneAtMost() {
    assertThat(IntStream.range(0, 4).map(worker -> ImageShares.share(10, 4, worker)))
        .containsExactly(3, 3, 2, 2);
  }

  @Test
  void eachEpochMixesTheImagesOfItsBatchesAnew() {
    Batching batching = batching(64, 16, 2, 1);

    assertThat(epoch(batching, 64, 0, 7)).isEqualTo(epoch(batching, 64, 0, 7));
    assertThat(Set.copyOf(epoch(batching, 64, 0, 7).get(0)))
        .as("other images, not the same ones in another order")
        .isNotEqualTo(Set.copyOf(epoch(batching, 64, 0, 8).get(0)));
  }

  private static Batching batching(int images, int batchSize, int workers, int frequency) {
    return Batching.of(
        new PretrainingSpec(PretrainingSpec.Mode.SPARK, workers, frequency),
        new TrainingSpec(EngineKind.DL4J, 1, batchSize, 1, 1e-3, new RestartSpec(1, 0, 1, 1, 1)),
        images);
  }

  /** Numbers of the images of each batch, over all rounds. */
  private static List<List<Integer>> epoch(Batching batching, int images, int worker, long order) {
    List<List<Integer>> batches = new ArrayList<>();
    for (int from = 0; from < batching.steps(); from += batching.frequency()) {
      int until = Math.min(from + batching.frequency(), batching.steps());
      ShareBatches round =
          new ShareBatches(SIZE, images, batching.workers(), batching.batch(), order, from, until);
      Iterator<MultiDataSet> sets =
          round.call(
              worker,
              blocks(
                  ImageShares.share(images, batching.workers(), worker),
                  worker,
                  batching.workers()));
      while (sets.hasNext()) {
        batches.add(numbers(sets.next().getFeatures(0).toFloatMatrix()));
      }
    }
    return batches;
  }

  private static List<Integer> numbers(float[][] rows) {
    List<Integer> numbers = new ArrayList<>();
    for (float[] row : rows) {
      assertThat(row).hasSize(SIZE).containsOnly(row[0]);
      numbers.add((int) row[0]);
    }
    return numbers;
  }

  /** A share in blocks of three images, the last block first: they arrive in any order. */
  private static Iterator<Tuple2<Integer, float[]>> blocks(int share, int worker, int workers) {
    List<Tuple2<Integer, float[]>> blocks = new ArrayList<>();
    for (int first = 0; first < share; first += 3) {
      float[] block = new float[Math.min(3, share - first) * SIZE];
      for (int i = 0; i < block.length; i++) {
        block[i] = first + i / SIZE;
      }
      blocks.add(0, new Tuple2<>(worker + first * workers, block));
    }
    return blocks.iterator();
  }
}
