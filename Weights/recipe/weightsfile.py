"""Reads and writes the weights file: safetensors with a fixed order and aligned data."""

import hashlib
import json
import struct

import numpy as np

ALIGNMENT = 64


TYPES = {"F16": np.dtype("<f2"), "F32": np.dtype("<f4")}


def write(path, tensors, metadata, halves=False):
    """`tensors`: ordered name -> float32 array; `metadata`: string -> string.

    With `halves` everything but vectors (the biases) is rounded to half precision.
    """
    offset, header, parts = 0, {}, []
    for name, array in tensors.items():
        kind = "F16" if halves and array.ndim > 1 else "F32"
        raw = np.ascontiguousarray(array, TYPES[kind]).tobytes()
        header[name] = {
            "dtype": kind,
            "shape": list(array.shape),
            "data_offsets": [offset, offset + len(raw)],
        }
        offset += len(raw)
        parts.append(raw)
    data = b"".join(parts)
    metadata = {**metadata, "data_sha256": hashlib.sha256(data).hexdigest()}
    text = json.dumps({"__metadata__": metadata, **header}, separators=(",", ":")).encode()
    text += b" " * (-(8 + len(text)) % ALIGNMENT)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def read(path):
    """(ordered name -> float32 array, metadata)."""
    with open(path, "rb") as file:
        raw = file.read()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    metadata = header.pop("__metadata__")
    data = raw[8 + length :]
    if hashlib.sha256(data).hexdigest() != metadata["data_sha256"]:
        raise ValueError(f"{path}: the data do not match data_sha256")
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        numbers = np.frombuffer(data[begin:end], TYPES[entry["dtype"]])
        tensors[name] = numbers.astype(np.float32).reshape(entry["shape"])
    return tensors, metadata
