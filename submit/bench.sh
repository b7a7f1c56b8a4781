#!/usr/bin/env bash
# Times subspark beside libtorch, in turn, on this machine: docs/benchmarks.md.
#   submit/bench.sh --quick          # under five minutes
#   submit/bench.sh > bench.csv
#   submit/bench.sh --help           # sweeps, threads, kernels, variants
#   submit/bench.sh --memory ENGINE K OBJECTS ANGLES TRAININGS   # peak memory of a process, MB
# Needs a JDK 17 and Maven, and a machine with nothing else to do. Environment: JAVA_HOME.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
prepare
(cd "$home" && mvn -B -q -Pbench test-compile) 2>&1 | sed 's/\x1b\[[0-9;]*m//g' >&2

# These shield old builds of OpenBLAS from new processors, at the price of speed.
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE
# libtorch allocates its results anew each time: let malloc keep the pages.
export MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=17179869184 MALLOC_TOP_PAD_=67108864
what=(-Xmx4g io.github.subspark.bench.Benchmark --home "$home")
if [ "${1:-}" = --memory ]; then
  what=(-Xmx2g io.github.subspark.bench.PeakMemory)
  shift
fi
# The collector of submit/local.sh.
exec "$java" "@$home/submit/java17.options" -XX:+UseParallelGC \
  -cp "$home/target/test-classes:$home/target/classes:$(cat "$home/target/bench.classpath")" \
  "${what[@]}" "$@"
