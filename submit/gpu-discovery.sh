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
addresses=$(nvidia-smi --query-gpu=index --format=csv,noheader 2>&1) ||
  fail "Cannot find GPUs: nvidia-smi on $(hostname) says: $(head -n 1 <<<"$addresses"). Mend the driver, or ask for no GPUs here."
[ -n "$addresses" ] || fail "Cannot find GPUs: nvidia-smi on $(hostname) knows of none."
# One GPU of several parts (MIG) is one address to us.
printf '{"name": "gpu", "addresses": [%s]}\n' \
  "$(sed 's/[[:space:]]//g; s/.*/"&"/' <<<"$addresses" | paste -sd , -)"
