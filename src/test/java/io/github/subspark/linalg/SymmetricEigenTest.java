/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Residuals and orthogonality, which define eigenvectors, and matrices whose spectrum is known. */
class SymmetricEigenTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 60, 211})
  void pairsSolveTheEigenproblem(int n) {
    double[] a = symmetric(n, n);
    try (SymmetricEigen eigen = SymmetricEigen.of(a, n)) {
      int m = (n + 1) / 2;
      checkPairs(a, eigen.largest(m));
      checkPairs(a, eigen.largestInMagnitude(m));
      checkPairs(a, eigen.largest(n));
      double[] values = eigen.values();
      double trace = 0;
      for (int i = 0; i < n; i++) {
        trace += a[i * n + i];
      }
      assertThat(Arrays.stream(values).sum()).isCloseTo(trace, within(1e-10));
      assertThat(values).isSorted();
      assertThat(eigen.largest(m).values()[0]).isEqualTo(values[n - 1]);
    }
  }

  @Test
  void magnitudesComeFromBothEnds() {
    double[] a = new double[25];
    double[] diagonal = {-5, 1, 4, -3, 2};
    for (int i = 0; i < 5; i++) {
      a[i * 6] = diagonal[i];
    }
    try (SymmetricEigen eigen = SymmetricEigen.of(a, 5)) {
      assertThat(eigen.largestInMagnitude(3).values())
          .containsExactly(new double[] {4, -5, -3}, within(1e-14));
      assertThat(eigen.largest(2).values()).containsExactly(new double[] {4, 2}, within(1e-14));
    }
  }

  /** Sparse and nearly a permutation: on 3 % of these LAPACK's dstemr ends with an error. */
  @Test
  void solvesWhatRelativelyRobustRepresentationsGiveUpOn() {
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      int n = 8 + random.nextInt(60);
      double[] a = new double[n * n];
      for (int j = 0; j < n; j++) {
        int i = random.nextInt(n);
        double half = random.nextDouble() / 2;
        if (i != j) {
          a[i * n + j] += half;
          a[j * n + i] += half;
        }
      }
      for (int i = 0; i < n; i++) {
        a[i * n + i] = seed % 2;
      }
      try (SymmetricEigen eigen = SymmetricEigen.of(a, n)) {
        checkPairs(a, eigen.largestInMagnitude((n + 1) / 2));
      } catch (NoConvergenceException gaveUp) {
        throw new AssertionError("seed " + seed, gaveUp);
      }
    }
  }

  @Test
  void findsEachOfNineEqualEigenvalues() {
    int blocks = 9;
    int size = 12;
    int n = blocks * size;
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        // Blocks joined by links of 1e-13: equal to rounding, as in trained affinities.
        a[i * n + j] = i / size == j / size ? 1.0 / size : 1e-13;
      }
    }
    try (SymmetricEigen eigen = SymmetricEigen.of(a, n)) {
      EigenPairs pairs = eigen.largest(blocks + 1);
      checkPairs(a, pairs);
      double[] ones = new double[blocks];
      Arrays.fill(ones, 1);
      assertThat(Arrays.copyOf(pairs.values(), blocks)).containsExactly(ones, within(1e-9));
      assertThat(pairs.values()[blocks]).isCloseTo(0, within(1e-9));
    }
  }

  @Test
  void refusesWhatIsNotANumber() {
    assertThatThrownBy(() -> SymmetricEigen.of(new double[] {1, Double.NaN, Double.NaN, 1}, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dsytrd");
  }

  @Test
  void singularValueDecompositionRebuildsItsMatrix() {
    int n = 20;
    double[] a = new Random(4).doubles((long) n * n, -1, 1).toArray();
    Svd svd = Svd.of(a, n);
    double[] rebuilt = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          rebuilt[i * n + j] += svd.u()[i * n + k] * svd.singularValues()[k] * svd.vt()[k * n + j];
        }
      }
    }
    assertThat(rebuilt).containsExactly(a, within(1e-12));
    assertThat(svd.singularValues()[0]).isGreaterThan(svd.singularValues()[n - 1]);
  }

  @Test
  void identityNamesLibraryKernelAndThreads() {
    BlasIdentity identity = BlasIdentity.current();
    assertThat(identity.library()).startsWith("OpenBLAS 0.3.");
    assertThat(identity.kernel()).isNotEqualTo("unknown");
    assertThat(identity.threads()).isEqualTo(BlasThreads.current()).isPositive();
  }

  @Test
  void threadsAreSetForTheProcess() {
    int before = BlasThreads.current();
    try {
      BlasThreads.set(2);
      assertThat(BlasThreads.current()).isEqualTo(2);
    } finally {
      BlasThreads.set(before);
    }
    assertThatThrownBy(() -> BlasThreads.set(0))
        .hasMessage("Cannot run BLAS on 0 threads: at least 1");
  }

  private static void checkPairs(double[] a, EigenPairs pairs) {
    int n = pairs.n();
    int m = pairs.count();
    for (int p = 0; p < m; p++) {
      for (int i = 0; i < n; i++) {
        double residual = -pairs.values()[p] * pairs.vectors()[i * m + p];
        for (int j = 0; j < n; j++) {
          residual += a[i * n + j] * pairs.vectors()[j * m + p];
        }
        assertThat(residual).as("row %d of pair %d", i, p).isCloseTo(0, within(1e-11));
      }
      for (int q = 0; q <= p; q++) {
        double dot = 0;
        for (int i = 0; i < n; i++) {
          dot += pairs.vectors()[i * m + p] * pairs.vectors()[i * m + q];
        }
        assertThat(dot).as("vectors %d and %d", p, q).isCloseTo(p == q ? 1 : 0, within(1e-11));
      }
    }
  }

  private static double[] symmetric(int n, long seed) {
    Random random = new Random(seed);
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        a[i * n + j] = random.nextGaussian();
        a[j * n + i] = a[i * n + j];
      }
    }
    return a;
  }
}
