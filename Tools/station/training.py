#!/usr/bin/env python3
"""How long a key takes while the station trains a head, beside idle and beside classification alone.

    Tools/station/training.py [--binary .build/release/hematovision] [--rounds 6] [--keys 50]

The station is opened on copies of samples/; their cells are answered by keys, any class in turns: how good the head
gets does not matter here. Each round forgets the kept features, begins a training, goes back to the desk and presses
j and k in turns while it runs: first as its features are computed, then through the epochs. A key is finished as in
bench.py: with the last piece of output that holds half blocks.
"""

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time

from bench import ROOT, busy_keys, environment, figures, idle_keys
from terminal import Terminal


def wait(terminal, text, seconds=120):
    end = time.perf_counter() + seconds
    while text not in b"".join(data for _, data in terminal.output):
        terminal.read(time.perf_counter() + 0.05)
        if time.perf_counter() > end or terminal.ended:
            sys.exit(f"not seen: {text.decode()}")


def answer(terminal):
    """Answers every cell of the directory."""
    terminal.send(b"C")
    # The engine needs a moment for each; the screen is still once all are there.
    terminal.read_until_quiet(3, 120)
    terminal.send(b"gg")
    terminal.read_for(0.5)
    for index in range(60):
        terminal.send(b"%d" % (index % 4 + 1))
        terminal.read_for(0.45)
    terminal.send(b"\x1b")
    terminal.read_for(0.5)


def pairs(measure, terminal, count):
    """j and k in turns: each draws another picture."""
    latencies, missed = [], 0
    for index in range(count):
        found, late = measure(terminal, b"jk"[index % 2:index % 2 + 1], 1)
        latencies += found
        missed += late
    return latencies, missed


def idle(terminal, key, count):
    _, blocks, silent = idle_keys(terminal, key, count)
    return blocks, silent


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--binary", default=os.path.join(ROOT, ".build/release/hematovision"))
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--keys", type=int, default=50, help="keys a round")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hv-training-") as scratch:
        pictures, home = os.path.join(scratch, "slide"), os.path.join(scratch, "home")
        os.makedirs(pictures)
        samples = os.path.join(ROOT, "samples")
        for name in sorted(os.listdir(samples)):
            if name.endswith((".jpg", ".png")):
                shutil.copy(os.path.join(samples, name), pictures)
        print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; "
              f"{time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}")
        terminal = Terminal([os.path.abspath(arguments.binary), "review", pictures], environment(home), directory=scratch)
        terminal.read_until_quiet(0.5)
        terminal.send(b"\x1b")
        answer(terminal)
        terminal.send(b"gg")
        terminal.read_for(0.5)
        latencies, _ = pairs(idle, terminal, arguments.keys * 2)
        figures("key to finished paint, idle", latencies)

        during, missed, took = [], 0, []
        for _ in range(arguments.rounds):
            shutil.rmtree(os.path.join(home, ".cache"), ignore_errors=True)
            terminal.output.clear()
            terminal.send(b"T")
            terminal.read_for(0.3)
            if any(b"a model was written" in data for _, data in terminal.output):
                terminal.send(b"\r")
            wait(terminal, b"WHOLE LOG")
            terminal.output.clear()
            terminal.send(b"\r")
            wait(terminal, b"It goes on")
            began = time.perf_counter()
            terminal.send(b"q")
            terminal.read_for(0.3)
            found, late = pairs(busy_keys, terminal, arguments.keys)
            during += found
            missed += late
            terminal.output.clear()
            terminal.send(b"T")
            wait(terminal, b"a model was written")
            took.append(time.perf_counter() - began)
            terminal.send(b"q")
            terminal.read_for(0.3)
        figures("key to finished paint, while a head is trained", during, f"late or not drawn {missed}")
        print(f"{'seconds of a training, keys and all':<46} " + " ".join(f"{each:.1f}" for each in took))
        print(f"{'memory at the most':<46} {terminal.memory():8.1f} MB")
        terminal.close(b"Q")


if __name__ == "__main__":
    main()
