"""A TCP door in front of a unix socket whose traffic can be held up or cut, like a node's network."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

CHUNK = 65_536


class Proxy:
    """Forwards TCP connections to a unix socket until told to hang (a dead cable) or to reset."""

    def __init__(self, target: Path) -> None:
        self.port = 0
        self._target = target
        self._flows = asyncio.Event()
        self._flows.set()
        self._refuses = False
        self._writers: set[asyncio.StreamWriter] = set()

    async def start(self) -> None:
        """Listen on a free port of this machine."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]

    def hang(self) -> None:
        """Let nothing through, in either direction, and tell nobody."""
        self._flows.clear()

    def reset(self) -> None:
        """Break every connection and refuse new ones."""
        self._refuses = True
        for writer in list(self._writers):
            writer.transport.abort()

    def restore(self) -> None:
        """Let traffic through again; what was held up arrives now."""
        self._refuses = False
        self._flows.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._refuses:
            writer.transport.abort()
            return
        self._writers.add(writer)
        inner: asyncio.StreamWriter | None = None
        with suppress(OSError, asyncio.CancelledError):
            await self._flows.wait()
            inner_reader, inner = await asyncio.open_unix_connection(str(self._target))
            self._writers.add(inner)
            pumps = [
                asyncio.create_task(self._pump(reader, inner)),
                asyncio.create_task(self._pump(inner_reader, writer)),
            ]
            _done, pending = await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            for pump in pending:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
        for side in (writer, inner):
            if side is not None:
                self._writers.discard(side)
                side.close()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                await self._flows.wait()
                writer.write(data)
                await writer.drain()
