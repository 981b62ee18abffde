"""Mail servers of a few lines for tests: they hold mails, and say what is left of them."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self, kind: type[socketserver.StreamRequestHandler], mails: list[bytes]) -> None:
        super().__init__(("127.0.0.1", 0), kind)
        self.mails = dict(enumerate(mails, 1))
        self.seen: set[int] = set()
        self.gone: set[int] = set()


class _Talk(socketserver.StreamRequestHandler):
    timeout = 20
    server: _Server

    def say(self, line: str | bytes) -> None:
        self.wfile.write((line.encode() if isinstance(line, str) else line) + b"\r\n")

    def heard(self) -> Iterator[list[str]]:
        while line := self.rfile.readline():
            yield line.decode().split()


class Pop3(_Talk):
    """As much of RFC 1939 as a client of one round needs."""

    def handle(self) -> None:
        held, dropped = self.server, set[int]()
        self.say("+OK")
        for word, *more in self.heard():
            if word == "PASS" and more != ["p@ss"]:
                self.say("-ERR no")
            elif word == "STAT":
                self.say(f"+OK {len(held.mails)} 0")
            elif word == "RETR":
                self.say("+OK")
                self.wfile.write(held.mails[int(more[0])].replace(b"\n", b"\r\n") + b"\r\n.\r\n")
            else:
                dropped |= {int(more[0])} if word == "DELE" else set()
                held.gone |= dropped if word == "QUIT" else set()
                self.say("+OK")
            if word == "QUIT":
                return


class Imap(_Talk):
    """As much of RFC 3501."""

    def handle(self) -> None:
        held = self.server
        self.say("* OK ready")
        for tag, word, *more in self.heard():
            if word == "CAPABILITY":
                self.say("* CAPABILITY IMAP4rev1")
            elif word == "LOGIN" and more[-1] != '"p@ss"':
                self.say(f"{tag} NO wrong")
                continue
            elif more[:1] == ["SEARCH"]:
                self.say("* SEARCH " + " ".join(str(one) for one in held.mails if one not in held.seen))
            elif more[:1] == ["FETCH"]:
                raw = held.mails[int(more[1])]
                self.say(f"* {more[1]} FETCH (UID {more[1]} BODY[]<0> {{{len(raw)}}}".encode() + b"\r\n" + raw + b")")
            elif more[:1] == ["STORE"]:
                held.seen.add(int(more[1]))
                if re.search("Deleted", " ".join(more)):
                    held.gone.add(int(more[1]))
            self.say(f"{tag} OK done")
            if word == "LOGOUT":
                return


@contextmanager
def postbox(kind: type[_Talk], mails: list[bytes]) -> Iterator[_Server]:
    """A server of that kind with these mails, until the block ends."""
    with _Server(kind, mails) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(20)
