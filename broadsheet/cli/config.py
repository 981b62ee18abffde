"""`broadsheet config`: every variable, its value and where it was read."""

from __future__ import annotations

import json

import click

from broadsheet import env

MASK = "(secret)"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """List every variable, its value and where it was read; secrets are masked."""
    home_flag = ctx.find_root().obj["home_flag"]
    rows = {
        name: {
            "value": shown(setting),
            "source": "--home" if name == "BROADSHEET_HOME" and home_flag else setting.source,
            "help": setting.variable.help,
        }
        for name, setting in env.read().items()
    }
    click.echo(json.dumps(rows, indent=2, ensure_ascii=False) if as_json else _table(rows))


def shown(setting: env.Setting) -> str:
    """The value as it may be printed: a secret that is set shows that it is set, nothing more."""
    if setting.variable.secret and setting.text and setting.source != "default":
        return MASK
    return setting.text


def _table(rows: dict[str, dict[str, str]]) -> str:
    lines = []
    for name, row in rows.items():
        lines += [f"{name}={row['value']}", f"    from {row['source']}. {row['help']}"]
    return "\n".join(lines)
