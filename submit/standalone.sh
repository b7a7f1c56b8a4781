#!/usr/bin/env bash
# Submits subspark to a Spark standalone cluster; the driver runs here:
#   submit/standalone.sh --master spark://HOST:7077 sweep conf/coil20.conf \
#     --data hdfs:///data/COIL20.mat --out hdfs:///runs/coil20
#   submit/standalone.sh --master spark://HOST:7077 --conf spark.executor.memory=4g sweep ...
# Options before the command are spark-submit's; conf/spark/standalone.conf holds the others. The
# exit code is subspark's. Images and run directory must be where all workers see them.
# Environment: see submit/common.sh.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
place=standalone
split "$@"
prepare
spark_submit "$jar"
exec "${command[@]}"
