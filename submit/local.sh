#!/usr/bin/env bash
# Runs subspark on embedded Spark with all cores of this machine, straight from a clone:
#   submit/local.sh sweep conf/quickstart.conf
#   submit/local.sh --help
# Needs a JDK 17 and, the first time, Maven. Environment:
#   JAVA_HOME           the JDK (default: the java on the PATH)
#   HADOOP_CONF_DIR     Hadoop's settings, for hdfs:///... without a host
#   SUBSPARK_JAVA_OPTS  further options for the JVM, such as -Xmx8g for thousands of images
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
prepare
export SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-127.0.0.1}

# Enough for a few thousand images a core; without it the JVM lets garbage grow to a quarter of the
# machine's memory.
heap=-Xmx$((1024 + 512 * $(nproc)))m
# One process on all cores wants little of a collector: G1 marks the heap beside the work each time an
# N x N array is taken, a tenth of the quickstart's time. Another one: SUBSPARK_JAVA_OPTS.
collector=(-XX:+UseParallelGC)
[[ ${SUBSPARK_JAVA_OPTS:-} != *-XX:+Use*GC* ]] || collector=()
# Spark's code is wide and seldom hot: with ten times the JVM's own thresholds its second compiler has
# half the work (a tenth of the quickstart's time), and the kernels' loops pass them in milliseconds.
compiler=(-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000
  -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000)
# A report is made before that compiler has paid for itself: a third of its work less.
[ "${1:-}" != report ] || compiler=(-XX:TieredStopAtLevel=1)
# Some 20,000 classes, most of them Spark's, are read and verified anew each time, unless they come out
# of an archive (12 s of the quickstart's 75). A build's first sweep that ends well writes it.
archive=$home/target/classes.jsa
classes=()
if [ "$archive" -nt "$jar" ]; then
  # An archive of another JDK, or of another place, is passed over without a word.
  classes=("-XX:SharedArchiveFile=$archive")
elif [ "${1:-}" = sweep ] && [ -w "$home/target" ]; then
  classes=(-XX:+RecordDynamicDumpInfo "-Dsubspark.class-archive=$archive")
fi
[ ${#classes[@]} -eq 0 ] || classes+=(-Xlog:cds=off -Xlog:cds+dynamic=off)

# shellcheck disable=SC2086
exec "$java" "@$home/submit/java17.options" "$heap" ${collector[@]+"${collector[@]}"} "${compiler[@]}" \
  ${classes[@]+"${classes[@]}"} ${SUBSPARK_JAVA_OPTS:-} \
  -cp "$jar:$home/natives/*:$home/target/natives/*:$home/target/spark/jars/*${HADOOP_CONF_DIR:+:$HADOOP_CONF_DIR}" "$main" "$@"
