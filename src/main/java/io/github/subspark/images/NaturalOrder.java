/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Orders names as people do, runs of digits by their value: obj2 before obj10. Whole numbers with a
 * sign or fraction go by value too, so that class -1 stands before class 1.
 */
public final class NaturalOrder implements Comparator<String> {
  private static final Pattern RUNS = Pattern.compile("(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,30}(\\.\\d{1,30})?");

  @Override
  public int compare(String a, String b) {
    if (NUMBER.matcher(a).matches() && NUMBER.matcher(b).matches()) {
      int byValue = new BigDecimal(a).compareTo(new BigDecimal(b));
      return byValue != 0 ? byValue : a.compareTo(b);
    }
    List<String> left = List.of(RUNS.split(a));
    List<String> right = List.of(RUNS.split(b));
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int byRun = compareRuns(left.get(i), right.get(i));
      if (byRun != 0) {
        return byRun;
      }
    }
    int byLength = Integer.compare(left.size(), right.size());
    return byLength != 0 ? byLength : a.compareTo(b);
  }

  private static int compareRuns(String a, String b) {
    if (startsWithDigit(a) && startsWithDigit(b)) {
      String x = a.replaceFirst("^0+(?=.)", "");
      String y = b.replaceFirst("^0+(?=.)", "");
      int byLength = Integer.compare(x.length(), y.length());
      return byLength != 0 ? byLength : x.compareTo(y);
    }
    return a.compareTo(b);
  }

  private static boolean startsWithDigit(String run) {
    return !run.isEmpty() && run.charAt(0) >= '0' && run.charAt(0) <= '9';
  }
}
