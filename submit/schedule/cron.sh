#!/usr/bin/env bash
# Runs a submission from cron: one at a time under a name, with a log file a run, silent if all is
# well, and with the end of the log for cron's mail if not. In a crontab:
#   15 2 * * *  /opt/subspark/submit/schedule/cron.sh coil20 \
#                 /opt/subspark/submit/yarn.sh sweep /opt/subspark/conf/coil20.conf --data hdfs:///...
# The exit code is the submission's (docs/operations.md); 4 too if the one before is still at work.
# A finished run takes well under a minute and exits 0. Environment:
#   SUBSPARK_LOGS    folder of logs and locks (default: ~/.subspark/logs)
#   SUBSPARK_ENV     file with further settings, read if it is there (default: ~/.subspark/env);
#                    cron has none of a shell's: JAVA_HOME, SPARK_HOME, HADOOP_CONF_DIR ...
#   SUBSPARK_KEEP    days that logs are kept (default: 30)
set -euo pipefail

if [ $# -lt 2 ]; then
  echo "error: Cannot run: name and command wanted. Such as: $(basename "$0") coil20 submit/local.sh sweep conf/coil20.conf" >&2
  exit 2
fi
name=$1
shift
case $name in
  '' | *[!A-Za-z0-9._-]*)
    echo "error: Cannot use name '$name': it names files. Take letters, digits, '.', '_' and '-'." >&2
    exit 2
    ;;
esac

settings=${SUBSPARK_ENV:-$HOME/.subspark/env}
if [ -f "$settings" ]; then
  # It may build on settings that cron does not have.
  set -a +eu
  # shellcheck disable=SC1090
  source "$settings"
  set +a -eu
fi
logs=${SUBSPARK_LOGS:-$HOME/.subspark/logs}
keep=${SUBSPARK_KEEP:-30}
case $keep in
  *[!0-9]*)
    echo "error: Cannot keep logs for SUBSPARK_KEEP=$keep days. Give a whole number." >&2
    exit 2
    ;;
esac
mkdir -p "$logs"

exec 9>"$logs/$name.lock"
if ! flock -n 9; then
  echo "$name is still at work since $(stat -c %y "$logs/$name.latest.log" 2>/dev/null | cut -d. -f1 || true): nothing started. See $logs/$name.latest.log"
  exit 4
fi

log=$logs/$name-$(date +%Y%m%dT%H%M%S)-$$.log
ln -sfn "$(basename "$log")" "$logs/$name.latest.log"
# Not those of another name that begins with this one.
find "$logs" -regextype posix-extended -regex ".*/${name//./\\.}-[0-9]{8}T[0-9]{6}(-[0-9]+)?\.log" \
  -mtime +"$keep" -delete

code=0
"$@" >"$log" 2>&1 9>&- || code=$?
echo "exit code $code" >>"$log"
if [ "$code" != 0 ]; then
  echo "$name ended with exit code $code. The end of $log:"
  tail -n 20 "$log"
fi
exit "$code"
