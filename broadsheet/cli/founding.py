"""Filling a home that is being made: database, paper, first user."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from broadsheet import env
from broadsheet.cli import home as homes
from broadsheet.cli.blank import lay_out
from broadsheet.cli.errors import WrongUse


@dataclass(frozen=True)
class Plan:
    """What is asked before a paper is founded; `settings` go to the home's broadsheet.env."""

    name: str
    email: str
    password: str
    settings: Mapping[str, str]


def found(home: Path, plan: Plan, fill: Callable[..., object] | None = None) -> None:
    """Makes `home` in one stroke; `fill(front)` may add content. Raises WrongUse for bad input, and leaves nothing."""
    with homes.making(home) as staging:
        homes.write_key(staging)
        homes.write_settings(staging, plan.settings, env.read())
        os.environ["BROADSHEET_HOME"] = str(staging)
        try:
            _fill(plan, fill)
        finally:
            _let_go()
            os.environ["BROADSHEET_HOME"] = str(home)


def _fill(plan: Plan, fill: Callable[..., object] | None) -> None:
    import django

    gc.disable()
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import transaction

    from broadsheet.articles.founding import found_paper

    _check_user(plan)
    lay_out()
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        _refuse_second_paper()
        _add_user(plan)
        front = found_paper(plan.name, settings.PUBLIC_URL)
        if fill:
            fill(front)
    settings.MEDIA_ROOT.mkdir(exist_ok=True)


def _check_user(plan: Plan) -> None:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(plan.email)
        validate_password(plan.password, get_user_model()(email=plan.email))
    except ValidationError as error:
        raise WrongUse(f"{plan.email}: {' '.join(error.messages)}") from None


def _refuse_second_paper() -> None:
    from broadsheet.articles.models import Front

    if Front.objects.exists():
        raise WrongUse("The database of BROADSHEET_DATABASE_URL holds a paper already. Nothing was changed.")


def _add_user(plan: Plan) -> None:
    from broadsheet.accounts.models import User

    User.objects.create_superuser(plan.email, plan.password)


def _let_go() -> None:
    """Closes the database, so that SQLite folds its log into the one file that is moved."""
    from django.apps import apps

    if apps.ready:
        from django.db import connections

        connections.close_all()
