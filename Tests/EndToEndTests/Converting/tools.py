"""Where the tests find the converter, which they use as a person does and by its modules."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TOOLS = ROOT / "Tools/convert"
SHIPPED = ROOT / "Weights/mobilenetv2-8.safetensors"
FOUR = "eosinophil,lymphocyte,monocyte,neutrophil"
sys.path.append(str(TOOLS))


def run(tool, *words):
    """Runs a tool of Tools/convert; gives its exit status and all it wrote."""
    ended = subprocess.run([sys.executable, TOOLS / tool, *map(str, words)], capture_output=True, text=True)
    return ended.returncode, ended.stdout + ended.stderr


def must(tool, *words):
    code, text = run(tool, *words)
    if code != 0:
        raise SystemExit(f"{tool} {words}: {text}")
    return text
