#!/usr/bin/env python3
"""How fast the station is on a directory of 100,000 pictures, with nnn, ranger and mc in the same harness.

    Tools/station/bench.py [--binary .build/release/hematovision] [--images 100000] [--keys 300]

The pictures are hard links of a few files of samples/, in turns (ext4 allows 65,000 links to a file, so each file
has several copies). Everything is made in a temporary directory and taken away at the end.

What "finished" means. A key is finished when the last byte that it causes has been read from the pty.
  - Idle: nothing else is drawn, so that is the last byte before 60 ms of quiet.
  - While the engine works the progress line is drawn all the time, and there is no quiet. But only a picture
    holds half blocks (U+2580), the progress line none: the key is finished with the last piece of output that
    has some, within the 90 ms until the next key. Neighbouring pictures differ, so each key draws its picture.
    The same rule over the idle run is printed beside, to show that both rules agree.
  - First screen: from fork to the last piece with half blocks before 120 ms of quiet; for the other programs,
    which show no picture, to the last byte before 120 ms of quiet, once the first name is on screen.
Bytes of moving are counted on a directory whose pictures are all the same, so that no picture is redrawn.

The harness itself needs a core now and then, and so does whatever else runs: on a machine with other work every
figure grows, those of the other programs too. The load is printed first; processor time and bytes do not depend on it.
"""

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time

import history
from terminal import Terminal, percentile

HALF_BLOCK = "\u2580".encode()
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def make_pictures(directory, count, sources):
    """`count` names for copies of `sources`, neighbours different."""
    os.makedirs(directory)
    copies = {}
    for index in range(count):
        source = sources[index % len(sources)]
        name = os.path.join(directory, f"smear-{index:06d}.jpg")
        copy, links = copies.get(source, (None, 0))
        if copy is None or links >= 20_000:
            shutil.copy(source, name)
            copies[source] = (name, 1)
        else:
            os.link(copy, name)
            copies[source] = (copy, links + 1)


def environment(home):
    for name in ("data", "state", "config"):
        os.makedirs(f"{home}/{name}", exist_ok=True)
    return {
        "PATH": os.environ["PATH"], "HOME": home, "XDG_DATA_HOME": f"{home}/data",
        "XDG_STATE_HOME": f"{home}/state", "XDG_CONFIG_HOME": f"{home}/config",
        "LC_ALL": "C.UTF-8", "TERM": "xterm-256color",
    }


class Station:
    """The station with a log and a home of its own."""

    def __init__(self, arguments, directory, scratch, options=()):
        self.home = tempfile.mkdtemp(dir=scratch)
        # The first session with a log begins with a page in the place of the picture: let that be over.
        earlier = Terminal([arguments.binary, "review", self.home], environment(self.home), directory=self.home)
        earlier.read_until_quiet(0.3)
        earlier.close(b"Q")
        self.terminal = Terminal(
            [arguments.binary, "review", directory, *options], environment(self.home),
            directory=self.home)

    def first_screen(self):
        """Milliseconds from fork to the whole first picture."""
        terminal = self.terminal
        end = terminal.started + 20
        while not any(HALF_BLOCK in data for _, data in terminal.output):
            terminal.read(end)
            if time.perf_counter() >= end or terminal.ended:
                sys.exit("the station shows no picture:\n" + tail(terminal))
        terminal.read_until_quiet(0.12)
        return (last_picture(terminal.output) - terminal.started) * 1000

    def close(self):
        self.terminal.close(b"Q")
        shutil.rmtree(self.home, ignore_errors=True)


def tail(terminal):
    return b"".join(data for _, data in terminal.output)[-2000:].decode(errors="replace")


def last_picture(output):
    """When the last piece with half blocks came."""
    times = [moment for moment, data in output if HALF_BLOCK in data]
    return times[-1] if times else None


def idle_keys(terminal, key, count):
    """Latencies in ms of `count` keys, each after the last one was finished: by quiet, and by half blocks."""
    quiet, blocks, silent = [], [], 0
    for index in range(count):
        terminal.output.clear()
        sent = terminal.send(key)
        last = terminal.read_until_quiet(0.06)
        if last is None:
            silent += 1
            continue
        quiet.append((last - sent) * 1000)
        picture = last_picture(terminal.output)
        if picture:
            blocks.append((picture - sent) * 1000)
        # Not in step with anything that runs by a clock.
        terminal.read_for(0.005 + 0.007 * (index % 5))
    return quiet, blocks, silent


def busy_keys(terminal, key, count):
    """The same by half blocks alone, a key each 90 ms; keys without a picture are counted apart."""
    latencies, missed = [], 0
    for index in range(count):
        terminal.output.clear()
        sent = terminal.send(key)
        terminal.read_for(0.09 + 0.003 * (index % 4))
        picture = last_picture(terminal.output)
        if picture is None:
            missed += 1
        else:
            latencies.append((picture - sent) * 1000)
    return latencies, missed


def figures(name, latencies, note=""):
    if not latencies:
        print(f"{name:<46} nothing was drawn {note}")
        return
    print(
        f"{name:<46} p50 {percentile(latencies, 0.5):7.1f}  p90 {percentile(latencies, 0.9):7.1f}"
        f"  p99 {percentile(latencies, 0.99):7.1f}  most {max(latencies):7.1f} ms  of {len(latencies)} {note}")


def measure_station(arguments, scratch, mixed, same):
    starts = []
    for _ in range(arguments.starts):
        station = Station(arguments, mixed, scratch)
        starts.append(station.first_screen())
        station.close()
    figures("first screen with picture", starts)

    # Typing while the directory is still being read and sorted.
    station = Station(arguments, mixed, scratch)
    station.terminal.read_until_quiet(0.0, 5)
    while not station.terminal.output:
        station.terminal.read(time.perf_counter() + 0.01)
    early = []
    for _ in range(12):
        station.terminal.output.clear()
        sent = station.terminal.send(b"j")
        station.terminal.read_for(0.03)
        if station.terminal.output:
            early.append((station.terminal.output[0][0] - sent) * 1000)
    figures("key to first byte, from the first frame on", early)
    station.close()

    station = Station(arguments, same, scratch)
    station.first_screen()
    terminal = station.terminal
    for name, keys in (("j", b"j"), ("k", b"k"), ("half a page down", b"\x04"), ("last picture", b"G"),
                       ("first picture", b"gg")):
        before, count = terminal.total, 100 if len(name) == 1 else 5
        for _ in range(count):
            terminal.send(keys)
            terminal.read_until_quiet(0.05)
        print(f"bytes of {name:<37} {(terminal.total - before) / count:8.0f} without a new picture")
    station.close()

    for options in ([], ["--threads", "2"]):
        station = Station(arguments, mixed, scratch, options)
        station.first_screen()
        terminal = station.terminal
        label = " ".join(options) or "threads as they are"
        before, cpu = terminal.total, terminal.processor()
        quiet, blocks, silent = idle_keys(terminal, b"j", arguments.keys)
        size = (terminal.total - before) / arguments.keys
        work = (terminal.processor() - cpu) * 1000 / arguments.keys
        figures(f"key to finished paint, idle ({label})", quiet, f"silent {silent}")
        figures("  the same by half blocks", blocks)
        print(f"{'bytes of a key, picture and all':<46} {size:8.0f}")
        print(f"{'processor time of a key, all threads':<46} {work:8.2f} ms")
        print(f"{'memory at the most, 100,000 pictures listed':<46} {terminal.memory():8.1f} MB")
        cpu = terminal.processor()
        terminal.read_for(3)
        print(f"{'processor time of 3 idle seconds':<46} {(terminal.processor() - cpu) * 1000:8.0f} ms")
        terminal.send(b"C")
        terminal.read_for(1)
        cpu, start = terminal.processor(), time.perf_counter()
        busy, missed = busy_keys(terminal, b"j", arguments.keys)
        share = (terminal.processor() - cpu) / (time.perf_counter() - start)
        figures(f"key to finished paint, engine at work ({label})", busy, f"late or not drawn {missed}")
        print(f"{'cores in use meanwhile':<46} {share:8.2f}")
        print(f"{'memory at the most':<46} {terminal.memory():8.1f} MB")
        station.close()


def measure_history(arguments, scratch, mixed):
    """A directory that is reviewed to its last picture but one: the log has two entries for each."""
    home = tempfile.mkdtemp(dir=scratch)
    one = os.path.join(scratch, "one")
    os.makedirs(one)
    names = sorted(os.listdir(mixed))
    os.link(os.path.join(mixed, names[0]), os.path.join(one, names[0]))
    terminal = Terminal([arguments.binary, "review", one], environment(home), directory=home)
    for keys, pause in ((b"", 1), (b"c", 1), (b"9", 1), (b"q", 0.5)):
        if keys:
            terminal.send(keys)
        terminal.read_for(pause)
    terminal.close(b"Q")
    log = os.path.join(home, "data/hematovision/review.sqlite")
    count = history.repeat(log, [os.path.join(mixed, name) for name in names[:-1]])

    terminal = Terminal([arguments.binary, "review", mixed], environment(home), directory=home)
    slow, end = [], terminal.started + 120
    while b"welcome back" not in b"".join(data for _, data in terminal.output):
        terminal.read(time.perf_counter() + 0.05)
        if time.perf_counter() > end or terminal.ended:
            sys.exit("the earlier answers were not read:\n" + tail(terminal))
    took = terminal.output[-1][0] - terminal.started
    print(f"{f'earlier answers are there, log of {count} entries':<46} {took:8.2f} s")
    print(f"{'memory at the most, all of them reviewed':<46} {terminal.memory():8.1f} MB")
    quiet, _, _ = idle_keys(terminal, b"k", 60)
    figures("key to finished paint, all reviewed", quiet)
    unreviewed, _, _ = idle_keys(terminal, b"]", 10)
    figures("] over all reviewed pictures", unreviewed)
    terminal.close(b"Q")

    # A key while the answers are still being read.
    terminal = Terminal([arguments.binary, "review", mixed], environment(home), directory=home)
    while not terminal.output:
        terminal.read(time.perf_counter() + 0.05)
    for _ in range(40):
        terminal.output.clear()
        sent = terminal.send(b"j")
        terminal.read_for(0.05)
        if terminal.output:
            slow.append((terminal.output[0][0] - sent) * 1000)
    figures("key to first byte while they are read", slow)
    terminal.close(b"Q")
    shutil.rmtree(home, ignore_errors=True)


# What shows a list and moves in it, without pictures.
PEERS = {
    "nnn": (["nnn", "-C"], b"j", b"q"),
    "ranger": (["ranger", "--clean", "--cmd=set preview_files false"], b"j", b":quit!\r"),
    "mc": (["mc", "-d", "-u"], b"\x1bOB", b"\x1b0"),
}


def measure_peers(arguments, scratch, mixed):
    for name, (command, key, leave) in PEERS.items():
        if not shutil.which(command[0]):
            print(f"{name}: not installed")
            continue
        starts, latencies, memory, size = [], [], 0, 0
        for round_ in range(3):
            home = tempfile.mkdtemp(dir=scratch)
            terminal = Terminal([*command, mixed], environment(home), directory=home)
            end = terminal.started + 120
            while time.perf_counter() < end and not terminal.ended:
                terminal.read(end)
                if b"smear-0000" in b"".join(data for _, data in terminal.output):
                    break
            last = terminal.read_until_quiet(0.12) or terminal.output[-1][0]
            starts.append((last - terminal.started) * 1000)
            if round_ == 2:
                terminal.read_for(2)
                before = terminal.total
                latencies, _, silent = idle_keys(terminal, key, arguments.keys)
                size = (terminal.total - before) / arguments.keys
                memory = terminal.memory()
            terminal.close(leave)
            shutil.rmtree(home, ignore_errors=True)
        figures(f"{name}: first screen (no picture)", starts)
        figures(f"{name}: key to finished paint, idle", latencies, f"silent {silent}")
        print(f"{name + ': bytes of a key':<46} {size:8.0f}")
        print(f"{name + ': memory at the most':<46} {memory:8.1f} MB")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--binary", default=os.path.join(ROOT, ".build/release/hematovision"))
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--keys", type=int, default=300)
    parser.add_argument("--starts", type=int, default=9)
    parser.add_argument("--place", default=None, help="where to make the pictures (default: TMPDIR)")
    parser.add_argument("--no-peers", action="store_true")
    arguments = parser.parse_args()
    arguments.binary = os.path.abspath(arguments.binary)
    if not os.access(arguments.binary, os.X_OK):
        sys.exit(f"{arguments.binary} is not there: swift build -c release, or name it with --binary")
    with tempfile.TemporaryDirectory(dir=arguments.place, prefix="hv-bench-") as scratch:
        samples = os.path.join(ROOT, "samples")
        sources = [os.path.join(samples, name) for name in sorted(os.listdir(samples)) if name.endswith(".jpg")]
        mixed, same = os.path.join(scratch, "mixed"), os.path.join(scratch, "same")
        make_pictures(mixed, arguments.images, sources[:8])
        make_pictures(same, arguments.images, sources[:1])
        print(f"{arguments.images} pictures; {platform.platform()}, {os.cpu_count()} cores, "
              f"load {os.getloadavg()[0]:.1f}; {time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}")
        measure_station(arguments, scratch, mixed, same)
        measure_history(arguments, scratch, mixed)
        if not arguments.no_peers:
            measure_peers(arguments, scratch, mixed)


if __name__ == "__main__":
    main()
