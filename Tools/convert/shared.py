"""What these tools have in common with the recipe that made the shipped weights, from the recipe itself."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "Weights/recipe"))

import weightsfile  # noqa: E402
from classes import CLASSES  # noqa: E402
from stages import STAGES  # noqa: E402

__all__ = ["CLASSES", "NOTICE", "STAGES", "weightsfile"]

NOTICE = "For research use only. Not for use in diagnostic procedures."
