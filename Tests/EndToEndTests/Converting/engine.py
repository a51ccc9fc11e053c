"""The real engine's logits of pictures, through `hematovision-bench worker`."""

import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np

import tools  # noqa: F401
from shared import weightsfile


def pictures():
    """Three pictures of bytes, [3][224][224][3]: noise, slow waves, and edges."""
    random = np.random.default_rng(7)
    noise = random.integers(0, 256, (224, 224, 3))
    y, x, c = np.meshgrid(np.arange(224), np.arange(224), np.arange(3), indexing="ij")
    waves = 127 + 90 * np.sin(x / 23 + c) * np.cos(y / 31 - c) + random.integers(-20, 21, (224, 224, 3))
    edges = np.where((x // 37 + y // 53) % 2, 230 - 40 * c, 60 + 50 * c) + (x > 120) * 15
    return np.stack([noise, waves, edges]).clip(0, 255).astype(np.uint8)


def as_asked(preprocess, bytes_):
    """The network's input, [n][224][224][3], as the header of its file asks for it."""
    asked = preprocess.get("presentation") or {"mean": [0.5] * 3, "deviation": [0.5] * 3, "turned": False}
    x = ((bytes_ / 255 - np.array(asked["mean"])) / np.array(asked["deviation"])).astype(np.float32)
    return x[:, ::-1, ::-1] if asked["turned"] else x


def logits(bench, model, bytes_):
    _, metadata = weightsfile.read(model)
    x = as_asked(json.loads(metadata["preprocess"]), bytes_)
    with tempfile.TemporaryDirectory() as work:
        np.ascontiguousarray(x.transpose(0, 3, 1, 2), "<f4").tofile(Path(work) / "x.f32")
        ended = subprocess.run([bench, "worker", "--warm-up", "1", model, work, "1", str(len(x))],
                               input="", capture_output=True, text=True)
    said = json.loads(ended.stdout.splitlines()[0])
    if "error" in said:
        raise SystemExit(f"{model}: {said['error']}")
    return np.array(said["y"])


def centred(logits):
    """What a softmax leaves of logits."""
    return logits - logits.mean(axis=1, keepdims=True)
