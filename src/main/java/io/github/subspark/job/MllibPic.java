/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.clustering.SparseEdges;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.clustering.PowerIterationClustering;
import org.apache.spark.mllib.clustering.PowerIterationClusteringModel;
import scala.Tuple3;

/**
 * Spark MLlib's power iteration clustering (Lin and Cohen 2010) of a thinned affinity. It starts
 * from the degrees and runs over one fixed partition of sorted edges, since GraphX sums in the
 * order in which messages arrive.
 */
final class MllibPic {
  private MllibPic() {}

  /** Edges as MLlib takes them: each pair once, smaller id first. */
  static Iterator<Tuple3<Long, Long, Double>> edges(SparseEdges edges) {
    List<Tuple3<Long, Long, Double>> tuples = new ArrayList<>(edges.i().length);
    for (int e = 0; e < edges.i().length; e++) {
      tuples.add(new Tuple3<>((long) edges.i()[e], (long) edges.j()[e], edges.w()[e]));
    }
    return tuples.iterator();
  }

  /**
   * Clusters of n images. MLlib drops images without any edge; they share cluster 0 with whatever
   * else is there.
   */
  static int[] cluster(
      JavaRDD<Tuple3<Long, Long, Double>> edges, int n, int clusters, int iterations) {
    PowerIterationClusteringModel model =
        new PowerIterationClustering()
            .setK(clusters)
            .setMaxIterations(iterations)
            .setInitializationMode("degree")
            .run(edges);
    int[] assignments = new int[n];
    for (PowerIterationClustering.Assignment assignment :
        model.assignments().toJavaRDD().collect()) {
      assignments[Math.toIntExact(assignment.id())] = assignment.cluster();
    }
    return assignments;
  }
}
