"""Dataclasses to plain JSON objects and back: the one way records and actions are written down.

Fields that equal their default are left out, so a field added later does not change the digest of what was written
before. Unknown fields are refused with ``TypeError``: a newer program wrote them.
"""

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Json = dict[str, Any]
T = TypeVar("T")
_SCALARS = frozenset({str, int, bool})


def plain(value: Any) -> Any:
    """Lists, objects, text, whole numbers and booleans that say the same as ``value``."""
    if type(value) in _SCALARS:
        return value
    if isinstance(value, tuple):
        return [plain(entry) for entry in value]
    if is_dataclass(value) and not isinstance(value, type):
        result: Json = {}
        for name, default in _defaults(type(value)):
            current = getattr(value, name)
            if default is MISSING or current != default:
                result[name] = current if type(current) in _SCALARS else plain(current)
        return result
    return value


def build(cls: type[T], state: Json) -> T:
    """The dataclass that ``plain`` made ``state`` of."""
    converters = _converters(cls)  # type: ignore[arg-type]
    if not converters:
        return cls(**state)
    return cls(**{name: converters[name](value) if name in converters else value for name, value in state.items()})


@cache
def _defaults(cls: type[Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((item.name, item.default) for item in fields(cls))


@cache
def _converters(cls: type[Any]) -> dict[str, Callable[[Any], Any]]:
    hints = get_type_hints(cls)
    found = {item.name: _converter(hints[item.name]) for item in fields(cls)}
    return {name: converter for name, converter in found.items() if converter is not None}


def _converter(hint: Any) -> Callable[[Any], Any] | None:
    if get_origin(hint) is tuple:
        inner = _converter(get_args(hint)[0])
        return tuple if inner is None else (lambda values: tuple(inner(value) for value in values))
    if get_origin(hint) is UnionType:
        (kind,) = (kind for kind in get_args(hint) if kind is not NoneType)
        return _optional(_converter(kind))
    if is_dataclass(hint) and isinstance(hint, type):
        return lambda state: build(hint, state)
    return None


def _optional(inner: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    return None if inner is None else (lambda value: None if value is None else inner(value))
