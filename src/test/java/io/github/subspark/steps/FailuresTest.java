/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.subspark.commit.FailureRecord;
import io.github.subspark.steps.StepOutcome.Failed;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  /** As Spark 3.5 words it. */
  private static final String LOST =
      """
      Job aborted due to stage failure: Task 0 in stage 7.0 failed 4 times, most recent failure: \
      Lost task 0.3 in stage 7.0 (TID 31) (10.0.0.7 executor 9): ExecutorLostFailure (executor 9 \
      exited caused by one of the running tasks) Reason: Command exited with code 137
      Driver stacktrace:""";

  @Test
  void anExecutorThatDiedTooOftenIsToldInAFewWords() {
    Failed failed = Failures.ofJob(new SparkException(LOST));
    assertThat(failed.kind()).isEqualTo(FailureRecord.EXECUTOR_LOST);
    assertThat(failed.message())
        .isEqualTo(
            "its executor died under it 4 times, at last with: Command exited with code 137");
    assertThat(failed.host()).isEqualTo("10.0.0.7");
    assertThat(Failures.deaths(new SparkException(LOST)))
        .contains("executor died under it 4 times, at last with: Command exited with code 137");
    assertThat(Failures.deaths(new SparkException("Task not serializable"))).isEmpty();
  }

  @Test
  void aJobThatLostItsBlocksWithTheirExecutorsIsTriedAgainToo() {
    Failed failed =
        Failures.ofJob(
            new SparkException(
                "Job aborted due to stage failure: ResultStage 7 has failed the maximum allowable"
                    + " number of times: 4. Most recent failure reason:"
                    + " org.apache.spark.shuffle.FetchFailedException: Connection refused"));
    assertThat(failed.kind()).isEqualTo(FailureRecord.EXECUTOR_LOST);
  }

  @Test
  void aJobThatFailedForAnotherReasonKeepsItsWords() {
    Failed failed = Failures.ofJob(new SparkException("Task not serializable\nfor a reason"));
    assertThat(failed.kind()).isEqualTo("spark");
    assertThat(failed.message()).isEqualTo("Task not serializable for a reason");
  }

  @Test
  void kindsAreNamedByWhatWasThrown() {
    assertThat(Failures.of(new IOException("No space left on device"), "h").kind())
        .isEqualTo(FailureRecord.STORE);
    assertThat(Failures.of(new UncheckedIOException(new IOException("gone")), "h").kind())
        .isEqualTo(FailureRecord.STORE);
    assertThat(Failures.of(new OutOfMemoryError("Java heap space"), "h").kind())
        .isEqualTo("out-of-memory");
  }
}
