/* SPDX-License-Identifier: Apache-2.0 */
package org.apache.zeppelin.spark;

import java.io.File;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Properties;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SparkSession;
import org.apache.zeppelin.interpreter.InterpreterContext;
import org.apache.zeppelin.interpreter.InterpreterGroup;
import org.apache.zeppelin.interpreter.InterpreterResult;
import org.apache.zeppelin.interpreter.InterpreterResult.Code;
import org.apache.zeppelin.interpreter.ZeppelinContext;
import org.apache.zeppelin.interpreter.thrift.InterpreterCompletion;
import scala.Console;
import scala.Function0;
import scala.collection.JavaConverters;
import scala.tools.nsc.Settings;
import scala.tools.nsc.interpreter.IMain;
import scala.tools.nsc.interpreter.Results;

/**
 * The Scala engine under Zeppelin's Spark interpreter, which asks for a class of this name: Scala's
 * own interpreter with Spark's variables bound. Zeppelin's engine is in a module that Maven Central
 * does not have for Scala 2.12.
 */
public final class SparkScala212Interpreter extends AbstractSparkScalaInterpreter {
  private static final String MAXIMAL_ROWS = "1000";

  private final SparkConf conf;
  private final Properties properties;
  private final InterpreterGroup group;
  private final PrintedOutput printed = new PrintedOutput();
  private SparkSession spark;
  private IMain scala;
  private ZeppelinContext zeppelin;

  /** As Zeppelin calls it. */
  public SparkScala212Interpreter(
      SparkConf conf,
      List<String> dependencies,
      Properties properties,
      InterpreterGroup group,
      URLClassLoader classes,
      File output) {
    this.conf = conf;
    this.properties = properties;
    this.group = group;
  }

  @Override
  public void open() {
    String classes = temporaryFolder();
    // Executors fetch the paragraphs' classes from there.
    conf.set("spark.repl.class.outputDir", classes);
    Settings settings = new Settings();
    settings.processArgumentString("-Yrepl-class-based -Yrepl-outdir " + classes);
    settings.usejavacp().tryToSetFromPropertyValue("true");
    scala =
        new IMain(
            settings,
            new PrintWriter(new OutputStreamWriter(printed, StandardCharsets.UTF_8), true));
    scala.initializeSynchronous();
    spark = SparkSession.builder().config(conf).getOrCreate();
    zeppelin = context();
    bind("spark", "org.apache.spark.sql.SparkSession", spark);
    bind("sc", "org.apache.spark.SparkContext", spark.sparkContext());
    bind("sqlContext", "org.apache.spark.sql.SQLContext", spark.sqlContext());
    bind("z", TableContext.class.getName(), zeppelin);
    scala.interpret("import spark.implicits._, spark.sql, org.apache.spark.sql.functions._");
  }

  private ZeppelinContext context() {
    int rows = Integer.parseInt(properties.getProperty("zeppelin.spark.maxResult", MAXIMAL_ROWS));
    try {
      return new TableContext(
          SparkShims.getInstance(spark.version(), properties, spark),
          group.getInterpreterHookRegistry(),
          rows);
    } catch (Exception unfit) {
      throw new IllegalStateException("Zeppelin's module for Spark 3 does not fit", unfit);
    }
  }

  private void bind(String name, String type, Object value) {
    scala.bind(name, type, value, JavaConverters.asScalaBuffer(List.of("@transient")).toList());
  }

  private static String temporaryFolder() {
    try {
      return Files.createTempDirectory("paragraphs").toString();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public InterpreterResult interpret(String code, InterpreterContext context) {
    printed.to(context.out);
    Function0<Results.Result> run = () -> scala.interpret(code);
    Results.Result result = Console.withOut(printed, run);
    if (result.equals(Results.Incomplete$.MODULE$)) {
      return new InterpreterResult(Code.INCOMPLETE, "Incomplete expression");
    }
    return new InterpreterResult(
        result.equals(Results.Success$.MODULE$) ? Code.SUCCESS : Code.ERROR);
  }

  @Override
  public void close() {
    scala.close();
    spark.stop();
  }

  @Override
  public SparkContext getSparkContext() {
    return spark.sparkContext();
  }

  @Override
  public SQLContext getSqlContext() {
    return spark.sqlContext();
  }

  @Override
  public Object getSparkSession() {
    return spark;
  }

  @Override
  public String getSparkUrl() {
    return "";
  }

  @Override
  public ZeppelinContext getZeppelinContext() {
    return zeppelin;
  }

  @Override
  public int getProgress(String jobGroup, InterpreterContext context) {
    return 0;
  }

  @Override
  public List<InterpreterCompletion> completion(
      String code, int cursor, InterpreterContext context) {
    return List.of();
  }

  @Override
  public ClassLoader getScalaShellClassLoader() {
    return scala.classLoader();
  }
}
