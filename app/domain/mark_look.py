"""Colours of marks, the same on the screen and in an exported file: (red, green, blue) from 0 to 255 by their name."""

FILLS = {
    "yellow": (0xFF, 0xE9, 0x4D),
    "green": (0xA6, 0xEF, 0xAE),
    "red": (0xFF, 0xB9, 0xB3),
    "blue": (0xA9, 0xD1, 0xFF),
}
"""Of highlights, laid over the page by multiplying: black text on them keeps a contrast of more than 10:1."""
INKS = {
    "yellow": (0x7A, 0x5D, 0x00),
    "green": (0x1A, 0x6E, 0x33),
    "red": (0xB3, 0x26, 0x1E),
    "blue": (0x0B, 0x5C, 0xAD),
}
"""Of stamps and notes, on white paper at least 5:1."""
