"""`broadsheet init`: makes the home of a new paper."""

from __future__ import annotations

import os
import secrets

import click

from broadsheet import env
from broadsheet.cli import home as homes
from broadsheet.cli.errors import WrongUse
from broadsheet.cli.founding import Plan, found


@click.command()
@click.option("--name", help="Name of the paper.")
@click.option("--language", help="Language of the paper, as in en or pt-br.")
@click.option("--timezone", help="Time zone of the newsroom, as in Europe/Berlin.")
@click.option("--url", help="Public address, as in https://example.org.")
@click.option("--admin-email", help="E-mail address of the first user, who may do everything.")
@click.option("--admin-password", help="The first user's password; without it, one is made and printed.")
@click.option("--database-url", help="PostgreSQL instead of SQLite, as in postgres://user:password@host/name.")
@click.option("--no-input", is_flag=True, help="Ask nothing: what is not given takes its default.")
def command(no_input: bool, **given: str | None) -> None:
    """Make the home of a new paper: settings, key, database, front page and the first user.

    Asks for what the flags leave open. Nothing is left behind if it fails.
    """
    home = env.home_folder()
    if homes.is_initialised(home):
        raise WrongUse(f"{home} is the home of a paper already. Nothing was changed.")
    answers = {name: _answer(name, given[name], no_input) for name in QUESTIONS}
    password = given["admin_password"] or _ask_password(no_input)
    plan = Plan(answers["name"], answers["admin_email"], password or new_password(), _settings(answers, given))
    if not plan.name.strip():
        raise WrongUse("--name is empty: a paper has a name.")
    found(home, plan)
    _report(plan, told=bool(password))


QUESTIONS: dict[str, tuple[str, str | None]] = {
    "name": ("Name of the paper", "The Broadsheet"),
    "language": ("Language (en, de, pt-br …)", "en"),
    "timezone": ("Time zone (Europe/Berlin …)", "UTC"),
    "url": ("Public address (empty: this machine only)", ""),
    "admin_email": ("Your e-mail address", None),
}


def _answer(name: str, given: str | None, no_input: bool) -> str:
    return _ask(name, no_input) if given is None else given


def _ask(name: str, no_input: bool) -> str:
    question, default = QUESTIONS[name]
    if name in ("language", "timezone", "url"):
        default = os.environ.get(f"BROADSHEET_{name.upper()}", default)
    if not no_input:
        return click.prompt(question, default=default, show_default=bool(default))
    if default is None:
        raise WrongUse(f"--{name.replace('_', '-')} is needed with --no-input.")
    return default


def _ask_password(no_input: bool) -> str:
    if no_input:
        return ""
    return click.prompt(
        "Your password (empty: one is made)", default="", show_default=False, hide_input=True, confirmation_prompt=True
    )


def _settings(answers: dict[str, str], given: dict[str, str | None]) -> dict[str, str]:
    """The chosen variables, checked together with the environment; they stand in the environment from now on."""
    chosen = {f"BROADSHEET_{name.upper()}": answers[name] for name in ("url", "language", "timezone")}
    if given["database_url"]:
        chosen["BROADSHEET_DATABASE_URL"] = given["database_url"]
    chosen = {name: value for name, value in chosen.items() if value}
    for name, value in chosen.items():
        env.check(name, value, "--" + name.removeprefix("BROADSHEET_").lower().replace("_", "-"))
    os.environ.update(chosen)
    return chosen


def new_password() -> str:
    """A password that nobody guesses and everybody can type."""
    return "-".join(secrets.token_hex(3) for _ in range(3))


def _report(plan: Plan, told: bool) -> None:
    from broadsheet.articles.languages import has_furniture

    click.echo(f"{plan.name} has a home: {env.home_folder()}")
    click.echo(f"Sign in at the desk as {plan.email}" + ("." if told else f" with the password {plan.password}"))
    language = plan.settings.get("BROADSHEET_LANGUAGE", "en")
    if not has_furniture(language):
        click.echo(f"Broadsheet has no words in {language}: what pages say themselves is English.")
    click.echo(f"Start it with: broadsheet --home {env.home_folder()} serve")
