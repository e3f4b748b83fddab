"""The only place that builds and wires objects. Imports of what a command does not need happen when it is needed."""


def open_window(store: str | None, worker: str | None) -> int:
    raise NotImplementedError
