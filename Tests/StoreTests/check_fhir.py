"""Holds a Bundle against the definitions of FHIR R4 (4.0.1) with fhirkit, and shows that it would find something: of one
Bundle with a fault each, which faults it tells. Prints both as JSON."""
import copy
import json
import sys

import fhirkit

with open(sys.argv[1], encoding="utf-8") as file:
    bundle = json.load(file)


def first(of, kind):
    return next(e["resource"] for e in of["entry"] if e["resource"]["resourceType"] == kind)


def second_value(of):
    first(of, "Observation")["valueString"] = "x"


FAULTS = {
    "no status": lambda b: first(b, "Observation").pop("status"),
    "no code": lambda b: first(b, "DiagnosticReport").pop("code"),
    "an unknown element": lambda b: first(b, "Observation").update(colour="blue"),
    "two values": second_value,
    "an element in place of a list": lambda b: first(b, "Observation").update(component={}),
    "no date": lambda b: first(b, "DiagnosticReport").update(issued="yesterday"),
    "a number for a text": lambda b: first(b, "Device").update(id=5),
    "no type": lambda b: b.pop("type"),
}


def faults(of):
    return [str(issue) for issue in fhirkit.validate(of)]


untold = []
for name, break_it in FAULTS.items():
    broken = copy.deepcopy(bundle)
    break_it(broken)
    if not faults(broken):
        untold.append(name)
print(json.dumps({"faults": faults(bundle), "untold": untold}))
