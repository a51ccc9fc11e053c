"""The classes of a model, from what people call them."""

import network
from refusal import Refusal
from shared import CLASSES

KEYS = ("code", "name", "short", "letter", "core", "counts_in_total")


def plain(name):
    """A name as a code: capital letters, digits and `_`."""
    return "".join(c if c.isalnum() else "_" for c in name.upper()).strip("_")


def classes(path, names, outputs, outside):
    """The entries of the file's header, in the order of the network's outputs.

    What the shipped weights know keeps its name and letter, as in `hematovision train`; of anything else the name
    makes the rest.
    """
    if len(names) != outputs:
        raise Refusal(path, f"its head has {outputs} outputs, and --classes names {len(names)}",
                      "Name every class once, in the order of the outputs (Keras sorts the folders' names)")
    if outputs not in network.CLASS_COUNTS:
        raise Refusal(path, f"its head has {outputs} outputs, and the program tells 2 to 32 classes apart",
                      "Train a head for your classes with `hematovision train`")
    known = {plain(word): entry for entry in CLASSES for word in (entry[0], entry[1], entry[2])}
    codes = [known[plain(n)][0] if plain(n) in known else plain(n) for n in names]
    for name, code in zip(names, codes):
        if not code or codes.count(code) > 1:
            raise Refusal(path, f"the class {name!r} " + ("has no letter" if not code else "stands there twice"),
                          "Give each output a name of its own")
    entries, by_code = [], {entry[0]: entry for entry in CLASSES}
    taken = {by_code[code][3] for code in codes if code in by_code}
    for code in codes:
        entry = by_code.get(code) or _derived(code, taken)
        taken.add(entry[3])
        entries.append(dict(zip(KEYS, entry)))
    for name in outside:
        code = known[plain(name)][0] if plain(name) in known else plain(name)
        if code not in codes:
            raise Refusal(path, f"--outside names {name!r}, which is no class of it", "Name one of --classes")
        entries[codes.index(code)]["core"] = False
    if not any(entry["core"] for entry in entries):
        raise Refusal(path, "all its classes are outside of what is told apart",
                      "Name at least one class that is not --outside, and is no basophil, immature granulocyte, "
                      "erythroblast or platelet")
    return entries


def _derived(code, taken):
    name = code.lower().replace("_", " ")
    short = name.replace(" ", "")[:4]
    letters = [c for c in code if c.isalpha()] + list("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    letter = next((c for c in letters if c not in taken), "?")
    return code, name, short[:1].upper() + short[1:], letter, True, True
