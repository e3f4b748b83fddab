"""Words that models and painters of lists share."""

Mark = tuple[str, str]
"""(text, tone): tone is ``""``, ``accent``, ``good``, ``caution`` or ``bad``."""

KEYS_OF = "keysOf"
"""Property of a widget: the title under which its keys stand in the overview, wherever it is shown."""
