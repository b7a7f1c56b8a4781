/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void lettersOfAnyLanguageStay() {
    assertThat(Printable.line("Gesichter 顔 obj7__12.png ± é 🙂"))
        .isEqualTo("Gesichter 顔 obj7__12.png ± é 🙂");
  }

  @Test
  void whatATerminalObeysIsShownByItsNumber() {
    assertThat(Printable.line("a\u001b[31mb")).isEqualTo("a\\u001b[31mb");
    assertThat(Printable.line("a\u009b31mb\u0007\u007f")).isEqualTo("a\\u009b31mb\\u0007\\u007f");
    assertThat(Printable.line("a\r\nerror: b\u2028c\tx"))
        .isEqualTo("a\\u000d\\u000aerror: b\\u2028c\\u0009x");
  }

  @Test
  void whatTurnsOrHidesTextIsShownByItsNumber() {
    assertThat(Printable.line("gnp\u202e.exe")).isEqualTo("gnp\\u202e.exe");
    assertThat(Printable.line("a\u200bb\u2066\ufeff")).isEqualTo("a\\u200bb\\u2066\\ufeff");
    assertThat(Printable.line("lone \ud800 half")).isEqualTo("lone \\ud800 half");
  }

  @Test
  void linesKeepTheirEnds() {
    assertThat(Printable.lines("a\n\u001bb\n")).isEqualTo("a\n\\u001bb\n");
  }
}
