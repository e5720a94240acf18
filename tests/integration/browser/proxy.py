"""A reverse proxy of a few lines: passes everything on and adds headers to each answer, as docs/explorer.md shows."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator, Mapping

HEAD_END = b"\r\n\r\n"
CHUNK = 65536


@contextlib.contextmanager
def proxied(port: int, headers: Mapping[str, str]) -> Iterator[int]:
    """Serve what listens on `port` of this machine with `headers` added; gives the proxy's port."""
    loop = asyncio.new_event_loop()
    started = threading.Event()
    at: list[int] = []
    added = "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode()

    async def serve() -> None:
        server = await asyncio.start_server(lambda r, w: _pass_on(r, w, port, added), "127.0.0.1", 0)
        at.append(server.sockets[0].getsockname()[1])
        started.set()

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(serve(), loop).result(timeout=10)
    started.wait(timeout=10)
    try:
        yield at[0]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, added: bytes) -> None:
    """Pass one request and its answer on; a web socket stays open both ways."""
    with contextlib.suppress(OSError, asyncio.IncompleteReadError):
        asked = await reader.readuntil(HEAD_END)
        behind, ahead = await asyncio.open_connection("127.0.0.1", port)
        ahead.write(asked if b"upgrade: websocket" in asked.lower() else _once(asked))
        forward = asyncio.create_task(_pump(reader, ahead))
        answer = await behind.readuntil(HEAD_END)
        writer.write(answer[:-2] + added + b"\r\n")
        await _pump(behind, writer)
        forward.cancel()
        ahead.close()
    writer.close()


def _once(head: bytes) -> bytes:
    """Ask for one answer a connection, so that its end is the end of the stream."""
    lines = [line for line in head[:-4].split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: close"]) + HEAD_END


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while data := await source.read(CHUNK):
        target.write(data)
        await target.drain()
