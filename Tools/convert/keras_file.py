"""Opens Keras's two kinds of file, without Keras: what the layers are, and the numbers of each.

`.h5` (Keras 2 and 3): the layers as JSON in an attribute, numbers under the layers' names. `.keras` (Keras 3, and
2.13 and later): a zip with the layers as JSON and an HDF5 file in which layers stand under their class and a count.
"""

import io
import json
import re
import zipfile

import h5py
import numpy as np

from refusal import Refusal

# More numbers than any layer of the network has, far less than fills a memory.
MOST_NUMBERS = 1 << 24
SAVED = "Save it anew in Keras with model.save('model.keras')"


def _open(path, file):
    try:
        return h5py.File(file, "r")
    except OSError as error:
        raise Refusal(path, f"it is no whole HDF5 file ({error})", "Copy it again from where it was made") from None


def _read(path, dataset):
    """A dataset as double precision."""
    name = dataset.name.lstrip("/")
    if dataset.dtype.kind != "f":
        raise Refusal(path, f"its numbers are of type {dataset.dtype}",
                      "Save the model before it is quantised", name)
    if dataset.size > MOST_NUMBERS:
        raise Refusal(path, f"{dataset.size} numbers, more than any layer of MobileNetV2 has",
                      "Convert a MobileNetV2 of width 1.0", name)
    try:
        return dataset[()].astype(np.float64)
    except OSError as error:
        raise Refusal(path, f"its numbers cannot be read ({error})", "Copy the file again", name) from None


class H5File:
    """Numbers under the names of the layer of the outermost model, and of the layer itself."""

    def __init__(self, path):
        self.path = path
        file = _open(path, path)
        config = file.attrs.get("model_config")
        if config is None or not isinstance(file.get("model_weights"), h5py.Group):
            raise Refusal(path, "it has numbers, but does not say what the layers are",
                          "Rebuild the model in Keras, load these weights into it, and save it whole with "
                          "model.save('model.keras')")
        self.config = json.loads(config)
        self.weights = file["model_weights"]
        self.known = {}

    def places(self, place, layers):
        """Where the numbers of each of a model's layers are; `place` is the model's own, None of the outermost."""
        outermost = place[0] if place else None
        return [(outermost or name, name) for name in (entry["config"]["name"] for entry in layers)]

    def numbers(self, place, names):
        """The layer's arrays, each under one of the names that versions of Keras give it."""
        group, layer = place
        found = self._arrays(group)
        arrays = []
        for alternatives in names:
            held = [d for n in alternatives for d in found.get((layer, n), [])]
            if len(held) != 1:
                raise Refusal(self.path, f"{len(held)} arrays called {alternatives[0]}", SAVED, layer)
            arrays.append(_read(self.path, held[0]))
        return arrays

    def _arrays(self, group):
        """(layer, name) -> datasets, of one group."""
        if group not in self.known:
            arrays = {}

            def note(name, item):
                if isinstance(item, h5py.Dataset):
                    *before, last = name.split("/")
                    # `dense/kernel:0`, or `kernel` right in the layer's own group.
                    owner = before[-1] if before else group
                    arrays.setdefault((owner, last.split(":")[0]), []).append(item)

            if isinstance(self.weights.get(group), h5py.Group):
                self.weights[group].visititems(note)
            self.known[group] = arrays
        return self.known[group]


class KerasFile:
    """Numbers in the order in which a layer keeps them."""

    def __init__(self, path):
        self.path = path
        try:
            with zipfile.ZipFile(path) as archive:
                self.config = json.loads(archive.read("config.json"))
                weights = archive.read("model.weights.h5")
        except (zipfile.BadZipFile, KeyError, EOFError, OSError) as error:
            raise Refusal(path, f"it is no whole .keras file ({error})",
                          "Copy it again from where it was made, or save it there with "
                          "model.save('model.keras')") from None
        self.file = _open(path, io.BytesIO(weights))

    def places(self, place, layers):
        start, seen, places = place or "", {}, []
        # 2.13 to 2.15 have another word for it.
        old = f"{start}/_layer_checkpoint_dependencies"
        group = old if old in self.file else f"{start}/layers"
        for entry in layers:
            kind = _snake_case(entry["class_name"])
            count = seen[kind] = seen.get(kind, -1) + 1
            by_kind = f"{group}/{kind}_{count}" if count else f"{group}/{kind}"
            by_name = f"{group}/{entry['config']['name']}"
            places.append(by_kind if by_kind in self.file or by_name not in self.file else by_name)
        return places

    def numbers(self, place, names):
        group = self.file.get(f"{place}/vars")
        arrays = []
        for position, alternatives in enumerate(names):
            dataset = group.get(str(position)) if isinstance(group, h5py.Group) else None
            if not isinstance(dataset, h5py.Dataset):
                raise Refusal(self.path, f"no array {position} ({alternatives[0]})", SAVED, place.lstrip("/"))
            arrays.append(_read(self.path, dataset))
        return arrays


def _snake_case(name):
    """As Keras makes a group's name of a class's: GlobalAveragePooling2D, global_average_pooling2d."""
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", re.sub(r"\W+", "", name))
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()
