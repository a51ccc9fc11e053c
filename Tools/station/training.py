#!/usr/bin/env python3
"""How long a key takes while the station trains a head on its own log.

    python3 Tools/station/training.py [--cells 400] [--keys 150] [--interval 200] [--json] [-- OPTIONS OF review]

Answers `cells` cells as session.py does (the options are that session's), opens the station again on the same directory and moves through the pictures:
first with nothing else going on, then from the moment that a training was begun (`T`, Enter, `q` leaves the page) until it is over
or the keys are. Times are from the key to the first byte for it, and to the last one of the next picture.
"""

import time

import session
from bench import last_picture


def moves(station, count, interval, goes_on=lambda: True):
    """Milliseconds from each key to the first byte for it, and to the last of the picture."""
    first, last = [], []
    due = time.perf_counter()
    for number in range(count):
        if not goes_on():
            break
        station.output.clear()
        pressed = station.send(b"j" if number % 20 < 10 else b"k")
        due = max(due + interval / 1000, pressed + interval / 2000)
        session.read_until(station, due)
        if station.output:
            first.append((station.output[0][0] - pressed) * 1e3)
            drawn = last_picture(station.output)
            if drawn is not None:
                last.append((drawn - pressed) * 1e3)
    return first, last


def told(first, last):
    kinds = {"first byte": first, "picture": last}
    return {"keys": len(first), **{f"{kind} ms": session.spread(times) for kind, times in kinds.items()}}


def measure(a, scratch):
    answered = session.session(a, scratch)
    station = session.opened(a, scratch, scratch / "smears")
    station.read_until_quiet(1.5)
    quiet = moves(station, a.keys, a.interval)
    station.send(b"T")
    station.read_until_quiet(0.5)
    begun = time.perf_counter()
    station.send(b"\r")
    session.read_until(station, begun + 0.3)
    station.send(b"q")
    session.read_until(station, begun + 0.6)
    trained = scratch / "data/hematovision/models/trained"
    over = lambda: any(trained.glob("*.safetensors")) if trained.is_dir() else False
    busy = moves(station, 10 * a.keys, a.interval, lambda: not over())
    seconds = time.perf_counter() - begun
    written = over()
    station.close(b"q")
    return {"answers": answered["answers_in_log"], "terminal": f"{a.term} {a.size}",
            "load_before": answered["load_before"], "quiet": told(*quiet), "training": told(*busy),
            "training_seconds": round(seconds, 1), "model_written": written}


def main():
    p = session.arguments(__doc__)
    p.add_argument("--keys", type=int, default=150)
    session.run(p.parse_args(), measure)


if __name__ == "__main__":
    main()
