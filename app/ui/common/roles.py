"""Words that models and painters of lists share."""

Mark = tuple[str, str]
"""(text, tone): tone is ``""``, ``accent``, ``good``, ``caution`` or ``bad``."""
