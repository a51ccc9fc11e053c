#!/usr/bin/env bash
# check.sh [aarch64|x86_64]: checks the engine's portable path in embedded Swift, for ARM64 under an emulator.
# README.md says what it needs and what it shows. x86_64 runs the same driver without an emulator, as a control.
set -euo pipefail
machine=${1:-aarch64}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
engine=$root/Sources/Engine
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

case $machine in
  aarch64) target=aarch64-none-none-elf gcc=aarch64-linux-gnu-gcc emulator=qemu-aarch64-static
    include=/usr/aarch64-linux-gnu/include ;;
  x86_64) target=x86_64-unknown-linux-gnu gcc=gcc emulator= include=/usr/include ;;
  *) echo "usage: check.sh [aarch64|x86_64]" >&2; exit 2 ;;
esac
libraries=/usr/lib/$machine-linux-gnu
swift=$(dirname "$(readlink -f "$(command -v swiftc)")")
tables=$swift/../lib/swift/embedded/$target/libswiftUnicodeDataTables.a

# Embedded Swift has no key paths; closures say the same. Nothing else of the engine is changed.
cp "$engine"/Portable/*.swift "$engine"/Kernels/Kernel*.swift "$engine/EngineInfo.swift" \
  "$engine"/Plan/{BlockShape,FloatBuffer,LayerShape,Network,SamePadding}.swift \
  "$engine/Weights/StoredNumbers.swift" "$root/Tests/EngineTests/NaiveOperators.swift" "$work"
# FloatBuffer takes calloc from the C library, which the driver's header declares.
sed -i 's/^import Glibc$/import CDriver/' "$work"/*.swift
sed -i -E 's/\((where: )?\\\.([A-Za-z]+)\)/(\1{ $0.\2 })/g' "$work"/*.swift

(cd "$work" && swiftc -target "$target" -enable-experimental-feature Embedded -wmo -O -parse-as-library \
  -swift-version 6 -package-name hematovision -module-name Driver -I "$here" \
  -Xcc -isystem -Xcc "$include" -Xcc -isystem -Xcc "/usr/include/$machine-linux-gnu" \
  -c -o driver.o ./*.swift "$here"/*.swift)
for source in "$root"/Sources/{CKernels,COpenBLAS,CPixels}/*.c; do
  "$swift/clang" -target "$machine-linux-gnu" -O2 -Wall -c -isystem "$include" -isystem "/usr/include/$machine-linux-gnu" \
    -I "$root/Sources/CKernels/include" -I "$root/Sources/COpenBLAS/include" \
    -I "$root/Sources/CPixels/include" -o "$work/$(basename "$(dirname "$source")")-$(basename "$source").o" "$source"
done
# Swift's linker: GNU ld 2.40 refuses the object (copy relocation against non-copyable protected symbol).
"$gcc" -B "$swift" -fuse-ld=lld -no-pie -o "$work/driver" "$work"/*.o "$tables" \
  -L "$libraries" -Wl,-rpath-link,"$libraries" -lm

python3 "$here/flatten.py" "$root/Weights/mobilenetv2-8.safetensors" \
  "$root/Tests/EngineTests/Golden/golden.safetensors" "$work"
cd "$work"
$emulator ./driver
