/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.subspark.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A headless Chromium, spoken to by its driver's W3C WebDriver protocol. (Selenium would do it, but
 * its Guava would take the place of Spark's on the class path.)
 */
final class Browser {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process driver;
  private final String session;

  /** Starts one with an empty profile. */
  Browser(Path profile) throws IOException, InterruptedException {
    int port = FreePort.next();
    driver =
        new ProcessBuilder(DRIVER.toString(), "--port=" + port, "--log-level=SEVERE")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolveSibling("chromedriver.log").toFile())
            .start();
    String server = "http://127.0.0.1:" + port;
    awaitReady(server);
    Map<String, Object> chrome =
        Map.of(
            "binary",
            CHROMIUM.toString(),
            "args",
            List.of(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile));
    Map<String, Object> wanted =
        Map.of(
            "browserName",
            "chrome",
            "goog:chromeOptions",
            chrome,
            "goog:loggingPrefs",
            Map.of("browser", "ALL", "performance", "ALL"));
    JsonNode begun =
        post(server + "/session", Map.of("capabilities", Map.of("alwaysMatch", wanted)));
    session = server + "/session/" + begun.get("sessionId").asText();
  }

  static boolean isInstalled() {
    return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
  }

  void open(Path page) throws IOException, InterruptedException {
    post(session + "/url", Map.of("url", page.toUri().toString()));
  }

  /** Runs a function body of JavaScript; returns what it returns. */
  JsonNode run(String script) throws IOException, InterruptedException {
    return post(session + "/execute/sync", Map.of("script", script, "args", List.of()));
  }

  /** A command of Chrome's own protocol. */
  void command(String name, Map<String, Object> parameters)
      throws IOException, InterruptedException {
    post(session + "/goog/cdp/execute", Map.of("cmd", name, "params", parameters));
  }

  /** What the console was told since the last call: errors, warnings and the rest. */
  List<String> console() throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    log("browser").forEach(entry -> lines.add(entry.get("message").asText()));
    return lines;
  }

  /**
   * Every address that files asked for since the last call: the browser's own pages do not count.
   */
  List<String> requests() throws IOException, InterruptedException {
    List<String> addresses = new ArrayList<>();
    for (JsonNode entry : log("performance")) {
      JsonNode message = JSON.readTree(entry.get("message").asText()).get("message");
      JsonNode parameters = message.get("params");
      if (message.get("method").asText().equals("Network.requestWillBeSent")
          && parameters.get("documentURL").asText().startsWith("file:")) {
        addresses.add(parameters.get("request").get("url").asText());
      }
    }
    return addresses;
  }

  private JsonNode log(String type) throws IOException, InterruptedException {
    return post(session + "/se/log", Map.of("type", type));
  }

  private void awaitReady(String server) throws IOException, InterruptedException {
    HttpRequest status = HttpRequest.newBuilder(URI.create(server + "/status")).build();
    for (long end = System.nanoTime() + LIMIT.toNanos(); System.nanoTime() < end; ) {
      try {
        http.send(status, BodyHandlers.discarding());
        return;
      } catch (java.net.ConnectException notYet) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    throw new IOException("chromedriver does not answer");
  }

  private JsonNode post(String address, Object body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .timeout(LIMIT)
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    JsonNode value = JSON.readTree(http.send(request, BodyHandlers.ofString()).body()).get("value");
    if (value.hasNonNull("error")) {
      throw new IOException(value.get("message").asText());
    }
    return value;
  }

  /** Ends the browser and its driver. */
  void close() throws IOException, InterruptedException {
    try {
      http.send(
          HttpRequest.newBuilder(URI.create(session)).timeout(LIMIT).DELETE().build(),
          BodyHandlers.discarding());
    } finally {
      driver.destroy();
      driver.waitFor(10, TimeUnit.SECONDS);
    }
  }
}
