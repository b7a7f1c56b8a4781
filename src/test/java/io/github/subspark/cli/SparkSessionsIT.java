/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.subspark.InvalidInputException;
import java.io.IOException;
import java.util.List;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A start that Spark's own threads lose against each other, as a driver of YARN may. */
class SparkSessionsIT {
  private static final List<String> SETTINGS =
      List.of("spark.ui.enabled", "spark.ui.port", "spark.ui.filters");

  @BeforeEach
  void putPagesUp() {
    System.setProperty("spark.ui.enabled", "true");
    System.setProperty("spark.ui.port", "0");
    System.setProperty("spark.ui.filters", LostFilter.class.getName());
  }

  @AfterEach
  void clear() {
    SETTINGS.forEach(System::clearProperty);
  }

  @Test
  void aStartThatSparkLostIsTriedAgain() {
    LostFilter.loseStarts(1);
    SparkSession spark = SparkSessions.start("lost once");
    try {
      assertThat(LostFilter.starts).isEqualTo(2);
      assertThat(spark.range(3).count()).isEqualTo(3);
    } finally {
      spark.stop();
    }
  }

  @Test
  void aSecondLossIsTold() {
    LostFilter.loseStarts(2);
    assertThatThrownBy(() -> SparkSessions.start("lost twice"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Cannot start Spark on local[*]: No filter named lost.");
  }

  /**
   * Fails as Jetty does, once in a lost start: on the first page after that of a starting Spark.
   */
  public static final class LostFilter implements Filter {
    private static int starts;
    private static int losses;
    private static int pages;

    static void loseStarts(int number) {
      starts = 0;
      losses = number;
      pages = 0;
    }

    @Override
    public void init(FilterConfig config) {
      if (pages == 0) {
        starts++;
      }
      pages++;
      if (pages == 2 && starts <= losses) {
        pages = 0;
        throw new IllegalStateException("No filter named lost");
      }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      chain.doFilter(request, response);
    }

    @Override
    public void destroy() {}
  }
}
