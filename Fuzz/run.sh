#!/bin/sh
# Usage: Fuzz/run.sh [SECONDS]. Builds the fuzzer under .build/fuzz and runs it on a kept corpus.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-120}
out=.build/fuzz
mkdir -p "$out/cpng" "$out/corpus"
cp Sources/CPNG/include/CPNG.h "$out/cpng/"
printf 'module CPNG { header "CPNG.h" export * }\n' > "$out/cpng/module.modulemap"
for unit in png_reader png_writer; do
  clang -O1 -g -fsanitize=address,fuzzer-no-link -I "$out/cpng" $(pkg-config --cflags libpng) \
    -c "Sources/CPNG/$unit.c" -o "$out/$unit.o"
done
swiftc -emit-executable -O -g -wmo -parse-as-library -module-name ImagingFuzz -sanitize=fuzzer,address \
  -I "$out/cpng" -Xcc "-fmodule-map-file=$PWD/Sources/CTurboJPEG/module.modulemap" \
  Sources/Imaging/*.swift Fuzz/DecodeFuzzer.swift \
  -Xlinker "$out/png_reader.o" -Xlinker "$out/png_writer.o" \
  -emit-module-path "$out/ImagingFuzz.swiftmodule" -lpng16 -lturbojpeg -o "$out/decode"
# Finds are written beside the corpus; LeakSanitizer needs ptrace, which containers often lack.
SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 "$out/decode" "$out/corpus" \
  Tests/ImagingTests/Fixtures/good Tests/ImagingTests/Fixtures/bad \
  -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=65536 \
  -artifact_prefix="$out/" -print_final_stats=1
