"""Models that Keras itself makes, saves and answers with, in the ways in which people build them."""

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers  # noqa: E402

from unfolded import Unfolded  # noqa: E402
import network  # noqa: E402


def base():
    """Keras's MobileNetV2 1.0, its batch norms full of numbers."""
    model = keras.applications.MobileNetV2(weights=None, include_top=False, input_shape=(224, 224, 3), alpha=1.0)
    numbers = Unfolded(epsilon=1e-3)
    names = {"stem": ("Conv1", "bn_Conv1"), "last": ("Conv_1", "Conv_1_bn")}
    for number, block in enumerate(network.BLOCKS):
        for part in block.parts:
            name = f"block_{number}" if number else "expanded_conv"
            name = f"{name}_{part.name.split('.')[1]}"
            names[part.name] = (name, f"{name}_BN")
    for part, (conv, norm) in names.items():
        kernel, *four = numbers.parts[part]
        depthwise = part.endswith("depthwise")
        model.get_layer(conv).set_weights([kernel.transpose((2, 3, 0, 1) if depthwise else (2, 3, 1, 0))])
        model.get_layer(norm).set_weights(four)
    return model, numbers


def filled(model, numbers):
    """Gives the head's dense layers numbers that tell pictures apart."""
    for layer in model.layers:
        if isinstance(layer, layers.Dense):
            layer.set_weights(numbers.dense(*layer.kernel.shape))
    return model


def report_like(base, numbers):
    """The report's: base, mean, dense layers; scaled outside, by preprocess_input."""
    return filled(keras.Sequential([
        base, layers.GlobalAveragePooling2D(), layers.Dense(128, activation="relu"), layers.Dropout(0.3),
        layers.Dense(4, activation="softmax")]), numbers)


def tutorial_like(base, numbers):
    """TensorFlow's tutorial: augmentation and preprocess_input within, the base as one layer of the model."""
    inputs = keras.Input((224, 224, 3))
    x = layers.RandomFlip("horizontal")(inputs)
    x = keras.applications.mobilenet_v2.preprocess_input(x)
    x = base(x, training=False)
    x = layers.Dropout(0.2)(layers.GlobalAveragePooling2D()(x))
    return filled(keras.Model(inputs, layers.Dense(4)(x)), numbers)


def flat(base, numbers):
    """Everything in one model; a batch norm and an activation of its own in the head, an odd number of outputs."""
    x = layers.AveragePooling2D(pool_size=(7, 7))(base.output)
    x = layers.Flatten()(x)
    x = layers.BatchNormalization(name="features_norm")(x)
    x = layers.Dense(33, use_bias=False)(x)
    x = layers.BatchNormalization(name="hidden_norm", epsilon=1e-5)(x)
    x = layers.Activation("relu")(x)
    x = layers.Dense(5)(x)
    model = keras.Model(base.input, layers.Softmax()(x))
    random = numbers.random
    for name in ("features_norm", "hidden_norm"):
        count = model.get_layer(name).gamma.shape[0]
        model.get_layer(name).set_weights([
            random.uniform(0.5, 1.5, count), random.normal(0, 0.3, count), random.normal(0.3, 0.2, count),
            random.uniform(0.1, 1, count)])
    for layer in model.layers:
        if isinstance(layer, layers.Dense):
            weight, bias = numbers.dense(*layer.kernel.shape)
            layer.set_weights([weight, bias][:len(layer.weights)])
    return model


def answers(model, pictures):
    """The model's own answers, up to what a softmax leaves out."""
    x = np.asarray(pictures, np.float32)
    y = np.asarray(model.predict(x, verbose=0), np.float64)
    return np.log(y) if np.allclose(y.sum(axis=1), 1, atol=1e-4) and (y >= 0).all() else y
