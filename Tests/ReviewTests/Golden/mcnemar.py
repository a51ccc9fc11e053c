#!/usr/bin/env python3
"""Makes mcnemar.json: McNemar's exact test by statsmodels (two-sided) and SciPy (one-sided).

    python3 -m venv /tmp/mcnemar && /tmp/mcnemar/bin/pip install statsmodels
    /tmp/mcnemar/bin/python Tests/ReviewTests/Golden/mcnemar.py > Tests/ReviewTests/Golden/mcnemar.json
"""
import json

from scipy.stats import binom
from statsmodels.stats.contingency_tables import mcnemar

PAIRS = [(0, 0), (0, 1), (1, 0), (0, 5), (5, 0), (3, 3), (2, 9), (9, 2), (8, 12), (12, 8), (1, 30),
         (40, 60), (60, 40), (100, 140), (500, 500), (480, 560), (0, 200), (4000, 4200)]

cases = []
for first, second in PAIRS:
    differ = mcnemar([[7, first], [second, 5]], exact=True).pvalue if first + second else 1.0
    cases.append({"only_first": first, "only_second": second, "differ": min(1.0, float(differ)),
                  "second_is_better": float(binom.sf(second - 1, first + second, 0.5)) if second else 1.0})
print(json.dumps(cases, indent=1))
