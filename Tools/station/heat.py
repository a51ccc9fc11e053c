#!/usr/bin/env python3
"""How fast the station answers keys with heat over the cell (x) beside without, in turns.

    Tools/station/heat.py [--binary .build/release/hematovision] [--keys 200]

A copy of samples/ is classified, then pictures are gone through with j and k: twenty keys without heat, twenty with,
and so on. "Answered": from the key to the first piece of output with half blocks in it, the picture. "Finished": to the
last byte before 60 ms of quiet, the heat with it.
"""

import argparse
import os
import shutil
import tempfile

from terminal import Terminal, first_session, percentile

HALF_BLOCK = "\u2580".encode()
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TURN = 20


def keys(terminal, count, answered, finished):
    for index in range(count):
        terminal.output.clear()
        sent = terminal.send(b"j" if index < count // 2 else b"k")
        last = terminal.read_until_quiet(0.06)
        pictures = [moment for moment, data in terminal.output if HALF_BLOCK in data]
        if pictures:
            answered.append((pictures[0] - sent) * 1000)
            finished.append((last - sent) * 1000)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--binary", default=os.path.join(ROOT, ".build/release/hematovision"))
    parser.add_argument("--keys", type=int, default=200)
    arguments = parser.parse_args()
    scratch = tempfile.mkdtemp(prefix="hv-heat-")
    try:
        pictures = os.path.join(scratch, "samples")
        shutil.copytree(os.path.join(ROOT, "samples"), pictures)
        environment = {
            "PATH": os.environ["PATH"], "HOME": scratch, "XDG_DATA_HOME": scratch,
            "XDG_CONFIG_HOME": scratch, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color",
        }
        first_session(arguments.binary, environment, pictures)
        terminal = Terminal([arguments.binary, "review", pictures], environment, directory=scratch)
        terminal.read_until_quiet(0.5)
        terminal.send(b"C")
        terminal.read_until_quiet(1.0, limit=30)
        terminal.send(b"gg")
        terminal.read_until_quiet(0.2)
        results = {"without heat": ([], []), "with heat": ([], [])}
        for _ in range(max(1, arguments.keys // TURN)):
            for name in results:
                keys(terminal, TURN, *results[name])
                terminal.send(b"x")
                terminal.read_until_quiet(0.2)
        terminal.close(b"Q")
        print(f"load {os.getloadavg()[0]:.1f}; milliseconds, median / 99th percentile")
        for name, (answered, finished) in results.items():
            print(
                f"{name:<14} {len(answered)} keys  answered {percentile(answered, 0.5):6.1f} /"
                f" {percentile(answered, 0.99):6.1f}  finished {percentile(finished, 0.5):6.1f} /"
                f" {percentile(finished, 0.99):6.1f}")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
