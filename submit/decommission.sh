#!/usr/bin/env bash
# Run by Kubernetes in an executor's container before it takes the container away: lets the tasks
# that run there end, for as long as the pod's terminationGracePeriodSeconds allow.
pid=${1:-1}
kill -s PWR "$pid"
while kill -0 "$pid" 2>/dev/null; do
  sleep 1
done
