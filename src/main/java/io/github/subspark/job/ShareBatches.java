/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.Seeds;
import io.github.subspark.training.ShuffledOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import scala.Tuple2;

/**
 * A worker's batches between two averagings. Each epoch shuffles the images of a share anew; of
 * that order a round takes its part while the share's blocks pass by, so that a task holds the
 * images of its round and not those of its share.
 *
 * @param size values of an image
 * @param images N
 * @param workers that share them
 * @param batch images of a batch; an epoch's last may be smaller
 * @param seed of the epoch's orders
 * @param from first step of the round in the epoch
 * @param until behind its last
 */
record ShareBatches(int size, int images, int workers, int batch, long seed, int from, int until)
    implements Function2<Integer, Iterator<Tuple2<Integer, float[]>>, Iterator<MultiDataSet>> {

  /** Nothing is held before the first batch is asked for: who asks has claimed its memory. */
  @Override
  public Iterator<MultiDataSet> call(Integer worker, Iterator<Tuple2<Integer, float[]>> blocks) {
    return new Iterator<>() {
      private Iterator<float[]> batches;

      @Override
      public boolean hasNext() {
        return gathered().hasNext();
      }

      @Override
      public MultiDataSet next() {
        return dataSet(gathered().next());
      }

      private Iterator<float[]> gathered() {
        batches = batches == null ? gather(worker, blocks).iterator() : batches;
        return batches;
      }
    };
  }

  private List<float[]> gather(int worker, Iterator<Tuple2<Integer, float[]>> blocks) {
    int share = ImageShares.share(images, workers, worker);
    int first = Math.min(share, from * batch);
    int count = Math.min(share, until * batch) - first;
    int[] position = positions(ShuffledOrder.of(Seeds.derive(seed, "share", worker), share));
    List<float[]> batches = new ArrayList<>();
    for (int start = 0; start < count; start += batch) {
      batches.add(new float[Math.min(batch, count - start) * size]);
    }
    while (blocks.hasNext()) {
      Tuple2<Integer, float[]> next = blocks.next();
      int image = next._1() / workers;
      float[] block = next._2();
      for (int at = 0; at < block.length; at += size) {
        int place = position[image++] - first;
        if (place >= 0 && place < count) {
          float[] pixels = batches.get(place / batch);
          System.arraycopy(block, at, pixels, place % batch * size, size);
        }
      }
    }
    return batches;
  }

  /** Where each image stands in an order. */
  private static int[] positions(int[] order) {
    int[] positions = new int[order.length];
    for (int place = 0; place < order.length; place++) {
      positions[order[place]] = place;
    }
    return positions;
  }

  /** The images are what the network is given and what it is to answer. */
  private MultiDataSet dataSet(float[] pixels) {
    INDArray rows = Nd4j.create(pixels, new long[] {pixels.length / size, size}, 'c');
    return new org.nd4j.linalg.dataset.MultiDataSet(rows, rows);
  }
}
