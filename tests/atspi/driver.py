"""What a screen reader sees, as JSON lines: runs under the system's Python, which has the AT-SPI bindings.

A request is one line on standard input, its answer one line on standard output. Nothing here knows our program.

``{"do": "look", "timeout": 20, "want": {...}}`` waits until an element fits ``want`` and describes all that do;
``want``: ``role``, ``name`` (equal), ``contains`` (part of the name or text), ``states`` (all of them),
``absent`` (true: wait until none fits). ``{"do": "tree"}`` describes everything that shows.
"""

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

MOST_CHILDREN = 60
LOOK_AGAIN_MS = 100
Request = dict[str, Any]


def elements(application: str) -> Iterator[Any]:
    """Everything of the application that shows, parents first. Of long lists only the first rows."""
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(index)
        if program is not None and program.get_name() == application:
            yield from showing(program)


def showing(element: Any) -> Iterator[Any]:
    try:
        count = min(element.get_child_count(), MOST_CHILDREN)
    except GLib.Error:
        return
    for index in range(count):
        try:
            child = element.get_child_at_index(index)
            shows = child is not None and child.get_state_set().contains(Atspi.StateType.SHOWING)
        except GLib.Error:
            continue  # went away while we looked
        if shows:
            yield child
            yield from showing(child)


def describe(element: Any) -> Request:
    found = {
        "role": element.get_role_name(),
        "name": element.get_name() or "",
        "description": element.get_description() or "",
        "states": sorted(state.value_nick for state in element.get_state_set().get_states()),
        "text": "",
    }
    if "Text" in element.get_interfaces():
        found["text"] = Atspi.Text.get_text(element, 0, Atspi.Text.get_character_count(element))
    return found


def fits(found: Request, want: Request) -> bool:
    return (
        ("role" not in want or found["role"] == want["role"])
        and ("name" not in want or found["name"] == want["name"])
        and ("contains" not in want or any(want["contains"] in found[key] for key in ("name", "text", "description")))
        and set(want.get("states", ())) <= set(found["states"])
    )


def everything(application: str) -> list[Request]:
    described = []
    for element in elements(application):
        try:
            described.append(describe(element))
        except GLib.Error:
            continue
    return described


def wait_until(condition: Callable[[], Any], seconds: float) -> Any:
    """The first true answer of ``condition``, asked at every event of the screen; the last answer after ``seconds``."""
    loop = GLib.MainContext.default()
    deadline = GLib.get_monotonic_time() + int(seconds * 1e6)
    wake = GLib.timeout_add(LOOK_AGAIN_MS, lambda: True)
    try:
        while not (answer := condition()) and GLib.get_monotonic_time() < deadline:
            loop.iteration(True)
        return answer
    finally:
        GLib.source_remove(wake)


def look(application: str, want: Request, seconds: float) -> Request:
    absent = bool(want.get("absent"))

    def condition() -> list[Request] | bool:
        found = [one for one in everything(application) if fits(one, want)]
        return (not found) if absent else found

    answer = wait_until(condition, seconds)
    if not answer:
        return {"error": "not there in time"}
    return {"found": [] if absent else answer}


def main(application: str) -> None:
    Atspi.init()
    Atspi.get_desktop(0).set_cache_mask(Atspi.Cache.NONE)
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "tree":
            answer: Request = {"found": everything(application)}
        else:
            answer = look(application, request["want"], float(request.get("timeout", 20)))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
