"""Compares an ONNX file's logits with the golden vectors' (PyTorch, float64); the bound is 1e-4.

    python check_onnx.py FILE.onnx Tests/EngineTests/Golden/golden.safetensors [--slow]

With --slow onnx's own reference evaluator runs the graph, so that ONNX Runtime is not needed.
"""

import sys

import numpy as np
import onnx

import weightsfile
from golden_inputs import noise, ramp

BOUND = 1e-4


def evaluator(path, slow):
    if slow:
        from onnx.reference import ReferenceEvaluator

        return ReferenceEvaluator(path)
    import onnxruntime

    return onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])


def main(path, golden, slow):
    expected, facts = weightsfile.read(golden)
    props = {p.key: p.value for p in onnx.load(path).metadata_props}
    if props["data_sha256"] != facts["weights_data_sha256"]:
        raise SystemExit("the golden vectors are of other weights: run golden.py again")
    session = evaluator(path, slow)
    pictures = [("noise", noise()), ("ramp", ramp())]
    worst = 0.0
    # One by one and together: the number of pictures is open.
    for batch in ([pictures[0]], [pictures[1]], pictures[::-1]):
        (logits,) = session.run(None, {"input": np.concatenate([p for _, p in batch])})
        for row, (name, _) in zip(logits, batch):
            worst = max(worst, float(np.abs(row - expected[f"{name}.logits"]).max()))
    print(f"largest difference of the logits {worst:.2e}")
    return worst > BOUND


if __name__ == "__main__":
    words = [w for w in sys.argv[1:] if w != "--slow"]
    sys.exit(main(*words, slow="--slow" in sys.argv))
