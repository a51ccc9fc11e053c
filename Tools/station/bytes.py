#!/usr/bin/env python3
"""Bytes on the line to the terminal: what a screen costs with direct colours, with 256, and on a slow line.

    Tools/station/bytes.py [--binary .build/release/hematovision] [--directory samples]

For each size and way: the first screen, then j through all pictures of the directory, each after the last
one is finished ("a picture"); then the same key held, 30 in a second, up to the last picture
("held"); then the selection moved among pictures that are all the same ("a row": no picture is redrawn). Bytes are
counted where the terminal would be. "ssh -C" is the whole stream after zlib at level 6, as ssh compresses.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time
import zlib
from pathlib import Path

from terminal import Terminal, first_session

ROOT = Path(__file__).resolve().parents[2]
WAYS = {
    "direct colours": (["--colours", "direct"], "truecolor"),
    "256 colours": (["--colours", "256"], ""),
    "slow line": (["--bandwidth", "low"], "truecolor"),
}
SIZES = [(80, 24), (120, 40), (200, 60)]


class Station:
    def __init__(self, a, directory, scratch, way, columns, rows):
        options, promise = WAYS[way]
        home = tempfile.mkdtemp(dir=scratch)
        environment = {"PATH": os.environ["PATH"], "HOME": home, "XDG_DATA_HOME": home, "XDG_STATE_HOME": home,
                       "XDG_CONFIG_HOME": home, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "COLORTERM": promise}
        first_session(a.binary, environment, home)
        self.terminal = Terminal([str(a.binary), "review", str(directory), "--reviewer", "bench", *options],
                                 environment, columns, rows)
        self.wait()

    def wait(self):
        # Longer than the pause after which a slow line gets its picture.
        self.terminal.read_until_quiet(0.45)

    def cost(self, act):
        before = self.terminal.total
        act()
        self.wait()
        return self.terminal.total - before

    def press(self, key):
        return self.cost(lambda: self.terminal.send(key))

    def hold(self, key, times):
        def act():
            for _ in range(times):
                self.terminal.send(key)
                self.terminal.read_for(1 / 30)
        return self.cost(act)

    def close(self):
        self.terminal.close(b"Q")
        return self.terminal.total, len(zlib.compress(b"".join(d for _, d in self.terminal.output), 6))


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--binary", default=ROOT / ".build/release/hematovision", type=Path)
    p.add_argument("--directory", default=ROOT / "samples", type=Path)
    a = p.parse_args()
    if not a.binary.exists():
        raise SystemExit(f"no program at {a.binary}: run make build")
    pictures = sorted(f for f in a.directory.iterdir() if f.suffix in (".jpg", ".png"))
    print("| size | way | first screen | a picture, median | most | held, a key | a row | whole, ssh -C |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as scratch:
        same = Path(scratch) / "same"
        same.mkdir()
        for number in range(40):
            shutil.copyfile(pictures[0], same / f"field-{number:03}{pictures[0].suffix}")
        for columns, rows in SIZES:
            for way in WAYS:
                station = Station(a, a.directory, scratch, way, columns, rows)
                first = station.terminal.total
                moves = [station.press(b"j") for _ in range(len(pictures) - 1)]
                station.press(b"gg")
                held = station.hold(b"j", len(pictures) - 1) / (len(pictures) - 1)
                total, packed = station.close()
                plain = Station(a, same, scratch, way, columns, rows)
                row = statistics.median(plain.press(b"j") for _ in range(9))
                plain.close()
                print(f"| {columns}x{rows} | {way} | {first:,} | {statistics.median(moves):,.0f} | {max(moves):,} "
                      f"| {held:,.0f} | {row:,.0f} | {packed / total:.2f} |", flush=True)


if __name__ == "__main__":
    main()
