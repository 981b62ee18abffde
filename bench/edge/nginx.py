"""nginx with one page as a static file: the very bytes that the edge sends, compressed, with the same headers."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from bench.edge.process import Process, children

START_SECONDS = 5
OWN = {"content-length", "content-encoding", "content-type", "date", "server", "etag", "last-modified", "connection"}
"""Headers that nginx sends by itself."""
CONFIGURATION = """
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    client_body_temp_path {folder};
    proxy_temp_path {folder};
    fastcgi_temp_path {folder};
    uwsgi_temp_path {folder};
    scgi_temp_path {folder};
    server {{
        listen 127.0.0.1:{port};
        location / {{
            root {folder}/pages;
            default_type "{kind}";
            types {{ }}
            gzip_static always;
            {headers}
        }}
    }}
}}
"""


class Nginx:
    """nginx on `port`, kept to `core`, with `body` (compressed) at `/page` and the headers of the edge's answer."""

    def __init__(self, port: int, body: bytes, headers: Mapping[str, str], core: int) -> None:
        self.port = port
        self.body = body
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.core = core
        self.folder = tempfile.TemporaryDirectory(prefix="bench-nginx-")

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"http://127.0.0.1:{self.port}/page"

    def __enter__(self) -> Nginx:
        folder = Path(self.folder.name)
        folder.chmod(0o755)
        (folder / "pages").mkdir()
        (folder / "pages" / "page.gz").write_bytes(self.body)
        added = (f'add_header {n} "{_quoted(v)}";' for n, v in self.headers.items() if n not in OWN)
        configuration = CONFIGURATION.format(
            folder=folder, port=self.port, kind=self.headers["content-type"], headers="\n            ".join(added)
        )
        (folder / "conf").write_text(configuration)
        command = ["nginx", "-c", str(folder / "conf"), "-e", str(folder / "error.log"), "-g", "daemon off;"]
        self.process = Process(command, folder / "log", self.core)
        self.process.await_answer(self.url, START_SECONDS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.end()
        self.folder.cleanup()

    def pids(self) -> list[int]:
        """Its processes."""
        return [self.process.pid, *children(self.process.pid)]


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
