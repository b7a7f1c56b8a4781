#!/usr/bin/env bash
# Runs the study of docs/science.md: conf/study.conf on four sets of images, then puts the results
# side by side. Started again, it goes on where it stopped.
#   submit/study.sh DATA [OUT] [-D key=value ...]
# DATA: the folder that holds COIL20.mat, ORL_32x32.mat, UMIST_32x32.mat and YaleB10_32x32.mat, or
# some of them. OUT: where the runs go, a folder each (default: runs/study). Environment: as
# submit/local.sh.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")

fail() {
  echo "error: $1" >&2
  exit 2
}
case ${1:--h} in
  -h | --help) sed -n '2,8s/^# \{0,1\}//p' "$0" && exit ;;
  -*) fail "Cannot find the folder of images: it comes first, before options such as $1." ;;
esac
data=$1
shift
out=runs/study
case ${1:-} in
  '' | -*) ;;
  *) out=$1 && shift ;;
esac
[ -d "$data" ] || fail "Cannot find the folder of images: $data."

runs=()
failed=0
# K is given: the number of objects or people of each set. Then how many seeds.
while read -r file clusters seeds; do
  if [ -f "$data/$file" ]; then
    run=$out/${file%.mat}
    echo "== $file, $clusters clusters" >&2
    "$here/local.sh" sweep "$here/../conf/study.conf" --data "$data/$file" --out "$run" \
      -D "clusters=$clusters" -D "seeds=[$(seq -s, 0 $((seeds - 1)))]" "$@" </dev/null || failed=$?
    # A signal, or a mistake that the next set would meet too.
    [ "$failed" -lt 128 ] && [ "$failed" -ne 2 ] || exit "$failed"
    runs+=("$run")
  fi
done <<SETS
ORL_32x32.mat 40 5
UMIST_32x32.mat 20 5
YaleB10_32x32.mat 10 5
COIL20.mat 20 10
SETS
[ ${#runs[@]} -gt 0 ] || fail "Cannot find any of the sets of images in $data; --help names them."
if [ ${#runs[@]} -gt 1 ]; then
  "$here/local.sh" report "${runs[@]}" --html "$out/study.html" || failed=$?
fi
exit "$failed"
