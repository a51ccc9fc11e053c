"""Fits the scores of red cells and platelets: RedCellWeights.swift and PlateletWeights.swift.

Which candidate is a cell depends on what was taken before, so candidates are judged by the weights at
hand, labelled, fitted, and judged again (`--rounds`). Labels: pbc_boxes rows train and val (images CC BY
4.0, Acevedo et al.; boxes MIT) and drawn fields of smearsynth for both; for platelets bccd rows train
and val (MIT) too. bccd's red cells are not all boxed, so they are not fitted on.

    swift build -c release
    .build/release/smearsynth --output DRAWN --count 120 --seed 77
    python3 Tools/redcells/fit.py --data ../shared/data --drawn DRAWN --rounds 3

Prints counts of the rows fitted on and of pbc_boxes test. With `--folds 5` nothing is written: all groups of
pbc_boxes, test too, are cut into so many parts, each is counted by weights fitted on the others from a rule
of thumb on, and the counts of all parts are added up. Needs numpy and scipy.
"""
import argparse, collections, csv, json, os, random, subprocess, tempfile, threading
import numpy as np
from scipy.optimize import minimize

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
UNITS = {"RedCell": 16, "Platelet": 8}


def judged(paths, weights=None):
    """What the program says of each picture, two processes at once; by the weights built in, or others."""
    results = {}
    command = [ROOT + "/.build/release/hematovision-bench", "redcells"]
    if weights:
        file = tempfile.NamedTemporaryFile("w", suffix=".json")
        names = ("means", "scales", "hidden", "output")
        json.dump({key: dict(zip(names, map(list, weights[name])))
                   for key, name in (("redCells", "RedCell"), ("platelets", "Platelet"))}, file)
        file.flush()
        command += ["--weights", file.name]

    def run(part):
        process = subprocess.run(
            command, input="\n".join(part) + "\n", capture_output=True, text=True, check=True)
        for line in process.stdout.splitlines():
            record = json.loads(line)
            results[record["path"]] = record["field"]

    threads = [threading.Thread(target=run, args=(paths[start::2],)) for start in (0, 1)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    return results


def overlaps(one, other):
    a, b = np.asarray(one, float).reshape(-1, 4), np.asarray(other, float).reshape(-1, 4)
    width = np.minimum(a[:, None, 2], b[None, :, 2]) - np.maximum(a[:, None, 0], b[None, :, 0])
    height = np.minimum(a[:, None, 3], b[None, :, 3]) - np.maximum(a[:, None, 1], b[None, :, 1])
    shared = np.clip(width, 0, None) * np.clip(height, 0, None)
    area = lambda r: (r[:, 2] - r[:, 0]) * (r[:, 3] - r[:, 1])
    return shared / (area(a)[:, None] + area(b)[None] - shared + 1e-9)


def matched(one, other, least):
    """Pairs of the best overlap, each box once."""
    if not len(one) or not len(other): return []
    table, pairs, left, right = overlaps(one, other), [], set(), set()
    for place in np.argsort(-table, axis=None):
        i, j = divmod(int(place), table.shape[1])
        if table[i, j] < least: break
        if i not in left and j not in right:
            left.add(i); right.add(j); pairs.append((i, j))
    return pairs


def labels(candidates, drawn, least):
    """1 for those that are a drawn cell; of several for one cell, those taken come first."""
    taken = [i for i, c in enumerate(candidates) if c["isTaken"]]
    others = [i for i, c in enumerate(candidates) if not c["isTaken"]]
    truth, used = np.zeros(len(candidates)), set()
    for i, j in matched([candidates[i]["box"] for i in taken], drawn, least):
        truth[taken[i]] = 1
        used.add(j)
    if others and drawn:
        table = overlaps([candidates[i]["box"] for i in others], drawn)
        for row, i in enumerate(others):
            if any(table[row, j] >= least and j not in used for j in range(len(drawn))): truth[i] = 1
    return truth


def forward(weights, inputs, units):
    count = inputs.shape[1]
    hidden = weights[:units * (count + 1)].reshape(units, count + 1)
    output = weights[units * (count + 1):]
    active = np.tanh(inputs @ hidden[:, :count].T + hidden[:, count])
    return active, active @ output[:units] + output[units]


def fit(inputs, truth, importance, units, decay=3e-4, seed=0):
    rows, count = inputs.shape
    means, scales = inputs.mean(0), 1 / np.maximum(inputs.std(0), 1e-3)
    standard = (inputs - means) * scales
    start = np.random.default_rng(seed).normal(0, 0.3, units * (count + 1) + units + 1)
    importance = importance / importance.sum()

    def loss(weights):
        active, logits = forward(weights, standard, units)
        value = np.sum(importance * (np.logaddexp(0, logits) - truth * logits))
        slope = importance * (1 / (1 + np.exp(-logits)) - truth)
        output = weights[units * (count + 1):]
        back = np.outer(slope, output[:units]) * (1 - active * active)
        gradient = np.concatenate([
            np.hstack([back.T @ standard, back.sum(0)[:, None]]).ravel(), active.T @ slope,
            [slope.sum()]])
        return value + decay * weights @ weights, gradient + 2 * decay * weights

    weights = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 350}).x
    right = ((forward(weights, standard, units)[1] > 0) == (truth > 0)).mean()
    print(f"  {rows} candidates, {truth.mean():.3f} cells, {right:.4f} right")
    return means, scales, weights[:units * (count + 1)], weights[units * (count + 1):]


def write(name, folder, parts):
    def rows(values):
        texts = ["%.5g" % value for value in values]
        return ",\n".join("      " + ", ".join(texts[i:i + 8]) for i in range(0, len(texts), 8))

    scored = {"RedCell": "RedCellScore", "Platelet": "PlateletFinder"}[name]
    text = f"/// The weights of `{scored}`, as `Tools/redcells/fit.py` wrote them.\n"
    text += f"enum {name}Weights {{\n  static let network = SmallNetwork(\n"
    for label, values in zip(("means", "scales", "hidden", "output"), parts):
        end = "])" if label == "output" else "],"
        text += f"    {label}: [\n{rows(values)},\n    {end}\n"
    with open(f"{ROOT}/Sources/Morphology/{folder}/{name}Weights.swift", "w") as file:
        file.write(text + "}\n")


def report(name, results, boxes, kind, key, paths):
    drawn = np.array([len(boxes[p][kind]) for p in paths])
    taken = [[c["box"] for c in results[p][key] if c["isTaken"]] for p in paths]
    found = np.array([len(t) for t in taken])
    hits = sum(len(matched(t, boxes[p][kind], 0.5)) for t, p in zip(taken, paths))
    near = sum(len(matched(t, boxes[p][kind], 0.3)) for t, p in zip(taken, paths))
    some = drawn > 0
    error = np.mean(np.abs(found - drawn)[some] / drawn[some])
    print(f"  {name}: drawn {drawn.sum()} found {found.sum()} MAPE {error:.3f} bias "
          f"{np.mean(found - drawn):+.2f} r {np.corrcoef(drawn, found)[0, 1]:.3f} precision "
          f"{hits / max(found.sum(), 1):.3f} recall {hits / drawn.sum():.3f} (IoU .3: "
          f"{near / max(found.sum(), 1):.3f} {near / drawn.sum():.3f})", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--drawn", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folds", type=int)
    parser.add_argument("--counts", help="where the folds' counts go: drawn and found of each picture")
    options = parser.parse_args()
    boxes = collections.defaultdict(lambda: {"RBC": [], "Platelets": [], "WBC": []})
    rows = {options.data + "/" + row["path"]: row
            for row in csv.DictReader(open(options.data + "/manifest.csv"))}
    for row in csv.DictReader(open(options.data + "/boxes.csv")):
        boxes[options.data + "/" + row["path"]][row["kind"]].append(
            [float(row[side]) for side in ("xmin", "ymin", "xmax", "ymax")])
    part = lambda source, splits: [
        p for p, row in rows.items() if row["source"] == source and row["split"] in splits]
    fitted, held = part("pbc_boxes", ("train", "val")), part("pbc_boxes", ("test",))
    bccd, drawn = part("bccd", ("train", "val")), []
    corners = lambda b: [b[0], b[1], b[0] + b[2], b[1] + b[3]]
    for line in open(options.drawn + "/truth.jsonl"):
        record = json.loads(line)
        path = options.drawn + "/" + record["file"]
        drawn.append(path)
        boxes[path]["RBC"] = [corners(c["box"]) for c in record["truth"]["red_cells"]]
        boxes[path]["Platelets"] = [corners(c["box"]) for c in record["truth"]["platelets"]]

    sets = (drawn, bccd, boxes)
    if options.folds:
        return cross_validated(fitted + held, rows, *sets, options)
    results = judged(fitted + held + bccd + drawn)
    weights = fitting(fitted, *sets, options.rounds, None)
    for name, folder in (("RedCell", "RedCells"), ("Platelet", "Platelets")):
        write(name, folder, weights[name])
    for when, results in (("before", results),
                          ("after", judged(fitted + held + bccd + drawn, weights))):
        print(when)
        for name, paths in (("fitted", fitted), ("test", held), ("drawn", drawn), ("bccd", bccd)):
            report(name + " red cells", results, boxes, "RBC", "candidates", paths)
            report(name + " platelets", results, boxes, "Platelets", "platelets", paths)


def fitting(fitted, drawn, bccd, boxes, rounds, weights):
    """The weights fitted on pictures, from `weights` on or those built in."""
    seen = {"RedCell": [], "Platelet": []}
    for turn in range(rounds):
        results = judged(fitted + bccd + drawn, weights)
        red, platelet = [], []
        for path in fitted + drawn:
            candidates = results[path]["candidates"]
            for c, y in zip(candidates, labels(candidates, boxes[path]["RBC"], 0.55)):
                origin = [float(c["origin"] == 0), float(c["origin"] == 2)]
                red.append((c["features"] + origin, y, 0.4 if path in drawn else 1.0))
        for path in fitted + drawn + bccd:
            candidates = results[path]["platelets"]
            # A platelet is small: a pixel more on each side halves the overlap.
            for c, y in zip(candidates, labels(candidates, boxes[path]["Platelets"], 0.25)):
                weight = 0.4 if path in drawn else 0.5 if path in bccd else 1.0
                platelet.append((c["features"], y, weight))
        weights = {}
        for name, records in (("RedCell", red), ("Platelet", platelet)):
            # What the last turns met, and no platelet twice: its features do not change.
            seen[name] = (seen[name] + [records])[-2:] if name == "RedCell" else [records]
            together = sum(seen[name], [])
            inputs, truth, importance = (np.array(column) for column in zip(*together))
            weights[name] = fit(inputs, truth, importance, UNITS[name])
    return weights


def rule_of_thumb():
    """Weights that take what has edges all around, is filled and new: they know no picture."""
    hidden = np.zeros(23)
    hidden[[0, 2, 7]], hidden[22] = 1, -2.1
    unknown = np.zeros(14)
    return {"RedCell": (np.zeros(22), np.ones(22), hidden, np.array([6.0, 0])),
            "Platelet": (np.zeros(13), np.ones(13), unknown, np.array([0.0, 0]))}


def cross_validated(paths, rows, drawn, bccd, boxes, options):
    groups = sorted({rows[path]["group"] or path for path in paths})
    random.Random(1).shuffle(groups)
    results = {}
    for fold in range(options.folds):
        out = set(groups[fold::options.folds])
        held = [p for p in paths if (rows[p]["group"] or p) in out]
        rest = [p for p in paths if (rows[p]["group"] or p) not in out]
        weights = fitting(rest, drawn, bccd, boxes, options.rounds, rule_of_thumb())
        own = judged(held, weights)
        results.update(own)
        print("fold", fold)
        report("red cells", own, boxes, "RBC", "candidates", held)
        report("platelets", own, boxes, "Platelets", "platelets", held)
    print("all folds together")
    report("red cells", results, boxes, "RBC", "candidates", paths)
    report("platelets", results, boxes, "Platelets", "platelets", paths)
    if options.counts:
        with open(options.counts, "w") as file:
            json.dump({p: [len(boxes[p]["RBC"]), sum(c["isTaken"] for c in results[p]["candidates"]),
                           len(boxes[p]["Platelets"]),
                           sum(c["isTaken"] for c in results[p]["platelets"])] for p in paths}, file)


main()
