#!/usr/bin/env bash
# Runs subspark on embedded Spark with all cores of this machine, straight from a clone:
#   submit/local.sh sweep conf/quickstart.conf
#   submit/local.sh --help
# Needs a JDK 17 and, the first time, Maven. Environment:
#   JAVA_HOME           the JDK (default: the java on the PATH)
#   SUBSPARK_JAVA_OPTS  further options for the JVM, such as -Xmx8g for thousands of images
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

fail() {
  echo "error: $*" >&2
  exit 2
}

command -v "$java" >/dev/null ||
  fail "Cannot find Java: $java. Install a JDK 17 or point JAVA_HOME at one."
version=$("$java" -XshowSettings:properties -version 2>&1 |
  sed -n 's/^ *java\.specification\.version = //p')
[ "$version" = 17 ] ||
  fail "Cannot use Java ${version:-of unknown version} ($java): Spark 3.5 and this build want 17. Point JAVA_HOME at a JDK 17."

jar=$(ls "$home"/target/subspark-*.jar 2>/dev/null | grep -v -e '-sources' -e 'original-' | head -n 1 || true)
if [ -z "$jar" ] || [ ! -d "$home/target/spark/jars" ] ||
  [ -n "$(find "$home/src/main" "$home/pom.xml" -newer "$jar" -print -quit)" ]; then
  command -v mvn >/dev/null || fail "Cannot find Maven: mvn. Install it to build subspark."
  command -v "${JAVA_HOME:+$JAVA_HOME/bin/}javac" >/dev/null ||
    fail "Cannot find javac beside $java: this is a JRE. Install a JDK 17."
  echo "Building subspark (the first time this takes a minute, and downloads about 500 MB) ..." >&2
  (cd "$home" && mvn -B -q -DskipTests package) 2>&1 | sed 's/\x1b\[[0-9;]*m//g' >&2
  jar=$(ls "$home"/target/subspark-*.jar | head -n 1)
fi

# One training a core is faster than one training on all cores; the sweep sets the BLAS's own
# threads from job.cores-per-training.
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
export SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-127.0.0.1}

# Enough for a few thousand images a core; without it the JVM lets garbage grow to a quarter of the
# machine's memory.
heap=-Xmx$((1024 + 512 * $(nproc)))m

# shellcheck disable=SC2086
exec "$java" "@$home/submit/java17.options" "$heap" ${SUBSPARK_JAVA_OPTS:-} \
  -cp "$jar:$home/target/spark/jars/*" io.github.subspark.cli.Main "$@"
