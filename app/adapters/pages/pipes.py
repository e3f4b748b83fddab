"""Bounds on waiting for the other end of a pipe in the middle of a message."""

import math
import socket
import struct
import sys
from multiprocessing.connection import Connection


def bound_waiting(connection: Connection, seconds: float) -> None:
    """Let reading and writing end in ``OSError`` when the other end stalls for ``seconds`` within a message.

    Elsewhere than on Linux nothing is done: Windows' pipes carry whole messages.
    """
    if sys.platform != "linux":
        return
    part, whole = math.modf(seconds)
    limit = struct.pack("ll", int(whole), int(part * 1_000_000))
    same = socket.socket(fileno=connection.fileno())
    try:
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            same.setsockopt(socket.SOL_SOCKET, option, limit)
    finally:
        same.detach()  # the descriptor stays the connection's
