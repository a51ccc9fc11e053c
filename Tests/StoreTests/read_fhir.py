"""Reads a FHIR Bundle with fhir.resources (R4B, whose models of these resources are those of R4), which validates every
element, checks that each reference leads to an entry, and prints what it says as JSON."""
import json
import sys

from fhir.resources.R4B.bundle import Bundle

text = open(sys.argv[1], encoding="utf-8").read()
bundle = Bundle.model_validate_json(text)
entries = {e.fullUrl: e.resource for e in bundle.entry}
assert len(entries) == len(bundle.entry), "every entry has a name of its own"


def references(value):
    if isinstance(value, dict):
        for name, member in value.items():
            if name == "reference":
                yield member
            yield from references(member)
    elif isinstance(value, list):
        for member in value:
            yield from references(member)


missing = [r for r in references(json.loads(text)) if r not in entries]
assert not missing, missing


def quantity(q):
    return None if q is None else {"value": str(q.value), "unit": q.unit, "code": q.code, "system": q.system}


def codes(concept):
    return [[c.system, c.code] for c in concept.coding]


answer = {"type": bundle.type, "kinds": [r.__class__.__name__ for r in entries.values()], "reports": [], "observations": [],
          "devices": [], "specimens": []}
for resource in entries.values():
    kind = resource.__class__.__name__
    if kind == "DiagnosticReport":
        answer["reports"].append({
            "status": resource.status, "codes": codes(resource.code), "conclusion": resource.conclusion,
            "results": len(resource.result), "performer": [p.display for p in resource.performer or []],
            "interpreter": [p.display for p in resource.resultsInterpreter or []],
            "subject": resource.subject is not None, "issued": resource.issued.isoformat(), "div": resource.text.div})
    elif kind == "Observation":
        answer["observations"].append({
            "status": resource.status, "codes": codes(resource.code), "value": quantity(resource.valueQuantity),
            "absent": resource.dataAbsentReason is not None, "subject": resource.subject is not None,
            "notes": [n.text for n in resource.note],
            "range": [[quantity(r.low), quantity(r.high)] for r in resource.referenceRange or []],
            "flag": [c.coding[0].code for c in resource.interpretation or []],
            "components": {c.code.coding[0].code: quantity(c.valueQuantity) for c in resource.component or []}})
    elif kind == "Device":
        answer["devices"].append({"hashes": [i.value for i in resource.identifier or []],
                                  "names": [n.name for n in resource.deviceName],
                                  "versions": [v.value for v in resource.version]})
    elif kind == "Specimen":
        answer["specimens"].append({"slide": resource.identifier[0].value,
                                    "accession": resource.accessionIdentifier and resource.accessionIdentifier.value})
print(json.dumps(answer))
