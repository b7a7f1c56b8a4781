#!/usr/bin/env bash
# Spark's question which GPUs a machine has, answered by nvidia-smi. For a standalone worker:
#   spark.worker.resource.gpu.discoveryScript    /opt/subspark/submit/gpu-discovery.sh
# and for executors on YARN and Kubernetes spark.executor.resource.gpu.discoveryScript.
set -euo pipefail

fail() {
  echo "error: $*" >&2
  exit 1
}

command -v nvidia-smi >/dev/null ||
  fail "Cannot find GPUs: there is no nvidia-smi on $(hostname). Install NVIDIA's driver, or ask for no GPUs here."
warnings=$(mktemp)
trap 'rm -f "$warnings"' EXIT
code=0
addresses=$(timeout 30 nvidia-smi --query-gpu=index --format=csv,noheader 2>"$warnings") || code=$?
[ "$code" != 124 ] ||
  fail "Cannot find GPUs: nvidia-smi on $(hostname) gave no answer in 30 s. Mend the driver, or ask for no GPUs here."
# With no GPU, and with some faults, nvidia-smi ends with 0 and says so where the numbers would be.
if [ "$code" != 0 ] || grep -qvx '[0-9]\{1,\}' <<<"$addresses"; then
  said=$(sed '/^$/d; q' <<<"$addresses"$'\n'"$(cat "$warnings")")
  fail "Cannot find GPUs: nvidia-smi on $(hostname) says: ${said:-nothing}. Mend the driver, or ask for no GPUs here."
fi
# One GPU of several parts (MIG) is one address to us.
printf '{"name": "gpu", "addresses": [%s]}\n' "$(paste -sd , <<<"$addresses" | sed 's/[0-9]*/"&"/g')"
