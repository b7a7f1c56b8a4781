/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.logaggregation.ContainerLogsRequest;
import org.apache.hadoop.yarn.logaggregation.LogCLIHelpers;

/**
 * Prints what a finished driver on YARN wrote, from YARN's aggregated logs. Hadoop's own command
 * for it needs more jars than Spark brings.
 */
final class YarnLog {
  private static final int TRIES = 15;
  private static final long PAUSE_MILLIS = 1000;

  private YarnLog() {}

  /**
   * Prints the log of an application's driver.
   *
   * @param arguments its id
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ApplicationId application = ApplicationId.fromString(arguments[0]);
    ContainerLogsRequest request = new ContainerLogsRequest();
    request.setAppId(application);
    request.setAppOwner(UserGroupInformation.getCurrentUser().getShortUserName());
    request.setContainerId(driver(application).toString());
    request.setLogTypes(Set.of("stdout", "stderr"));
    request.setBytes(Long.MAX_VALUE);
    LogCLIHelpers logs = new LogCLIHelpers();
    logs.setConf(new YarnConfiguration());
    // Nodes hand their logs in a little after the application's end.
    for (int tries = 0; tries < TRIES; tries++) {
      if (logs.dumpAContainerLogsForLogTypeWithoutNodeId(request) == 0) {
        return;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    System.exit(ExitCode.UNEXPECTED.code());
  }

  private static ContainerId driver(ApplicationId application) {
    return ContainerId.newContainerId(ApplicationAttemptId.newInstance(application, 1), 1);
  }
}
