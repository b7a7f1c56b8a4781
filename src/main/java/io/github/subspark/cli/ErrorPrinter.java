/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

import io.github.subspark.InvalidInputException;
import io.github.subspark.Printable;
import io.github.subspark.UnfinishedException;
import io.github.subspark.commit.LeaseHeldException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in lines 'error: ...', with a stack trace only if asked for. */
final class ErrorPrinter implements IParameterExceptionHandler, IExecutionExceptionHandler {

  @Override
  public int handleParseException(ParameterException exception, String[] arguments) {
    CommandLine command = exception.getCommandLine();
    PrintWriter err = command.getErr();
    print(command, List.of(problem(exception)));
    UnmatchedArgumentException.printSuggestions(exception, err);
    err.printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
    err.flush();
    return ExitCode.UNUSABLE_INPUT.code();
  }

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine command, ParseResult parsed) {
    if (Termination.begun()) {
      // Spark is being stopped around us: whatever was thrown comes of that.
      return ExitCode.TERMINATED.code();
    }
    boolean verbose = parsed.subcommands().isEmpty() ? verbose(parsed) : verboseBelow(parsed);
    Optional<InvalidInputException> invalid = cause(exception, InvalidInputException.class);
    Optional<String> told = told(exception);
    if (invalid.isPresent()) {
      print(command, invalid.get().problems());
    } else if (told.isPresent()) {
      print(command, List.of(told.get()));
    } else {
      String hint = verbose ? "" : " Run again with --verbose for the stack trace.";
      print(command, List.of("Cannot finish: " + firstLine(exception) + "." + hint));
    }
    if (verbose) {
      StringWriter trace = new StringWriter();
      exception.printStackTrace(new PrintWriter(trace));
      command.getErr().print(Printable.lines(trace.toString().replace("\t", "    ")));
    }
    command.getErr().flush();
    if (exception instanceof LeaseHeldException) {
      return ExitCode.HELD.code();
    }
    return invalid.isPresent() ? ExitCode.UNUSABLE_INPUT.code() : ExitCode.UNEXPECTED.code();
  }

  /** The words of exceptions that are written for users. */
  private static Optional<String> told(Exception exception) {
    return exception instanceof LeaseHeldException
        ? Optional.of(exception.getMessage())
        : cause(exception, UnfinishedException.class).map(Throwable::getMessage);
  }

  /** In the words of all other errors, where picocli has its own. */
  private static String problem(ParameterException exception) {
    String message = exception.getMessage();
    return message.startsWith("Cannot ")
        ? message
        : "Cannot run %s: %s%s"
            .formatted(
                exception.getCommandLine().getCommandSpec().qualifiedName(),
                message.substring(0, 1).toLowerCase(Locale.ROOT),
                message.substring(1));
  }

  private static void print(CommandLine command, List<String> problems) {
    String label = command.getColorScheme().errorText("error:").toString();
    problems.forEach(
        problem ->
            command
                .getErr()
                .println(label + " " + Printable.line(problem.replaceAll("\\s*\\R\\s*", " "))));
  }

  private static boolean verboseBelow(ParseResult parsed) {
    return parsed.subcommands().stream().anyMatch(sub -> verbose(sub) || verboseBelow(sub));
  }

  private static boolean verbose(ParseResult parsed) {
    return parsed.hasMatchedOption(TerminalOptions.VERBOSE);
  }

  /** A pool of threads or Spark may have wrapped it. */
  private static <T extends Throwable> Optional<T> cause(Throwable thrown, Class<T> wanted) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (wanted.isInstance(cause)) {
        return Optional.of(wanted.cast(cause));
      }
    }
    return Optional.empty();
  }

  private static String firstLine(Throwable thrown) {
    return thrown.toString().lines().findFirst().orElse("").strip().replaceAll("\\.$", "");
  }
}
