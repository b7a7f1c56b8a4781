#!/usr/bin/env bash
# Runs the study of docs/science.md: conf/study.conf on four sets of images, then puts the results
# side by side. Started again, it goes on where it stopped.
#   submit/study.sh DATA [OUT] [-D key=value ...]
#   submit/study.sh --whole DATA [OUT] [-D key=value ...]
# DATA: the folder that holds COIL20.mat, ORL_32x32.mat, UMIST_32x32.mat and YaleB10_32x32.mat, or
# some of them. OUT: where the runs go, a folder each (default: runs/study). --whole: most of the
# page's other runs too, in folders beside: several compressions, single pretrainings, the paper's
# protocol, networks made for a set, and other numbers of epochs; hours. Environment: as submit/local.sh.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")

fail() {
  echo "error: $1" >&2
  exit 2
}
case ${1:--h} in
  -h | --help) sed -n '2,10s/^# \{0,1\}//p' "$0" && exit ;;
esac
whole=no
if [ "$1" = --whole ]; then
  whole=yes
  shift
fi
case ${1:-} in
  '') fail "Cannot run the study without images: name the folder that holds them." ;;
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
# A signal, or a mistake that the next run would meet too, ends all.
go_on() {
  [ "$1" -lt 128 ] && [ "$1" -ne 2 ] || exit "$1"
  [ "$1" -eq 0 ] || failed=$1
}

# One sweep of a set, if it is there.
sweep() {
  local conf=$1 file=$2 run=$3 code=0
  shift 3
  [ -f "$data/$file" ] || return 0
  echo "== $file: $(basename "$conf") into $run" >&2
  "$here/local.sh" sweep "$here/../conf/$conf" --data "$data/$file" --out "$run" "$@" </dev/null || code=$?
  go_on "$code"
}

# K is given: the number of objects or people of each set. Then how many seeds.
while read -r file clusters seeds; do
  if [ -f "$data/$file" ]; then
    run=$out/${file%.mat}
    sweep study.conf "$file" "$run" \
      -D "clusters=$clusters" -D "seeds=[$(seq -s, 0 $((seeds - 1)))]" "$@"
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
[ $whole = yes ] || exit "$failed"

# The same under other settings.
again() {
  local code=0
  "$0" "$data" "$@" || code=$?
  go_on "$code"
}
five=(-D 'seeds=[0,1,2,3,4]')
single=(-D training.restarts.best-of=1)
again "$out-compressions" -D 'grid=[{compression=[25 %,50 %,75 %],attention=[none]}]' "${five[@]}" "$@"
again "$out-single" "${single[@]}" "${five[@]}" "$@"

# A quarter, a half, twice and four times as many epochs as the rule's.
while read -r file clusters epochs; do
  for many in $epochs; do
    sweep study.conf "$file" "$out-epochs/${file%.mat}-$many" -D "clusters=$clusters" "${single[@]}" \
      "${five[@]}" -D 'grid=[{compression=[50 %],attention=[none]}]' \
      -D "training.finetuning-epochs=$many" "$@"
  done
done <<SETS
ORL_32x32.mat 40 36 72 288 576
UMIST_32x32.mat 20 25 50 200 400
YaleB10_32x32.mat 10 22 45 180 360
COIL20.mat 20 10 20 80 160
SETS

# By labels, as the paper chose its figures; and networks and constants made for a set.
sweep coil20.conf COIL20.mat "$out-paper" \
  -D training.epoch-rule=best-by-labels -D training.best-by-labels.every=5 "$@"
recipes=(-D 'affinity.kinds=[dsc]'
  -D 'clustering.clusterers=[njw,discretize,ensemble,ensemble-closed-form,ensemble-weighted]')
sweep orl.conf ORL_32x32.mat "$out-networks/orl" "${five[@]}" "${recipes[@]}" "$@"
sweep yaleb10.conf YaleB10_32x32.mat "$out-networks/yaleb10" "${five[@]}" "${recipes[@]}" "$@"
exit "$failed"
