/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.publishing;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.subspark.Budget;
import io.github.subspark.InvalidInputException;
import io.github.subspark.MemoryFiles;
import io.github.subspark.commit.ArtefactKind;
import io.github.subspark.commit.Lease;
import io.github.subspark.commit.LeaseHeldException;
import io.github.subspark.commit.RunDirectory;
import java.io.IOException;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;

/** A run's JSON files with content that someone else wrote. */
class RunRecordFuzzTest {
  private static final Configuration HADOOP = MemoryFiles.hadoop();

  @FuzzTest
  void read(byte[] bytes) throws Exception {
    MemoryFiles.put("/records/run.json", bytes);
    MemoryFiles.put("/records/_commits/weights/k/a.json", bytes);
    MemoryFiles.put("/records/_failures/train/k/a.json", bytes);
    MemoryFiles.put("/records/_lease/0000000000001-a.json", bytes);
    RunDirectory run = RunDirectory.at("mem:///records", HADOOP);
    new Budget(64)
        .spend(
            () -> {
              run.commits(ArtefactKind.WEIGHTS);
              run.failures();
              lease(run);
              try {
                RunDescription.of(run);
              } catch (InvalidInputException expected) {
                // One line for the user.
              }
            });
  }

  /** Asks for the lease that the file's holder may have. */
  private static void lease(RunDirectory run) throws IOException {
    try (Lease lease = Lease.take(run, Duration.ofHours(1))) {
      lease.check();
    } catch (LeaseHeldException expected) {
      // One line for the user.
    }
  }
}
