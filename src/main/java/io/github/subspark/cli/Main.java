/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.cli;

/** The command line. */
public final class Main {
  private Main() {}

  /** Runs one command. */
  public static void main(String[] arguments) {
    System.out.println("subspark");
  }
}
