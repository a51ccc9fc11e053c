"""Memory of `hematovision classify` over a long run: does it grow?

    python3 Tools/peers/memory.py FOLDER [--count 10000]

The folder's JPEGs come round again under other names (symbolic links) until there are COUNT. Every line of the
answer that arrives is counted; at each tenth of the run the program's memory is read from /proc: resident
(VmRSS) and the most it was so far (VmHWM), in MiB.
"""

import itertools
import os
import subprocess
from pathlib import Path

import workplace


def memory(pid):
    """(VmRSS, VmHWM) in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    values = dict(line.split(":", 1) for line in lines)
    return tuple(int(values[key].split()[0]) / 1024 for key in ("VmRSS", "VmHWM"))


def links(folder, count, scratch):
    files = sorted(f.resolve() for f in folder.iterdir() if f.suffix.lower() in (".jpg", ".jpeg"))
    target = Path(scratch) / "links"
    target.mkdir()
    for i, file in zip(range(count), itertools.cycle(files)):
        os.symlink(file, target / f"{i:06}.jpg")
    return target


def main():
    p = workplace.arguments(__doc__.split("\n")[0], peers=False)
    p.add_argument("folder", type=Path)
    p.add_argument("--count", type=int, default=10_000)
    a = p.parse_args()
    workplace.check(a)
    step = max(1, a.count // 10)
    rows = []
    with workplace.temporary() as scratch:
        process = subprocess.Popen(
            [a.program, "classify", links(a.folder, a.count, scratch), "--format", "jsonl"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        # The last step is read some answers early: after the last answer the process may be gone.
        places = {*range(step, a.count, step), a.count - min(step, 50)}
        done = 0
        for done, _ in enumerate(process.stdout, 1):
            if done in places:
                resident, peak = memory(process.pid)
                rows.append({"pictures": done, "VmRSS_MiB": resident, "VmHWM_MiB": peak})
        if process.wait() != 0 or done != a.count:
            raise SystemExit(f"classify answered {done} of {a.count}, status {process.returncode}")
    peak = max(row["VmHWM_MiB"] for row in rows)
    growth = rows[-1]["VmRSS_MiB"] - rows[0]["VmRSS_MiB"]
    workplace.report(rows, {"peak_MiB": peak, "resident_growth_MiB": growth}, a.json)


if __name__ == "__main__":
    main()
