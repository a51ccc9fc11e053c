#!/usr/bin/env bash
# sanitize.sh address|thread [FILTER]: the engine's tests with every access to memory, or between threads, watched.
#
# Swift and C alike are built anew for it, the kernels too: eight minutes on two cores, in a folder of their own
# (.build/address, .build/thread). All paths of the processor at hand run: AVX-512, AVX2 and portable. OpenBLAS is not
# built anew: what it does inside is not seen. Where a sanitizer owns the heap, tests that count allocations skip themselves.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:-}
case $kind in
  address | thread) ;;
  *) echo "usage: sanitize.sh address|thread [FILTER]" >&2; exit 2 ;;
esac
build=(-c release "--sanitize=$kind" --scratch-path ".build/$kind")
swift build "${build[@]}" --build-tests
# LeakSanitizer needs ptrace, which containers often lack; Swift's own report of a crash would hide the sanitizer's.
export ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=1 TSAN_OPTIONS=halt_on_error=0:exitcode=66 SWIFT_BACKTRACE=enable=no
[ "$(nm ".build/$kind/release/hematovisionPackageTests.xctest" | grep -c "__${kind:0:1}san_")" -gt 0 ] ||
  { echo "the tests were not built with the sanitizer" >&2; exit 3; }
exec swift test "${build[@]}" --skip-build --filter "${2:-EngineTests}"
