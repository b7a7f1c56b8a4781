/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.FreePort;
import io.github.subspark.cli.SmallSweep.Ended;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is to be seen of a sweep from outside while it runs. */
class WatchingIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String LOGGER = "io.github.subspark.cells";

  @TempDir private Path folder;
  private final Lines lines = new Lines();
  private int port;

  @BeforeEach
  void openSparksUserInterface() throws IOException {
    port = FreePort.next();
    System.setProperty("spark.ui.enabled", "true");
    System.setProperty("spark.ui.port", "" + port);
    lines.start();
    configuration().addAppender(lines, null, null);
    Configurator.setLevel(LOGGER, Level.INFO);
  }

  @AfterEach
  void close() {
    System.clearProperty("spark.ui.enabled");
    System.clearProperty("spark.ui.port");
    configuration().removeAppender(lines.getName());
    Configurator.setLevel(LOGGER, Level.WARN);
  }

  private static LoggerConfig configuration() {
    return LoggerContext.getContext(false).getConfiguration().getLoggerConfig(LOGGER);
  }

  @Test
  void metricsAndLogFollowTheCells() throws Exception {
    Path config = SmallSweep.configuration(folder);
    CompletableFuture<Ended> sweep =
        CompletableFuture.supplyAsync(
            () -> SmallSweep.run("sweep", config, "--out", folder.resolve("run"), "--quiet"));
    List<String> scraped = new ArrayList<>();
    while (!sweep.isDone()) {
      get("/metrics/prometheus/").filter(text -> text.contains("cells")).ifPresent(scraped::add);
      Thread.sleep(50);
    }
    assertThat(sweep.get().code()).as(sweep.get().err()).isZero();

    assertThat(values(scraped, "cells_all_Value")).as("none until they are planned").endsWith(4);
    assertThat(values(scraped, "cells_done_Value")).startsWith(0).isSorted().contains(4);
    assertThat(values(scraped, "cells_failed_Value")).containsOnly(0);
    assertThat(values(scraped, "cells_running_Value")).anyMatch(running -> running > 0);

    assertThat(values(scraped, "epochs_Count"))
        .as("two pretrainings of 30 epochs, four fine-tunings of 10")
        .isSorted()
        .endsWith(100);

    assertThat(lines.texts)
        .hasSize(8)
        .anyMatch(
            line ->
                line.matches(
                    "event=cell-start cell=k1-channel-seed0 compression=0.25 attention=channel"
                        + " seed=0"))
        .last()
        .asString()
        .matches(
            "event=cell-end cell=k\\d-\\w+-seed0 status=done seconds=\\d+\\.\\d+ done=4 failed=0"
                + " cells=4");
  }

  @Test
  void theLogTellsAFailedCellFromADoneOneAndWhy() throws Exception {
    Path config = SmallSweep.configuration(folder);
    Ended sweep =
        SmallSweep.run(
            "sweep",
            config,
            "--out",
            folder.resolve("failed"),
            "--quiet",
            "-D",
            "training.restarts={limit=0,early-share=1e-9,final-share=1e-9}");

    assertThat(sweep.code()).as(sweep.err()).isEqualTo(3);
    assertThat(lines.texts)
        .filteredOn(line -> line.startsWith("event=cell-end"))
        .hasSize(4)
        .allMatch(
            line ->
                line.matches(
                    "event=cell-end cell=k\\d-\\w+-seed0 status=failed step=pretrain"
                        + " kind=dead-pretraining seconds=\\d+\\.\\d+ done=0 failed=\\d cells=4"));
  }

  private Optional<String> get(String path) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    try {
      return Optional.of(HTTP.send(request, BodyHandlers.ofString()).body());
    } catch (IOException notUp) {
      return Optional.empty();
    }
  }

  /** The values of a gauge, in the order of the scrapes. */
  private static List<Integer> values(List<String> scraped, String gauge) {
    Pattern line =
        Pattern.compile("metrics_subspark_driver_subspark_" + gauge + "\\{[^}]*} (\\d+)");
    return scraped.stream()
        .map(line::matcher)
        .filter(Matcher::find)
        .map(found -> Integer.parseInt(found.group(1)))
        .toList();
  }

  /** Keeps what is logged. */
  private static final class Lines extends AbstractAppender {
    private final List<String> texts = Collections.synchronizedList(new ArrayList<>());

    private Lines() {
      super("lines", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      texts.add(event.getMessage().getFormattedMessage());
    }
  }
}
