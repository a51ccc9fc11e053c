"""Lays the shipped weights and the golden vectors out plainly, for a driver without a JSON reader.

    python3 flatten.py WEIGHTS GOLDEN FOLDER        # writes FOLDER/weights.data and FOLDER/golden.f32

weights.data: the file without its header, which keeps the order of the run. golden.f32: of each picture and
each stage its channels, pixels, stride, number of samples, greatest magnitude, then the samples.
"""

import json
import struct
import sys
from array import array
from pathlib import Path


def read(path):
    """(header of a safetensors file, its data)."""
    raw = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    return json.loads(raw[8:8 + length]), raw[8 + length:]


def main(weights, golden, folder):
    (Path(folder) / "weights.data").write_bytes(read(weights)[1])
    header, data = read(golden)
    flat = array("f")
    for stage, facts in json.loads(header["__metadata__"]["stages"]).items():
        channels, *sides = facts["shape"]
        begin, end = header[stage]["data_offsets"]
        samples = array("f", data[begin:end])
        pixels = sides[0] * sides[1] if sides else 1
        flat.extend([channels, pixels, facts["stride"], len(samples), facts["max_abs"]])
        flat.extend(samples)
    (Path(folder) / "golden.f32").write_bytes(flat.tobytes())


if __name__ == "__main__":
    main(*sys.argv[1:4])
