/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.report;

import io.github.subspark.commit.Artefacts.CoefficientRows;
import io.github.subspark.tables.CellRow;
import java.io.IOException;

/** Where C of a run's cells is read. */
public interface Coefficients {
  /** Hands over C of a cell row by row; returns whether there is one. */
  boolean read(CellRow cell, CoefficientRows rows) throws IOException;
}
