/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.job;

import io.github.subspark.commit.ArtefactKind;
import io.github.subspark.commit.CommitRecord;
import io.github.subspark.commit.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The steps that are committed in a run directory on the local disk.
 *
 * @param digests SHA-256 over commit record and artefacts by step, 'coefficients/k1-none-seed0'
 */
record CommittedSteps(Map<String, String> digests) {
  private static final Pattern TRAINING =
      Pattern.compile("(weights|coefficients)/(?<channels>k\\d+)(-(?<attention>[a-z]+))?-seed\\d+");

  static CommittedSteps of(Path folder, RunDirectory run) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    for (ArtefactKind kind : ArtefactKind.values()) {
      for (CommitRecord commit : run.commits(kind)) {
        String step = kind.text() + "/" + commit.key();
        digests.put(step, digest(folder, step, commit));
      }
    }
    return new CommittedSteps(digests);
  }

  private static String digest(Path folder, String step, CommitRecord commit) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          Files.readAllBytes(
              folder.resolve("_commits/" + step + "/" + commit.attempt() + ".json")));
      for (CommitRecord.ArtefactFile file : commit.files()) {
        digest.update(Files.readAllBytes(folder.resolve(file.path())));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Calls of the fake engine that would compute one of these steps anew. */
  TreeSet<String> calls() {
    TreeSet<String> calls = new TreeSet<>();
    for (String step : digests.keySet()) {
      Matcher training = TRAINING.matcher(step);
      if (training.matches()) {
        calls.add(
            training.group("attention") == null
                ? "pretrain " + training.group("channels")
                : "finetune " + training.group("channels") + " " + training.group("attention"));
      }
    }
    return calls;
  }

  boolean contains(String step) {
    return digests.containsKey(step);
  }
}
