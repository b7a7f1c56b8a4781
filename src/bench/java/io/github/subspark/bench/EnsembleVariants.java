/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.bench;

import io.github.subspark.InvalidInputException;
import io.github.subspark.Seeds;
import io.github.subspark.clustering.CoAssociation;
import io.github.subspark.clustering.EnsemblePartitions;
import io.github.subspark.commit.RunDirectory;
import io.github.subspark.images.ImageReader;
import io.github.subspark.linalg.BlasThreads;
import io.github.subspark.network.Attention;
import io.github.subspark.publishing.RunDescription;
import io.github.subspark.scores.Scores;
import io.github.subspark.scores.SeedStatistics;
import io.github.subspark.steps.Commits;
import io.github.subspark.steps.Step;
import io.github.subspark.steps.StepKind;
import io.github.subspark.sweep.Cell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/**
 * What was tried for the ensemble: the members of each cell without attention of finished runs,
 * averaged with other weights, and scored. The runs need labels, and {@code ensemble-closed-form}
 * or {@code ensemble-weighted} among their clusterers.
 */
final class EnsembleVariants {
  private static final int HALF = EnsemblePartitions.count();

  private EnsembleVariants() {}

  /**
   * The 160 members of a cell: those of C, then those of its closed form.
   *
   * @param partitions cluster of each image
   * @param own likeness of each to what its own half agrees on
   * @param all likeness of each to what all agree on
   */
  private record Members(List<int[]> partitions, double[] own, double[] all) {
    static Members of(List<int[]> partitions, int images) {
      CoAssociation together = CoAssociation.of(partitions, images);
      double[] all = partitions.stream().mapToDouble(together::likeness).toArray();
      double[] own = new double[2 * HALF];
      for (int first = 0; first < own.length; first += HALF) {
        List<int[]> half = partitions.subList(first, first + HALF);
        CoAssociation agreed = CoAssociation.of(half, images);
        for (int i = 0; i < HALF; i++) {
          own[first + i] = agreed.likeness(half.get(i));
        }
      }
      return new Members(partitions, own, all);
    }

    double quality(int member) {
      int first = member < HALF ? 0 : HALF;
      return Arrays.stream(own, first, first + HALF).average().orElseThrow();
    }

    double share(int member, int power) {
      int first = member < HALF ? 0 : HALF;
      double sum = Arrays.stream(own, first, first + HALF).map(q -> Math.pow(q, power)).sum();
      return Math.pow(own[member], power) / sum;
    }
  }

  /** The weight of a member. */
  private interface Weight {
    double of(Members members, int member);
  }

  private static Weight powers(int q, int quality) {
    return (members, i) -> members.share(i, q) * Math.pow(members.quality(i), quality);
  }

  private static Weight power(int q) {
    return (members, i) -> Math.pow(members.own()[i], q);
  }

  private static Map<String, Weight> variants() {
    Map<String, Weight> variants = new LinkedHashMap<>();
    variants.put("the 80 of C", (members, i) -> i < HALF ? 1 : 0);
    variants.put("the 80 of the closed form", (members, i) -> i < HALF ? 0 : 1);
    variants.put("all 160", (members, i) -> 1);
    variants.put(
        "the half whose partitions agree more with each other",
        (members, i) ->
            members.quality(i) >= Math.max(members.quality(0), members.quality(HALF)) ? 1 : 0);
    variants.put(
        "all, by likeness to all 160, power 4", (members, i) -> Math.pow(members.all()[i], 4));
    variants.put("all, q^4", power(4));
    variants.put("all, q^8", power(8));
    variants.put("all, q^16", power(16));
    variants.put(
        "the 80 of C alone, q^8", (members, i) -> i < HALF ? Math.pow(members.own()[i], 8) : 0);
    variants.put("all, Q^16", powers(0, 16));
    variants.put("all, q^4 Q^8", powers(4, 8));
    variants.put("all, q^4 Q^16", powers(4, 16));
    variants.put("all, q^4 Q^24", powers(4, 24));
    variants.put("all, q^8 Q^16", powers(8, 16));
    return variants;
  }

  /** Prints a table with a column for each run: ACC in percent, mean +- sd over its cells. */
  static void print(List<String> places) throws IOException {
    BlasThreads.set(1);
    Map<String, List<SeedStatistics>> rows = new LinkedHashMap<>();
    for (String place : places) {
      of(RunDirectory.at(place, new Configuration()))
          .forEach(
              (name, scores) -> rows.computeIfAbsent(name, n -> new ArrayList<>()).add(scores));
    }
    System.out.println("| what is averaged | " + String.join(" | ", places) + " |");
    System.out.println("|---" + "|---".repeat(places.size()) + "|");
    rows.forEach(
        (name, scores) ->
            System.out.println(
                "| "
                    + name
                    + " | "
                    + String.join(" | ", scores.stream().map(s -> text(s)).toList())
                    + " |"));
  }

  private static String text(SeedStatistics scores) {
    return String.format(
        Locale.ROOT, "%.1f +- %.1f", 100 * scores.mean(), 100 * scores.standardDeviation());
  }

  private static Map<String, SeedStatistics> of(RunDirectory run) throws IOException {
    RunDescription description =
        RunDescription.of(run)
            .orElseThrow(() -> refusal(run, "no run.json in it. Name the directory of a sweep"));
    int[] classes =
        ImageReader.read(description.spec().data(), new Configuration())
            .labels()
            .orElseThrow(() -> refusal(run, "its images have no labels"))
            .classes();
    Commits commits = Commits.of(run);
    Map<String, double[]> accuracies = new LinkedHashMap<>();
    List<Cell> cells =
        description.cells().stream().filter(cell -> cell.attention() == Attention.NONE).toList();
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      System.err.println(run.place() + ": " + cell.key());
      List<int[]> partitions =
          run.members(
              commits
                  .of(new Step(StepKind.CLUSTER, cell))
                  .orElseThrow(() -> refusal(run, cell.key() + " is not clustered")));
      Members members = Members.of(partitions, classes.length);
      for (Map.Entry<String, Weight> variant : variants().entrySet()) {
        int[] clusters =
            clusters(members, variant.getValue(), description.spec().clusters(), cell.seed());
        accuracies.computeIfAbsent(variant.getKey(), name -> new double[cells.size()])[i] =
            Scores.of(clusters, classes).accuracy();
      }
    }
    Map<String, SeedStatistics> statistics = new LinkedHashMap<>();
    accuracies.forEach((name, values) -> statistics.put(name, SeedStatistics.of(values)));
    return statistics;
  }

  private static InvalidInputException refusal(RunDirectory run, String why) {
    return new InvalidInputException(
        "Cannot score other ensembles of %s: %s.".formatted(run.place(), why));
  }

  private static int[] clusters(Members members, Weight weight, int clusters, long seed) {
    double[] weights =
        IntStream.range(0, members.partitions().size())
            .mapToDouble(i -> weight.of(members, i))
            .toArray();
    double sum = Arrays.stream(weights).sum();
    CoAssociation together = new CoAssociation(members.partitions().get(0).length);
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        together.add(members.partitions().get(i), (float) (weights[i] / sum));
      }
    }
    return together.consensus(clusters, Seeds.derive(seed, "variants")).clusters();
  }
}
