from tests.atspi.fixtures import accessible, desktop

__all__ = ["accessible", "desktop"]
