"""Reads HL7 v2.5.1 messages with hl7apy, validating each strictly, and prints what they say as JSON."""
import json
import re
import sys

from hl7apy.consts import VALIDATION_LEVEL
from hl7apy.parser import parse_message

text = open(sys.argv[1], encoding="utf-8", newline="").read()
assert "\n" not in text, "segments end with CR"
starts = [i for i in range(len(text)) if text.startswith("MSH|", i) and (i == 0 or text[i - 1] == "\r")]
messages = [text[a:b] for a, b in zip(starts, starts[1:] + [None])]


def unescaped(field):
    """The text of a field: the escape sequences of chapter 2.7."""
    out, i = "", 0
    names = {"F": "|", "S": "^", "T": "&", "R": "~", "E": "\\"}
    while i < len(field):
        if field[i] == "\\":
            end = field.index("\\", i + 1)
            name = field[i + 1:end]
            out += names[name] if name in names else bytes.fromhex(name[1:]).decode()
            i = end + 1
        else:
            out += field[i]
            i += 1
    # hl7apy knows no hexadecimal sequences and writes their backslashes as \\E\\: one more step back.
    return re.sub(r"\\X([0-9A-F]{2})\\", lambda m: chr(int(m.group(1), 16)), out)


answer = []
for message in messages:
    parsed = parse_message(message, validation_level=VALIDATION_LEVEL.STRICT, find_groups=True)
    assert parsed.validate()
    result = parsed.ORU_R01_PATIENT_RESULT
    order = result.ORU_R01_ORDER_OBSERVATION
    observations = []
    for observation in order.ORU_R01_OBSERVATION:
        obx = observation.OBX
        codes = [unescaped(c.to_er7()) for c in obx.obx_3.children]
        observations.append({
            "type": obx.obx_2.value, "codes": codes, "value": obx.obx_5.to_er7(),
            "unit": obx.obx_6.to_er7().split("^")[0], "range": obx.obx_7.to_er7(),
            "flag": obx.obx_8.to_er7(), "status": obx.obx_11.value,
            "observer": unescaped(obx.obx_16.to_er7()), "equipment": obx.obx_18.to_er7()})
    answer.append({
        "version": parsed.MSH.msh_12.to_er7(), "characters": parsed.MSH.msh_18.to_er7(),
        "processing": parsed.MSH.msh_11.to_er7(), "pid": result.ORU_R01_PATIENT.PID.to_er7(),
        "panel": order.OBR.obr_4.to_er7(), "filler": unescaped(order.OBR.obr_3.to_er7()),
        "status": order.OBR.obr_25.to_er7(), "time": order.OBR.obr_22.to_er7(),
        "interpreter": unescaped(order.OBR.obr_32.to_er7()),
        "software": parsed.SFT.to_er7(),
        "notes": [unescaped(n.nte_3.to_er7()) for n in order.NTE], "observations": observations})
print(json.dumps(answer))
