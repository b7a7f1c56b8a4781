/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkUserAppException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
    name = "subspark",
    description = "Deep subspace clustering with channel attention, swept on Apache Spark.",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    versionProvider = Versions.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      SweepCommand.class,
      PlanCommand.class,
      ReportCommand.class,
      PickCommand.class,
      VerifyCommand.class,
      DataCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 all done, 1 unexpected failure, 2 bad usage, configuration or",
      "data, 3 some cells failed (the rest is written), 4 another driver holds the run,",
      "143 ended by SIGTERM.",
      "",
      "Example:",
      "  subspark sweep conf/quickstart.conf"
    })
public final class Main implements Runnable {
  @Spec private CommandSpec command;

  /** Made by picocli's caller, {@link #run}. */
  Main() {}

  /**
   * Runs one command and leaves with its exit code.
   *
   * @throws SparkUserAppException with the exit code, for YARN
   */
  public static void main(String[] arguments) throws SparkUserAppException {
    int code = run(arguments, writer(System.out), writer(System.err));
    // YARN takes any System.exit of a driver for a failure, even that of a finished one, and tells
    // of a code that is thrown.
    if (code != ExitCode.DONE.code() && insideYarn()) {
      throw new SparkUserAppException(code);
    } else if (code != ExitCode.DONE.code()) {
      System.exit(code);
    }
  }

  private static boolean insideYarn() {
    SparkConf conf = new SparkConf();
    return conf.get("spark.master", "").equals("yarn")
        && conf.get("spark.submit.deployMode", "").equals("cluster");
  }

  /**
   * Runs one command.
   *
   * @param out takes results and help
   * @param err takes errors
   * @return the exit code
   */
  public static int run(String[] arguments, PrintWriter out, PrintWriter err) {
    return commandLine(out, err).execute(arguments);
  }

  /** All commands, with the error messages and exit codes that they share. */
  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    ErrorPrinter errors = new ErrorPrinter();
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setHelpFactory(Main::help)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  /** Help with options as they are written here: '-D KEY=VALUE', '--data PATH'. */
  private static Help help(CommandSpec described, Help.ColorScheme colours) {
    // Parsing, for which '--data=PATH' stays as good, is over when help is asked for.
    described.parser().separator(" ");
    described.usageMessage().abbreviateSynopsis(true);
    return new Help(described, colours);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        command.commandLine(),
        "Cannot run: no command given. Name one of those that --help lists.");
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, Charset.defaultCharset()), true);
  }
}
