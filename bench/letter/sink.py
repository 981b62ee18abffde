"""An SMTP server that takes everything and writes down one line a message: `python -m bench.letter.sink PORT FILE`.

The line is written before the message is acknowledged, so that whatever a sender may believe to be handed over stands
in the file. Lines: Message-ID and recipient.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys

MESSAGE_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
END = b"\r\n.\r\n"


class Session(asyncio.Protocol):
    """One connection."""

    def __init__(self, out: int) -> None:
        self.out = out
        self.buffer = b""
        self.in_data = False
        self.to = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while self._take():
            pass

    def _take(self) -> bool:
        """Whether a command or a message was whole."""
        mark = END if self.in_data else b"\r\n"
        at = self.buffer.find(mark)
        if at < 0:
            return False
        taken, self.buffer = self.buffer[:at], self.buffer[at + len(mark) :]
        if self.in_data:
            self._message(taken)
        else:
            self._command(taken)
        return True

    def _message(self, data: bytes) -> None:
        self.in_data = False
        found = MESSAGE_ID.search(data[:4096])
        os.write(self.out, (found.group(1) if found else b"-") + b" " + self.to + b"\n")
        self.transport.write(b"250 taken\r\n")

    def _command(self, line: bytes) -> None:
        word = line[:4].upper()
        if word == b"DATA":
            self.in_data = True
            self.transport.write(b"354 go on\r\n")
        elif word == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        else:
            if word == b"RCPT":
                self.to = line.partition(b"<")[2].partition(b">")[0]
            self.transport.write(b"250 sink\r\n" if word != b"RCPT" else self.answer())

    def answer(self) -> bytes:
        """To a recipient, by its first letters: `later` is put off, `never` refused."""
        if self.to.startswith(b"later"):
            return b"451 4.7.1 try again\r\n"
        return b"550 5.1.1 no such user\r\n" if self.to.startswith(b"never") else b"250 sink\r\n"


async def serve(port: int, path: str) -> None:
    """Until killed."""
    out = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    server = await asyncio.get_running_loop().create_server(lambda: Session(out), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2]))
