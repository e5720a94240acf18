"""Many readers at once, without a browser each: a client that speaks Streamlit's protocol over real web sockets.

Twenty browser contexts would take the cores that the server needs. A light reader does what a page does: it opens the
web socket, asks for a place as a followed link does, and takes every message until the script has finished. It leaves
out is the browser's own work: drawing, fonts and scripts.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from app.texts import texts

THINK_S = (2.0, 6.0)
"""A reader looks at a page for so long; shorter than people do, so 20 here are more than 20."""
EVERY_S = 5.0
ERRORS = [text for key, text in texts("zh").words.items() if key.startswith("error.") and not key.endswith(".said")]
Query = dict[str, str]


@dataclass
class Seen:
    """What readers met: seconds from asking to the last message of each view, errors, the server's memory in MiB."""

    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


def browse(address: str, pid: int, places: Sequence[Query], users: int, seconds: float) -> Seen:
    """Let `users` readers walk through `places` in their own order for `seconds`."""
    seen = Seen()
    asyncio.run(_all(address, pid, places, users, seconds, seen))
    return seen


async def _all(address: str, pid: int, places: Sequence[Query], users: int, seconds: float, seen: Seen) -> None:
    until = time.monotonic() + seconds
    await asyncio.gather(
        _weigh(psutil.Process(pid), until, seen),
        *(_read(address, places, random.Random(number), until, seen) for number in range(users)),
    )


async def _weigh(server: psutil.Process, until: float, seen: Seen) -> None:
    while time.monotonic() < until:
        seen.memory.append(server.memory_info().rss / 1024**2)
        await asyncio.sleep(EVERY_S)


async def _read(address: str, places: Sequence[Query], chance: random.Random, until: float, seen: Seen) -> None:
    """Be one reader."""
    await asyncio.sleep(chance.uniform(0, THINK_S[1]))
    stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    async with connect(stream, subprotocols=["streamlit"], max_size=None, origin=address) as socket:  # type: ignore[arg-type, list-item]
        while time.monotonic() < until:
            place = chance.choice(places)
            started = time.perf_counter()
            try:
                await asyncio.wait_for(_ask(socket, place), timeout=60)
            except (TimeoutError, RuntimeError) as e:
                seen.errors.append(f"{place}: {e!r}")
            seen.waits.append(time.perf_counter() - started)
            await asyncio.sleep(chance.uniform(*THINK_S))


async def _ask(socket: ClientConnection, place: Query) -> None:
    """Ask for a place and take all that comes, until its script has finished.

    Raises:
        RuntimeError: the script failed, or the page says that it did.
    """
    asked = BackMsg()
    asked.rerun_script.query_string = urlencode(place)
    await socket.send(asked.SerializeToString())
    failed = ""
    while True:
        answer = ForwardMsg.FromString(await socket.recv(decode=False))
        body = answer.delta.new_element.html.body if answer.WhichOneof("type") == "delta" else ""
        if any(f"<h1>{title}</h1>" in body for title in ERRORS):
            failed = body[:300]
        if answer.WhichOneof("type") == "script_finished":
            if failed or answer.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                raise RuntimeError(failed or f"script_finished: {answer.script_finished}")
            return
