#!/usr/bin/env python3
"""Writes the screens and the key table of README.md anew, from the snapshots of StationTests.

usage: Tools/readme.py          (after `make snapshots`; HouseTests watch that the two agree)
"""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
SNAPSHOTS = ROOT / "Tests/StationTests/Snapshots"


def screen(name):
    """The glyph grid of a snapshot as an indented block."""
    lines = (SNAPSHOTS / f"{name}.txt").read_text().split("\n")[1:]
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append("    " + line[1:-1].rstrip())
    return "\n".join(rows)


def keys():
    """The table of the help page, with the actions' names for keymap.toml."""
    rows = []
    for line in (SNAPSHOTS / "keys.txt").read_text().strip().split("\n"):
        key, text, action = line.split("\t")
        rows.append(f"| `{key}` | {text} | `{action}` |")
    return "\n".join(rows)


def replace(text, name, body):
    pattern = re.compile(rf"<!-- {name} -->.*?<!-- /{name} -->", re.S)
    assert pattern.search(text), name
    return pattern.sub(lambda _: f"<!-- {name} -->\n{body}\n<!-- /{name} -->", text)


page = (ROOT / "README.md").read_text()
page = replace(page, "desk", screen("desk-80x24"))
page = replace(page, "new", screen("new-80x24"))
page = replace(page, "keys", "| Key | Does | Action |\n|---|---|---|\n" + keys())
(ROOT / "README.md").write_text(page)
