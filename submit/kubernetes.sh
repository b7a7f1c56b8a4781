#!/usr/bin/env bash
# Submits subspark to Kubernetes; the driver runs in a pod, or here with --deploy-mode client:
#   submit/kubernetes.sh --master k8s://https://HOST:6443 \
#     --conf spark.kubernetes.container.image=registry.example.org/subspark:0.1.0 \
#     sweep conf/coil20.conf --data hdfs://HOST/data/COIL20.mat --out hdfs://HOST/runs/coil20
# Options before the command are spark-submit's; conf/spark/kubernetes.conf holds the others, and
# submit/Dockerfile makes the image. A configuration file of this machine is sent along. At the end
# the driver's log is printed, and the exit code is subspark's. Environment: see submit/common.sh, and
#   HADOOP_CONF_DIR     a folder with core-site.xml and such, if pods need one; it is sent along
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
place=kubernetes
split "$@"
[[ $(setting spark.master --master) == k8s://* ]] ||
  fail "Cannot find Kubernetes: no --master. Name the API server, such as --master k8s://https://HOST:6443 ('kubectl cluster-info' knows it)."
[ -n "$(setting spark.kubernetes.container.image)" ] ||
  fail "Cannot start pods: no image. Build one by submit/Dockerfile and name it: --conf spark.kubernetes.container.image=registry.example.org/subspark:0.1.0."
prepare

# What Spark has no setting for, unless other templates are named.
template=$(setting spark.kubernetes.driver.podTemplateFile)
for role in driver executor; do
  [ -n "$(setting "spark.kubernetes.$role.podTemplateFile")" ] ||
    options+=(--conf "spark.kubernetes.$role.podTemplateFile=$home/submit/kubernetes/$role.yaml")
done
if [ "$(setting spark.submit.deployMode --deploy-mode)" != cluster ]; then
  spark_submit "$jar"
  exec "${command[@]}"
fi

# Where volumes are mounted in the driver's pod.
mounts() {
  local file
  file=$(setting spark.properties.file --properties-file)
  {
    printf '%s\n' "${options[@]}"
    cat "${file:-$home/conf/spark/$place.conf}"
  } | sed -n 's/^\(--conf=\)\{0,1\}spark\.kubernetes\.driver\.volumes\..*\.mount\.path[[:space:]=]\{1,\}//p'
}

# A pod's own disk goes with the pod, and no other pod sees it.
out=''
for ((i = 0; i < ${#arguments[@]}; i++)); do
  case ${arguments[i]} in
    --out) out=${arguments[i + 1]:-} ;;
    --out=*) out=${arguments[i]#*=} ;;
  esac
done
[ "${arguments[0]}" != sweep ] || [[ $out == *:/* || -n ${HADOOP_CONF_DIR:-} ]] ||
  fail "Cannot sweep into ${out:-runs/}: it would lie on the driver's own disk and go with its pod. Name a store that all pods see: --out hdfs://..., s3a://..., or file:///... on a volume of them all."
# A template of one's own may mount anything.
if [ "${arguments[0]}" = sweep ] && [[ $out == file:* && -z $template ]]; then
  path=${out#file:}
  path=${path#//}
  mounted=''
  while read -r mount; do
    [[ $path/ != "${mount%/}"/* ]] || mounted=yes
  done < <(mounts)
  [ -n "$mounted" ] ||
    fail "Cannot sweep into $out: no volume is mounted there, so it would go with the driver's pod. Mount one that all pods share, as conf/spark/kubernetes.conf shows, or name a store: --out hdfs://... or s3a://...."
fi

# Spark sends the folder of its own configuration to the pods, but nothing named spark*.conf: the
# sweep's joins it under another name.
find_spark
files_to_send /opt/spark/conf/sweep- "Put it on a store that all pods see and name it hdfs://..., s3a://..., or file:///... on a volume of them all."
sent=$(mktemp -d)
trap 'rm -rf "$sent"' EXIT
find "${SPARK_CONF_DIR:-$SPARK_HOME/conf}/" -maxdepth 1 -type f ! -name '*.conf' -exec cp {} "$sent" \;
for file in ${files[@]+"${files[@]}"}; do
  cp "$file" "$sent/sweep-$(basename "$file")"
done
export SPARK_CONF_DIR=$sent

namespace=$(setting spark.kubernetes.namespace)
pod=$(setting spark.kubernetes.driver.pod.name)
pod=${pod:-subspark-$(date +%Y%m%d-%H%M%S)-$RANDOM}
options+=(--conf "spark.kubernetes.driver.pod.name=$pod")
spark_submit "local:///opt/subspark/jars/$(basename "$jar")"
echo "The driver's pod will be $pod. To follow it: kubectl logs -n ${namespace:-default} -f $pod. To end it: kubectl delete pod -n ${namespace:-default} $pod." >&2
code=0
"${command[@]}" || code=$?
[ "$code" = 0 ] && [ "$(setting spark.kubernetes.submission.waitAppCompletion)" != false ] || exit "$code"

# spark-submit says 0 however the driver ended.
main=io.github.subspark.cli.KubernetesDriver
options+=(--deploy-mode client)
arguments=("$pod")
spark_submit "$jar"
"${command[@]}"
