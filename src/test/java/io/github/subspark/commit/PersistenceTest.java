/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistenceTest {
  private static final String KEY = "k1-seed0";

  @TempDir private Path folder;
  private RunDirectory run;
  private int tries;

  @BeforeEach
  void open() throws IOException {
    run = RunDirectory.at(folder.toString(), new Configuration());
  }

  @Test
  void aFailingStoreIsTriedAgain() throws IOException {
    Persistence.commit(run, ArtefactKind.WEIGHTS, KEY, attempt -> write(attempt, 3, 0));

    assertThat(tries).isEqualTo(3);
    assertThat(run.believed(ArtefactKind.WEIGHTS, KEY)).hasSize(1);
  }

  @Test
  void aStoreThatFailsThreeTimesIsGivenUp() throws IOException {
    assertThatThrownBy(
            () ->
                Persistence.commit(run, ArtefactKind.WEIGHTS, KEY, attempt -> write(attempt, 4, 0)))
        .hasMessage("before 3");

    assertThat(run.believed(ArtefactKind.WEIGHTS, KEY)).isEmpty();
  }

  @Test
  void aCommitThatIsThereIsNotMadeTwice() throws IOException {
    Persistence.commit(run, ArtefactKind.WEIGHTS, KEY, attempt -> write(attempt, 1, 1));

    assertThat(tries).isEqualTo(1);
    assertThat(run.believed(ArtefactKind.WEIGHTS, KEY)).hasSize(1);
  }

  /** Fails before tries below {@code begins}, and after those up to {@code lies}. */
  private void write(Attempt attempt, int begins, int lies) throws IOException {
    tries++;
    if (tries < begins) {
      throw new IOException("before " + tries);
    }
    attempt.weights(new float[] {1}).commit(StepSummary.none(), RunDirectoryTest.HERE);
    if (tries <= lies) {
      throw new IOException("after " + tries);
    }
  }
}
