"""The eight outputs, in the order of the head. Nothing else in the recipe names them."""

CLASSES = [
    # code, name, short, letter, core (one of the report's four), counted in the differential
    ("EOSINOPHIL", "eosinophil", "Eos", "E", True, True),
    ("LYMPHOCYTE", "lymphocyte", "Lym", "L", True, True),
    ("MONOCYTE", "monocyte", "Mono", "M", True, True),
    ("NEUTROPHIL", "neutrophil", "Neu", "N", True, True),
    ("BASOPHIL", "basophil", "Baso", "B", False, True),
    ("IG", "immature granulocyte", "IG", "I", False, True),
    ("ERYTHROBLAST", "erythroblast", "Ery", "R", False, False),
    ("PLATELET", "platelet", "Plt", "P", False, False),
]
CODES = [c[0] for c in CLASSES]
INDEX = {code: i for i, code in enumerate(CODES)}
CORE = [i for i, c in enumerate(CLASSES) if c[4]]
FOREIGN = [i for i, c in enumerate(CLASSES) if not c[4]]


def header():
    """The class list as the weights file carries it."""
    keys = ("code", "name", "short", "letter", "core", "counts_in_total")
    return [dict(zip(keys, c)) for c in CLASSES]
