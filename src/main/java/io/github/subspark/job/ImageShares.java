/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.Seeds;
import io.github.subspark.images.Images;
import io.github.subspark.training.ShuffledOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.storage.StorageLevel;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import scala.Tuple2;

/**
 * All images, dealt out at random among workers once, so that each share is a sample of them all.
 * Executors hold the shares in blocks of pixels on their disks, where the system's cache serves
 * them and no heap grows with them; one that is lost is dealt out again by the driver.
 *
 * @param blocks a partition per worker, of blocks [image][channel][row][column] in any order; image
 *     i of block b is image b / workers + i of the share
 * @param images N
 * @param size values of an image
 * @param workers partitions
 */
record ImageShares(JavaRDD<Tuple2<Integer, float[]>> blocks, int images, int size, int workers)
    implements AutoCloseable {
  /** Java's serialization holds on to a hundred objects before it lets go of them all. */
  private static final int BLOCK_BYTES = 64 << 10;

  /** Blocks travel to the executors in tasks, of which Spark wants less than a megabyte. */
  private static final int BLOCKS_OF_A_TASK = 8;

  /**
   * Deals images out; nothing moves before they are asked for.
   *
   * @param seed of the shares
   * @param profile what a task over a share takes, if Spark has to be told
   */
  static ImageShares of(
      JavaSparkContext spark,
      Images images,
      int workers,
      long seed,
      Optional<ResourceProfile> profile) {
    List<Tuple2<Integer, float[]>> blocks = deal(images, workers, seed);
    // Not sorted: that would hold a share in memory.
    JavaPairRDD<Integer, float[]> dealt =
        spark
            .parallelizePairs(blocks, Math.floorDiv(blocks.size(), BLOCKS_OF_A_TASK) + 1)
            .partitionBy(new HashPartitioner(workers));
    JavaRDD<Tuple2<Integer, float[]>> shares = JavaRDD.fromRDD(dealt.rdd(), dealt.classTag());
    return new ImageShares(
        profile.map(shares::withResources).orElse(shares).persist(StorageLevel.DISK_ONLY()),
        images.count(),
        images.size(),
        workers);
  }

  /** Blocks by where their first image stands in the order: the place modulo W is the worker. */
  private static List<Tuple2<Integer, float[]>> deal(Images images, int workers, long seed) {
    int[] order = ShuffledOrder.of(Seeds.derive(seed, "shares"), images.count());
    int size = images.size();
    int length = Math.max(1, BLOCK_BYTES / Float.BYTES / size);
    List<Tuple2<Integer, float[]>> blocks = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      int share = share(images.count(), workers, worker);
      for (int from = 0; from < share; from += length) {
        float[] block = new float[Math.min(length, share - from) * size];
        for (int at = 0; at < block.length; at += size) {
          int image = order[worker + (from + at / size) * workers];
          System.arraycopy(images.pixels(), image * size, block, at, size);
        }
        blocks.add(new Tuple2<>(worker + from * workers, block));
      }
    }
    return blocks;
  }

  /**
   * Each worker's batches of a round.
   *
   * @param order seed of the epoch's orders
   * @param from first step of the round in the epoch
   * @param until behind its last
   * @param batch images of a worker's batch
   */
  JavaRDD<MultiDataSet> batches(long order, int from, int until, int batch) {
    return blocks.mapPartitionsWithIndex(
        new ShareBatches(size, images, workers, batch, order, from, until), true);
  }

  /** Images of a worker: as many as of any other, or one fewer. */
  static int share(int images, int workers, int worker) {
    return (images - worker + workers - 1) / workers;
  }

  @Override
  public void close() {
    blocks.unpersist(false);
  }
}
