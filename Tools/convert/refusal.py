"""Why a file cannot be converted, in words for the person at the keyboard."""


def printable(text):
    """Text out of a file, without what could steer a terminal."""
    return "".join(c if c.isprintable() else "?" for c in str(text))[:200]


class Refusal(Exception):
    """A file, the layer where reading stopped (or none), the reason, and what to do about it."""

    def __init__(self, path, why, cure, layer=None):
        place = f"{path}, layer {layer}" if layer else f"{path}"
        super().__init__(f"{printable(place)}: {printable(why)}. {cure}.")
