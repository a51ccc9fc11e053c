#!/usr/bin/env bash
# instructions.sh avx2|portable [WEIGHTS]: machine instructions of one run of the network on one thread, by callgrind.
# Ends with 1 where it takes more than a hundredth more than instructions.txt has recorded.
#
# A count repeats to a millionth whatever else the machine does, so a change of a tenth of a per cent shows, which no clock
# would show. It is not time: caches, latencies and the width of a register are not in it.
#
# `hematovision-bench latency` runs twice under valgrind, with one timed run and with two, and only what happens inside
# `Inference.run` is counted; the difference is one run, without start-up, packing and first touches. Two to three minutes:
# valgrind computes each fused multiply-add lane by lane.
#
# Valgrind 3.19 knows no AVX-512: the processor that it shows has AVX2 at most, so `avx512` cannot be counted. OpenBLAS picks
# its kernels by that processor too: Haswell's, also on a machine where it would take SkylakeX's. OPENBLAS_CORETYPE makes it
# take others (Sandybridge, Nehalem...), as anywhere.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
bench=$root/.build/release/hematovision-bench
kernels=${1:-}
weights=${2:-$root/Weights/mobilenetv2-8.safetensors}
case $kernels in
  avx2 | portable) ;;
  avx512) echo "valgrind knows no AVX-512: avx2 or portable" >&2; exit 2 ;;
  *) echo "usage: instructions.sh avx2|portable [WEIGHTS]" >&2; exit 2 ;;
esac
command -v valgrind >/dev/null || { echo "valgrind is missing: apt-get install valgrind" >&2; exit 3; }
[ -x "$bench" ] || { echo "no $bench: run make build" >&2; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Valgrind 3.19 gives up on Swift's debugging information ("Possibly corrupted debuginfo file").
strip --strip-debug -o "$work/bench" "$bench"
# Inference.run(_:logits:pooled:), not the one that shows each stage. Exactly one name: callgrind
# would stop counting where a second that fits is entered.
run=$(nm "$work/bench" | awk '$2 == "T" && $3 ~ /6Engine9InferenceC3run_6logits6pooledy/ { print $3 }')
[ "$(wc -w <<<"$run")" = 1 ] || { echo "Inference.run was not found in $bench" >&2; exit 3; }

# Instructions inside Inference.run with $1 timed runs, and the few that warm up.
count() {
  HEMATOVISION_KERNELS=$kernels valgrind --tool=callgrind --callgrind-out-file=/dev/null --log-file="$work/log" \
    --toggle-collect="$run" \
    "$work/bench" latency --weights "$weights" --threads 1 --rounds 1 --warm-up 0 --runs "$1" >/dev/null ||
    { cat "$work/log" >&2; exit 1; }
  sed -n 's/.*Collected : \([0-9]*\)$/\1/p' "$work/log"
}

one=$(count 1)
two=$(count 2)
instructions=$((two - one))
echo "$kernels: $instructions instructions a run ($one with one timed run, $two with two)"
# What is recorded is of the shipped weights.
[ $# -lt 2 ] || exit 0
recorded=$(awk -v kernels="$kernels" '$1 == kernels { print $2 }' "$root/Tools/instructions.txt")
awk -v now="$instructions" -v before="$recorded" 'BEGIN {
  printf "recorded: %d, now %+.2f %%\n", before, 100 * (now / before - 1)
  exit now > 1.01 * before
}'
