#!/usr/bin/env bash
# What containers of submit/Dockerfile run: Spark's driver or an executor, as Spark's pods ask for
# them by their first argument, and any command of subspark's as submit/local.sh does.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

id -un >/dev/null 2>&1 ||
  fail "Cannot run as user $(id -u): Hadoop wants one with a name, and this image has subspark (10001) alone. Set runAsUser in the pod template."

case ${1:-} in
  driver)
    shift
    find_spark
    launch --deploy-mode client --conf "spark.driver.bindAddress=$SPARK_DRIVER_BIND_ADDRESS" "$@"
    ;;
  executor)
    find_spark
    options=()
    for ((i = 0; ; i++)); do
      option=SPARK_JAVA_OPT_$i
      [ -n "${!option+set}" ] || break
      options+=("${!option}")
    done
    command=("$java" "${options[@]}" "-Xmx$SPARK_EXECUTOR_MEMORY"
      -cp "${SPARK_CLASSPATH:-}:$(spark_class_path)"
      org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend
      --driver-url "$SPARK_DRIVER_URL"
      --executor-id "$SPARK_EXECUTOR_ID"
      --cores "$SPARK_EXECUTOR_CORES"
      --app-id "$SPARK_APPLICATION_ID"
      --hostname "$SPARK_EXECUTOR_POD_IP"
      --podName "$SPARK_EXECUTOR_POD_NAME"
      --resourceProfileId "$SPARK_RESOURCE_PROFILE_ID")
    ;;
  *) command=("$home/submit/local.sh" "$@") ;;
esac
exec "${command[@]}"
