/* SPDX-License-Identifier: Apache-2.0 */
package org.apache.zeppelin.spark;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.zeppelin.interpreter.InterpreterOutput;

/** What Scala prints, which goes to the output of the paragraph that runs. */
final class PrintedOutput extends OutputStream {
  private OutputStream paragraph = OutputStream.nullOutputStream();

  void to(InterpreterOutput output) {
    paragraph = output;
  }

  @Override
  public void write(int b) throws IOException {
    paragraph.write(b);
  }

  @Override
  public void flush() throws IOException {
    paragraph.flush();
  }
}
