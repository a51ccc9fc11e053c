#!/usr/bin/env bash
# setup.sh build|tests: installs the Debian packages that are missing, and checks for Swift.
set -euo pipefail

need_build="libncurses-dev libpng-dev libturbojpeg0-dev libopenblas-dev libsqlite3-dev libssl-dev pkg-config"
need_tests="tmux ncurses-base ncurses-term locales python3 python3-venv"

complain() {
  printf 'hematovision: %s\n' "$@" >&2
  exit 3
}

check_swift_is_there() {
  command -v swift >/dev/null 2>&1 || complain \
    "Swift is missing: it is the one thing to install by hand (6.1 or newer, 6.3 is tested)." \
    "Get it from https://www.swift.org/install/linux/ (swiftly, or the tar file for Debian 12)," \
    "put its usr/bin on the PATH, and try again."
}

check_swift_version() {
  local answer version major minor
  # The package manager needs more libraries than the compiler.
  if ! answer=$(swift --version 2>&1 && swift build --version 2>&1); then
    complain "Swift is there and does not run: ${answer}" \
      "It needs Debian packages of its own: https://www.swift.org/install/linux/tarball lists them."
  fi
  version=$(printf '%s\n' "$answer" | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
  major=${version%%.*}
  minor=${version#*.}
  if [ -z "$version" ] || [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 1 ]; }; then
    complain "Swift ${version:-of an unknown version} is too old: 6.1 or newer is needed." \
      "Get it from https://www.swift.org/install/linux/ and put its usr/bin first on the PATH."
  fi
}

install_missing() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null 2>&1 || complain \
    "these packages are missing and this is no Debian: ${missing[*]}" \
    "install what your system calls them, and try again."
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || complain \
      "packages are missing and need root: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  printf 'hematovision: installing %s\n' "${missing[*]}" >&2
  "${as_root[@]}" apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq "${missing[@]}" >&2
}

# Python packages of other makers that tests compare with, in .build/python. Where they cannot be had, the tests that
# need them are skipped, and say so.
#   HL7 is read by hl7apy, FHIR by fhir.resources, and by fhirkit with the definitions of FHIR R4 (4.0.1).
#   Tools/convert needs numpy, h5py and onnx; ONNX Runtime computes what it writes; Keras (on jax: 145 MB to fetch, on
#   TensorFlow 320) makes the models that it reads.
install_python() {
  local environment
  environment="$(cd "$(dirname "$0")/.." && pwd)/.build/python"
  if ! [ -x "$environment/bin/pip" ] && ! python3 -m venv "$environment" >&2; then
    printf 'hematovision: no Python environment can be made; tests that need one will be skipped\n' >&2
    return
  fi
  install_packages "exports" 'hl7apy, fhir.resources.R4B.bundle, fhirkit' \
    hl7apy==1.3.5 fhir.resources==8.3.0 fhirkit-rs==0.1.0
  install_packages "ONNX" 'numpy, h5py, onnx, onnxruntime' \
    numpy==2.4.6 h5py==3.16.0 onnx==1.23.2 onnxruntime==1.32.0
  KERAS_BACKEND=jax install_packages "Keras's models" 'keras, jax' \
    numpy==2.4.6 keras==3.15.1 jax==0.10.2 jaxlib==0.10.2
}

# install_packages SUBJECT MODULES PACKAGE...: into $environment, unless the modules are there.
install_packages() {
  local subject=$1 modules=$2
  shift 2
  "$environment/bin/python3" -c "import $modules" 2>/dev/null && return
  printf 'hematovision: installing %s for the tests of %s\n' "$*" "$subject" >&2
  "$environment/bin/pip" install -q "$@" >&2 || printf \
    'hematovision: they cannot be had; tests of %s will be skipped\n' "$subject" >&2
}

check_swift_is_there
case "${1:-build}" in
  build) install_missing $need_build ;;
  tests)
    install_missing $need_build $need_tests
    install_python
    ;;
  *) complain "usage: setup.sh build|tests" ;;
esac
# After the packages: some of them are what Swift itself needs to run.
check_swift_version
