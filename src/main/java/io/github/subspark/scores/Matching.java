/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.scores;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jgrapht.alg.matching.KuhnMunkresMinimalWeightBipartitePerfectMatching;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleWeightedGraph;

/**
 * The one-to-one matching of clusters and classes under which most images agree (Kuhn-Munkres).
 *
 * <p>Where there are more clusters than classes, the surplus clusters have no class ({@link
 * #UNMATCHED}) and their images count as wrong; a cluster matched to a class that it shares no
 * image with is unmatched as well. Of several best matchings one is taken, the same for the same
 * table.
 *
 * @param classOfCluster the class of each cluster, or {@link #UNMATCHED}
 * @param agreeing number of images whose cluster's class is their own
 */
public record Matching(int[] classOfCluster, long agreeing) {
  /** Stands for the class of a cluster that has none. */
  public static final int UNMATCHED = -1;

  /** The best matching of a table. */
  public static Matching of(ContingencyTable table) {
    long[][] counts = table.counts();
    int clusters = counts.length;
    int size = Math.max(clusters, counts[0].length);
    int[] matched = new int[clusters];
    Arrays.fill(matched, UNMATCHED);
    long agreeing = 0;
    var graph = padded(table, size);
    for (DefaultWeightedEdge edge : solve(graph, size).getMatching().getEdges()) {
      int cluster = graph.getEdgeSource(edge);
      int label = graph.getEdgeTarget(edge) - size;
      if (cluster < clusters && label < counts[0].length && counts[cluster][label] > 0) {
        matched[cluster] = label;
        agreeing += counts[cluster][label];
      }
    }
    return new Matching(matched, agreeing);
  }

  private static KuhnMunkresMinimalWeightBipartitePerfectMatching<Integer, DefaultWeightedEdge>
      solve(SimpleWeightedGraph<Integer, DefaultWeightedEdge> graph, int size) {
    return new KuhnMunkresMinimalWeightBipartitePerfectMatching<>(
        graph, vertices(0, size), vertices(size, 2 * size));
  }

  /** Clusters 0..size-1 and classes size..2 size-1, padded to a square; weights are -counts. */
  private static SimpleWeightedGraph<Integer, DefaultWeightedEdge> padded(
      ContingencyTable table, int size) {
    long[][] counts = table.counts();
    var graph = new SimpleWeightedGraph<Integer, DefaultWeightedEdge>(DefaultWeightedEdge.class);
    IntStream.range(0, 2 * size).forEach(graph::addVertex);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        long count = i < counts.length && j < counts[0].length ? counts[i][j] : 0;
        graph.setEdgeWeight(graph.addEdge(i, size + j), (double) -count);
      }
    }
    return graph;
  }

  private static Set<Integer> vertices(int from, int to) {
    return IntStream.range(from, to).boxed().collect(Collectors.toCollection(HashSet::new));
  }
}
