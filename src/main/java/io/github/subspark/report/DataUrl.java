/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import java.util.Base64;

/** Pictures inside a page. */
final class DataUrl {
  private DataUrl() {}

  static String png(byte[] bytes) {
    return of("image/png", bytes);
  }

  static String jpeg(byte[] bytes) {
    return of("image/jpeg", bytes);
  }

  private static String of(String type, byte[] bytes) {
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }
}
