/* SPDX-License-Identifier: Apache-2.0 */
package org.apache.zeppelin.spark;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.zeppelin.interpreter.InterpreterHookRegistry;
import org.apache.zeppelin.interpreter.ZeppelinContext;

/** The variable z of paragraphs: Zeppelin's forms, and its tables as its module for Spark 3 has. */
public final class TableContext extends ZeppelinContext {
  private final SparkShims shims;

  TableContext(SparkShims shims, InterpreterHookRegistry hooks, int maximalRows) {
    super(hooks, maximalRows);
    this.shims = shims;
  }

  @Override
  public String showData(Object table, int maximalRows) {
    return shims.showDataFrame(table, maximalRows, interpreterContext);
  }

  @Override
  public Map<String, String> getInterpreterClassMap() {
    return Map.of(
        "spark", SparkInterpreter.class.getName(), "sql", SparkSqlInterpreter.class.getName());
  }

  @Override
  @SuppressWarnings("rawtypes") // Zeppelin's signature.
  public List<Class> getSupportedClasses() {
    return List.of(Dataset.class);
  }
}
