"""Prints the table of wide characters in Sources/Screen/WideCharacters.swift.

Wide is East Asian Width W or F (Unicode Annex 11) in Python's own database. Ranges are joined
over unassigned code points, which the screen shows as escapes and never asks the width of.
Run: python3 wide_ranges.py
"""

import unicodedata

ranges = []
gap_is_unassigned = True
for code in range(0x110000):
    character = chr(code)
    if unicodedata.category(character) == "Cn":
        continue
    if unicodedata.east_asian_width(character) in "WF":
        if ranges and gap_is_unassigned:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
        gap_is_unassigned = True
    else:
        gap_is_unassigned = False

print(f"// Unicode {unicodedata.unidata_version}, {len(ranges)} ranges.")
line = "   "
for first, last in ranges:
    entry = f" (0x{first:X}, 0x{last:X}),"
    if len(line) + len(entry) > 98:
        print(line)
        line = "   "
    line += entry
print(line)
