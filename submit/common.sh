# shellcheck shell=bash
# Sourced by the scripts beside it. Finds Java, the job's jar and Spark; builds what a clone lacks.
#   JAVA_HOME           the JDK 17 (default: the java on the PATH)
#   SPARK_HOME          a Spark 3.5 with Scala 2.12 (default: the one that Maven puts into target/spark)
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
main=io.github.subspark.cli.Main
# Whose settings conf/spark/ has: the sourcing script says.
place=''

fail() {
  echo "error: $*" >&2
  exit 2
}

# An image or an installation has the jar, but neither sources nor Maven.
find_jar() {
  jar=$(find "$home"/target "$home"/jars -maxdepth 1 -name 'subspark-*.jar' ! -name '*-sources.jar' \
    2>/dev/null | head -n 1 || true)
}

stale() {
  [ -z "$jar" ] || { [ -e "$home/pom.xml" ] && { [ ! -d "$home/target/spark/jars" ] ||
    [ -n "$(find "$home/src/main" "$home/pom.xml" -newer "$jar" -print -quit)" ]; }; }
}

# The profiles of the build that is there, by what they put into the jar or beside it: building anew
# must not lose an engine.
profiles() {
  [ -n "$jar" ] || return 0
  if grep -q 'org/nd4j/linalg/jcublas/' "$jar"; then echo -Pcuda; fi
  if grep -q 'org/bytedeco/pytorch/[a-z]*-' "$jar"; then echo -Ptorch; fi
  if compgen -G "$home/target/natives/pytorch-*-gpu.jar" >/dev/null; then echo -Ptorch-cuda; fi
}

build() {
  command -v mvn >/dev/null || fail "Cannot find Maven: mvn. Install it to build subspark."
  command -v "${JAVA_HOME:+$JAVA_HOME/bin/}javac" >/dev/null ||
    fail "Cannot find javac beside $java: this is a JRE. Install a JDK 17."
  local build
  mapfile -t build < <(profiles)
  build=(mvn -B -q -DskipTests ${build[@]+"${build[@]}"} package)
  echo "Building subspark (the first time this takes a minute, and downloads about 500 MB): ${build[*]} ..." >&2
  if ! (cd "$home" && "${build[@]}") 2>&1 | sed 's/\x1b\[[0-9;]*m//g' >&2; then
    echo "error: Cannot build subspark: Maven failed and says why above. Mend that, then the same command." >&2
    exit 1
  fi
  find_jar
}

prepare() {
  command -v "$java" >/dev/null ||
    fail "Cannot find Java: $java. Install a JDK 17 or point JAVA_HOME at one."
  local version
  version=$("$java" -XshowSettings:properties -version 2>&1 |
    sed -n 's/^ *java\.specification\.version = //p')
  [ "$version" = 17 ] ||
    fail "Cannot use Java ${version:-of unknown version} ($java): Spark 3.5 and this build want 17. Point JAVA_HOME at a JDK 17."
  find_jar
  if stale; then
    # One build at a time: two would write over each other's classes.
    mkdir -p "$home/target"
    exec 9>"$home/target/.building"
    ! command -v flock >/dev/null || flock 9
    find_jar
    ! stale || build
    exec 9>&-
  fi
  # One training a core is faster than one training on all cores; the sweep sets the BLAS's own
  # threads from job.cores-per-training.
  export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
}

# Options of spark-submit come first and end where subspark's command begins. All but its switches
# take a value, which may be named as a command is.
split() {
  options=()
  while [ $# -gt 0 ]; do
    case $1 in
      sweep | plan | verify | report | pick | data) break ;;
      -h | --help | -V | --version) set -- "$1" && break ;;
      --*=* | -v | --verbose | --supervise | --usage-error) options+=("$1") ;;
      -*)
        [ $# -gt 1 ] || fail "Cannot submit: $1 has no value. Give it one, as spark-submit wants it."
        options+=("$1" "$2")
        shift
        ;;
      *) fail "Cannot submit: $1 is no command of subspark's. Name one, such as: $(basename "$0") sweep conf/quickstart.conf." ;;
    esac
    shift
  done
  [ $# -gt 0 ] ||
    fail "Cannot submit: no command of subspark's. Name one, such as: $(basename "$0") sweep conf/quickstart.conf."
  arguments=("$@")
  help_here
}

# Help needs no cluster: the comment that the script begins with, and the job's own.
help_here() {
  local argument
  for argument in "${arguments[@]}"; do
    case $argument in
      -h | --help) sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0" && echo ;;
      -V | --version) ;;
      *) continue ;;
    esac
    "$home/submit/local.sh" "${arguments[@]}"
    exit
  done
}

# Spark's own, installed or not.
find_spark() {
  export SPARK_HOME=${SPARK_HOME:-$home/target/spark}
  [ -x "$SPARK_HOME/bin/spark-submit" ] || [ -d "$SPARK_HOME/jars" ] ||
    fail "Cannot find Spark in SPARK_HOME=$SPARK_HOME: it has neither bin/spark-submit nor jars. Point it at a Spark 3.5, or unset it to use this build's own."
  # Quiet logging, here and in the containers of a cluster, unless this Spark is configured.
  [ -d "$SPARK_HOME/conf" ] || export SPARK_CONF_DIR=${SPARK_CONF_DIR:-$home/conf/spark}
  # Without it, what starts executors looks for a build of Spark's own source tree.
  export SPARK_SCALA_VERSION=${SPARK_SCALA_VERSION:-2.12}
}

# Hadoop's classes and configuration.
spark_class_path() {
  echo "${HADOOP_CONF_DIR:-${YARN_CONF_DIR:-}}:${SPARK_CONF_DIR:-$SPARK_HOME/conf}:$SPARK_HOME/jars/*"
}

# What spark-submit will take a setting for: its own option's value or a --conf's, the last of them,
# or else what the properties file says.
setting() {
  local key=$1 option=${2:-$1} file=$home/conf/spark/$place.conf value='' i
  for i in "${!options[@]}"; do
    case ${options[i]} in
      "$option") value=${options[i + 1]:-} ;;
      "$option"=*) value=${options[i]#*=} ;;
      "$key"=* | --conf="$key"=*) value=${options[i]#*"$key="} ;;
      --properties-file) file=${options[i + 1]:-} ;;
      --properties-file=*) file=${options[i]#*=} ;;
    esac
  done
  if [ -z "$value" ] && [ -f "$file" ]; then
    value=$(sed -n "s/^[[:space:]]*${key//./\\.}[[:space:]=:]\{1,\}//p" "$file" | tail -n 1)
  fi
  echo "$value"
}

# A driver on a cluster has no files of this machine but those that are sent to it. Sets 'files' to
# the configuration files among the arguments, and names them there as the driver will see them, in
# FOLDER. Other files are refused with REMEDY.
files_to_send() {
  local folder=$1 remedy=$2 i value file
  files=()
  # Behind the command, whose name may be a file's too.
  for ((i = 1; i < ${#arguments[@]}; i++)); do
    value=${arguments[i]#--*=}
    [ -f "$value" ] || continue
    case $value in
      *.conf | *.json | *.properties) ;;
      *) fail "Cannot send $value to the driver: it lies on this machine. $remedy" ;;
    esac
    for file in ${files[@]+"${files[@]}"}; do
      [ "$(basename "$file")" != "$(basename "$value")" ] ||
        fail "Cannot send both $file and $value to the driver: there they would have one name. Rename one."
    done
    files+=("$value")
    arguments[i]=${arguments[i]%"$value"}$folder$(basename "$value")
  done
}

# Sets 'command' to a run of spark-submit. What bin/spark-submit does, Spark's launcher does for a
# Spark that is nothing but its jars: it turns spark.driver.* into options of the JVM.
launch() {
  if [ -x "$SPARK_HOME/bin/spark-submit" ]; then
    command=("$SPARK_HOME/bin/spark-submit" "$@")
  else
    mapfile -d '' -t command < <("$java" -Xmx128m -cp "$SPARK_HOME/jars/*" \
      org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@" | tail -n +2)
    [ ${#command[@]} -gt 0 ] || fail "Cannot submit: Spark's launcher refused these options."
  fi
}

# Sets 'command' to the submission of a jar, named as the driver finds it.
spark_submit() {
  find_spark
  launch --properties-file "$home/conf/spark/$place.conf" --class "$main" \
    ${options[@]+"${options[@]}"} "$1" "${arguments[@]}"
}
