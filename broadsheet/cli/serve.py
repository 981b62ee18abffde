"""`broadsheet serve`: web, task worker and scheduler in one supervised tree of processes."""

from __future__ import annotations

import logging
import os
import socket
import sys
from typing import NoReturn

import click

from broadsheet import env
from broadsheet.cli import home as homes
from broadsheet.cli.errors import Failed
from broadsheet.cli.prepared import is_prepared
from broadsheet.cli.tree import Part, Tree

GIVE_BACK = {"MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_TRIM_THRESHOLD_": "262144", "MALLOC_ARENA_MAX": "2"}
"""glibc, mallopt(3): the memory of pictures goes back to the system when they are encoded; else 100 MB stay."""


@click.command()
@click.option("--host", help="Address to listen on, instead of BROADSHEET_HOST.")
@click.option("--port", help="Port to listen on, instead of BROADSHEET_PORT.")
def command(host: str | None, port: str | None) -> None:
    """Serve the paper: web, task worker and scheduler.

    Pending migrations are applied first. SIGTERM or Ctrl+C stops it once the work in hand is finished, a second one
    at once.
    """
    for name, text in (("BROADSHEET_HOST", host), ("BROADSHEET_PORT", port)):
        if text is not None:
            env.check(name, text, "--" + name.removeprefix("BROADSHEET_").lower())
            os.environ[name] = text
    serve()


def serve() -> NoReturn:
    """Serves the home until a signal asks to stop; exits with the tree's code."""
    settings = env.read()
    home = env.home_folder()
    homes.require(home)
    _require_port(settings["BROADSHEET_HOST"].value, settings["BROADSHEET_PORT"].value)
    logging.basicConfig(
        format="{asctime} {levelname} {name}: {message}", style="{", level=settings["BROADSHEET_LOG_LEVEL"].value
    )
    url = env.public_url(settings)
    own = [sys.executable, "-m", "broadsheet", "--home", str(home)]
    sys.exit(Tree(_parts(own, is_prepared(home, settings))).run(announce=lambda: _announce(url)))


def _parts(own: list[str], prepared: bool) -> list[Part]:
    """The worker prepares the home, the web waits for that; where there is nothing to prepare, readers come first."""
    worker = Part("worker", [*own, "work"], GIVE_BACK, follows=prepared)
    web = Part("web", [*own, "web"], waits=not prepared)
    return [web, worker] if prepared else [worker, web]


def _announce(url: str) -> None:
    click.echo(f"  The paper   {url}/\n  The desk    {url}/desk/\n  (Ctrl+C stops)", err=False)
    sys.stdout.flush()


def _require_port(host: str, port: int) -> None:
    """Raises Failed where nobody could listen at this address, or somebody does already."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Failed(
            f"Nothing can listen on {host}, port {port}: {error.strerror or error}. "
            "Stop what does, or choose another address with BROADSHEET_HOST and BROADSHEET_PORT."
        ) from None
