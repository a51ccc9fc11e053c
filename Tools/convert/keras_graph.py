"""Keras's layers, Sequential or functional, flat or one model within another, as a graph."""

import numpy as np

import network
from graph import (Affine, Convolution, Dense, Flatten, Graph, Layer, Mean, Nothing, Padding, ReLU, Softmax,
                   Sum)
from keras_file import SAVED
from refusal import Refusal

# They draw by chance in training, and hand on what they get in use.
ONLY_IN_TRAINING = {
    "Dropout", "SpatialDropout2D", "GaussianDropout", "GaussianNoise", "AlphaDropout", "ActivityRegularization",
    "RandomFlip", "RandomRotation", "RandomZoom", "RandomTranslation", "RandomContrast", "RandomBrightness",
}
MODELS = {"Functional", "Model", "Sequential"}
UNKNOWN = ("It must be a layer of MobileNetV2, of its head, or one that only works in training: build the model "
           "without it and save it again, or train a head with `hematovision train`")


def read(file):
    """The graph of an opened `H5File` or `KerasFile`."""
    return _Reader(file).graph()


class _Reader:
    def __init__(self, file):
        self.file, self.path, self.layers = file, file.path, []

    def graph(self):
        config = self.file.config
        if config.get("class_name") not in MODELS:
            raise Refusal(self.path, f"the model is a class of somebody's own ({config.get('class_name')})",
                          "Rebuild it as a Sequential or functional model, load the weights, and save it again")
        output = self._model(config["class_name"], config["config"], None, "input", "")
        return Graph(self.path, "input", self.layers, output)

    def refusal(self, layer, why, cure):
        return Refusal(self.path, why, cure, layer)

    def _add(self, name, source, does):
        """One layer more; a name that is taken gets a mark, as a layer may become two here."""
        inputs = source if isinstance(source, tuple) else (source,)
        taken = {layer.name for layer in self.layers} | {"input"}
        while name in taken:
            name += "'"
        self.layers.append(Layer(name, inputs, does))
        return name

    # Models

    def _model(self, kind, config, place, source, prefix):
        """Adds a model's layers; gives the name of its output."""
        entries = config["layers"] if isinstance(config, dict) else config
        places = self.file.places(place, entries)
        if kind == "Sequential":
            for entry, own in zip(entries, places):
                source = self._layer(entry, own, (source,), prefix, ())
            return source
        outputs = _tensors(config["output_layers"])
        if len(outputs) != 1 or len(_tensors(config["input_layers"])) != 1:
            raise self.refusal(config.get("name"), "a model with more than one input or output",
                               "Build one from one picture to one answer, and save that")
        names, waiting = {}, list(zip(entries, places))
        while waiting:
            later = []
            for entry, own in waiting:
                if entry["class_name"] == "InputLayer":
                    names[entry["name"]] = self._layer(entry, own, (source,), prefix, ())
                    continue
                sources, constants = self._called(entry, prefix)
                if all(s in names for s in sources):
                    inputs = tuple(names[s] for s in sources)
                    names[entry["name"]] = self._layer(entry, own, inputs, prefix, constants)
                else:
                    later.append((entry, own))
            if len(later) == len(waiting):
                raise self.refusal(prefix + later[0][0]["name"], "nothing gives what it takes", SAVED)
            waiting = later
        return names[outputs[0]]

    def _called(self, entry, prefix):
        """Which layers a layer takes, and what else it is called with."""
        calls = entry["inbound_nodes"]
        if len(calls) != 1:
            raise self.refusal(prefix + entry["name"], f"it is called {len(calls)} times",
                               "Build the model so that every layer is used once, and save it again")
        call = calls[0]
        if isinstance(call, dict):
            # Keras 3
            arguments = call["args"]
            constants = [a for a in arguments if isinstance(a, (int, float, list)) and not _tensors(a)]
            # A number before the layer is another function: 1 - x.
            return _tensors(arguments), constants if _tensors(arguments[:1]) else [None, *constants]
        # Keras 2: [[name, node, tensor, other arguments], ...], or one of them alone.
        call = [call] if isinstance(call[0], str) else call
        more = call[0][3] if len(call[0]) > 3 else {}
        return [c[0] for c in call], [v for k, v in more.items() if k in ("x", "y") and v is not None]

    # Layers

    def _layer(self, entry, place, sources, prefix, constants):
        kind, config = entry["class_name"], entry["config"]
        name = prefix + config["name"]
        if kind in MODELS:
            return self._model(kind, config, place, sources[0], name + "/")
        if kind in ("Add", "add") and len(sources) > 1:
            return self._add(name, sources, Sum())
        if len(sources) != 1:
            raise self.refusal(name, f"a {kind} of {len(sources)} inputs", UNKNOWN)
        if config.get("data_format") == "channels_first":
            raise self.refusal(name, "its channels come first", "Save the model with channels last")
        self._check_shape(name, config)
        source = sources[0]
        if kind == "InputLayer" or kind in ONLY_IN_TRAINING:
            return self._add(name, source, Nothing())
        if kind in ("TFOpLambda", "TrueDivide", "Divide", "Multiply", "Subtract", "Add"):
            return self._arithmetic(name, kind, config, source, constants)
        reader = getattr(self, f"_{kind}", None)
        if reader is None:
            raise self.refusal(name, f"a {kind} is not known here", UNKNOWN)
        return reader(name, config, source, place)

    def _check_shape(self, name, config):
        """Keras says the size of its pictures in some layers."""
        shape = config.get("batch_shape") or config.get("batch_input_shape")
        if not shape:
            return
        if len(shape) != 4 or any(
                n not in (None, known) for n, known in zip(shape[1:], (network.SIDE, network.SIDE, 3))):
            raise self.refusal(name, f"it takes pictures of {shape[1:]}, and the program gives [224, 224, 3]",
                               "Train at 224 x 224 in colour, which MobileNetV2 is made for, and save it again")

    def _activation(self, name, word, source):
        if isinstance(word, dict):
            word = word.get("config", {}).get("name") or word.get("class_name", "")
        known = {"linear": None, "relu": ReLU(None), "relu6": ReLU(6), "softmax": Softmax()}
        if str(word).lower() not in known:
            raise self.refusal(
                name, f"the activation {word}",
                "The program has ReLU6 in the network, ReLU in the hidden layer, and a softmax over 2 classes and "
                "more at the end: train so, or train a head with `hematovision train`")
        does = known[str(word).lower()]
        return self._add(name, source, does) if does else source

    def _Conv2D(self, name, config, source, place):
        return self._convolution(name, config, source, place, ("kernel",), config.get("groups", 1))

    def _DepthwiseConv2D(self, name, config, source, place):
        if config.get("depth_multiplier", 1) != 1:
            raise self.refusal(name, "a depth multiplier", UNKNOWN)
        return self._convolution(name, config, source, place, ("depthwise_kernel", "kernel"), None)

    def _convolution(self, name, config, source, place, kernel, groups):
        strides, dilations = config["strides"], config.get("dilation_rate", [1, 1])
        if strides[0] != strides[1] or set(dilations) != {1} or config["padding"] not in ("same", "valid"):
            raise self.refusal(
                name, f"strides {strides}, dilation {dilations}, padding {config['padding']}", UNKNOWN)
        weight, *bias = self.file.numbers(
            place, [kernel] + [("bias",)] * config.get("use_bias", True))
        # Keras: rows, columns, in, out; a depthwise kernel: rows, columns, channels, 1.
        weight = weight.transpose((2, 3, 0, 1) if groups is None else (3, 2, 0, 1))
        padding = None if config["padding"] == "same" else np.zeros(4, int)
        source = self._add(name, source, Convolution(weight, strides[0], groups or len(weight), padding))
        if bias:
            source = self._add(name, source, Affine(np.ones(1), bias[0]))
        return self._activation(name, config["activation"], source)

    def _BatchNormalization(self, name, config, source, place):
        scale, centre = config.get("scale", True), config.get("center", True)
        arrays = self.file.numbers(
            place, [("gamma",)] * scale + [("beta",)] * centre + [("moving_mean",), ("moving_variance",)])
        mean, variance = arrays[-2:]
        with np.errstate(invalid="ignore", divide="ignore"):
            gain = (arrays[0] if scale else 1) / np.sqrt(variance + config["epsilon"])
        return self._add(name, source, Affine(gain, (arrays[int(scale)] if centre else 0) - mean * gain))

    def _ReLU(self, name, config, source, place):
        if config.get("negative_slope", 0) or config.get("threshold", 0):
            raise self.refusal(name, "a ReLU with a slope or a threshold", UNKNOWN)
        return self._add(name, source, ReLU(config.get("max_value")))

    def _Activation(self, name, config, source, place):
        return self._activation(name, config["activation"], source)

    def _Softmax(self, name, config, source, place):
        return self._add(name, source, Softmax())

    def _ZeroPadding2D(self, name, config, source, place):
        (top, bottom), (left, right) = config["padding"]
        return self._add(name, source, Padding(top, left, bottom, right))

    def _GlobalAveragePooling2D(self, name, config, source, place):
        return self._add(name, source, Mean(None))

    def _AveragePooling2D(self, name, config, source, place):
        size = config["pool_size"]
        if size[0] != size[1]:
            raise self.refusal(name, f"means of {size}", UNKNOWN)
        return self._add(name, source, Mean(size[0]))

    def _Flatten(self, name, config, source, place):
        return self._add(name, source, Flatten())

    _Reshape = _Flatten

    def _Dense(self, name, config, source, place):
        weight, *bias = self.file.numbers(
            place, [("kernel",)] + [("bias",)] * config.get("use_bias", True))
        source = self._add(name, source, Dense(weight.T))
        if bias:
            source = self._add(name, source, Affine(np.ones(1), bias[0]))
        return self._activation(name, config["activation"], source)

    # Scaling of the input

    def _Rescaling(self, name, config, source, place):
        return self._add(
            name, source, Affine(_row(config["scale"]), _row(config.get("offset", 0))))

    def _Normalization(self, name, config, source, place):
        if config.get("invert"):
            raise self.refusal(name, "it takes a normalisation back", UNKNOWN)
        mean, variance = config.get("mean"), config.get("variance")
        if mean is None or variance is None:
            mean, variance = self.file.numbers(place, [("mean",), ("variance",)])
        # As Keras has it: a deviation is never less than its epsilon.
        deviation = np.maximum(np.sqrt(_row(variance)), 1e-7)
        return self._add(name, source, Affine(1 / deviation, -_row(mean) / deviation))

    def _Resizing(self, name, config, source, place):
        if (config["height"], config["width"]) != (network.SIDE, network.SIDE):
            raise self.refusal(name, f"it makes pictures of {config['height']} x {config['width']}",
                               "Train at 224 x 224, and save it again")
        # The program gives 224 x 224 already.
        return self._add(name, source, Nothing())

    def _Lambda(self, name, config, source, place):
        raise self.refusal(name, "a Lambda is somebody's code, which is not run here",
                           "Build the model with Rescaling in its place, or without it and say --scale, and save it "
                           "again")

    def _arithmetic(self, name, kind, config, source, constants):
        """`mobilenet_v2.preprocess_input` within a model, and the like."""
        word = config.get("function", kind).split(".")[-1].lower()
        if len(constants) != 1:
            raise self.refusal(name, f"{word} of more than one layer's output and a number", UNKNOWN)
        number = _row(constants[0])
        if word in ("truediv", "truedivide", "divide", "true_divide"):
            does = Affine(1 / number, np.zeros(1))
        elif word in ("multiply", "mul"):
            does = Affine(number, np.zeros(1))
        elif word in ("subtract", "sub"):
            does = Affine(np.ones(1), -number)
        elif word in ("add", "__operators__.add"):
            does = Affine(np.ones(1), number)
        else:
            raise self.refusal(name, f"the function {word} is not known here", UNKNOWN)
        return self._add(name, source, does)


def _row(numbers):
    return np.ravel(np.asarray(numbers, np.float64))


def _tensors(value):
    """The layers that a part of a configuration speaks of, in either of Keras's ways."""
    if isinstance(value, dict):
        if value.get("class_name") == "__keras_tensor__":
            return [value["config"]["keras_history"][0]]
        return [name for item in value.values() for name in _tensors(item)]
    if isinstance(value, list):
        # [name, node, tensor]
        if len(value) == 3 and isinstance(value[0], str) and isinstance(value[1], int):
            return [value[0]]
        return [name for item in value for name in _tensors(item)]
    return []
