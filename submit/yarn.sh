#!/usr/bin/env bash
# Submits subspark to YARN; the driver runs on the cluster, or here with --deploy-mode client:
#   submit/yarn.sh sweep conf/coil20.conf --data hdfs:///data/COIL20.mat --out hdfs:///runs/coil20
#   submit/yarn.sh --deploy-mode client --queue research sweep ...
# Options before the command are spark-submit's; conf/spark/yarn.conf holds the others. Configuration
# files of this machine are sent along. At the end the driver's log is printed where YARN has it, and
# the exit code is subspark's. Environment: see submit/common.sh, and
#   HADOOP_CONF_DIR     the folder with core-site.xml and yarn-site.xml
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
place=yarn
split "$@"
[ -n "${HADOOP_CONF_DIR:-}${YARN_CONF_DIR:-}" ] ||
  fail "Cannot find YARN: neither HADOOP_CONF_DIR nor YARN_CONF_DIR is set. Point one at the folder with core-site.xml and yarn-site.xml."
prepare

if [ "$(setting spark.submit.deployMode --deploy-mode)" != cluster ]; then
  spark_submit "$jar"
  exec "${command[@]}"
fi
files_to_send "" "Put it on HDFS and name it hdfs:///..., or use --deploy-mode client."
[ ${#files[@]} = 0 ] || options+=(--files "$(IFS=,; echo "${files[*]}")")
# Application and exit code are told by Spark's log alone, which a Spark of one's own may have turned
# down. Of the submission only: the driver has its own.
# shellcheck disable=SC2089,SC2090  # It is Spark that reads the quotes.
export SPARK_SUBMIT_OPTS="${SPARK_SUBMIT_OPTS:-} '-Dlog4j2.configurationFile=$home/conf/spark/log4j2.properties'"
spark_submit "$jar"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
code=0
"${command[@]}" 2> >(tee "$log" >&2) || code=$?
application=$(sed -n 's/.*Submitting application \(application_[0-9_]*\) to .*/\1/p' "$log" | head -n 1)
[ -n "$application" ] || exit "$code"
echo "The driver's log (the same again: yarn logs -applicationId $application):" >&2
"$java" -Xmx256m -cp "$(spark_class_path):$jar" io.github.subspark.cli.YarnLog "$application" >&2 ||
  echo "Cannot show it: YARN has not gathered it (yarn.log-aggregation-enable)." >&2
# spark-submit itself knows of success and failure only; YARN's diagnostics have the driver's code.
said=$(sed -n 's/.*User application exited with status \([0-9]*\).*/\1/p' "$log" | tail -n 1)
exit "${said:-$code}"
