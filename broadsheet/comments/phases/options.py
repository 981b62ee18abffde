"""What a publisher sets for a phase: fields of the phase, each with the form field that the desk shows for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, field, fields
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from broadsheet.comments.phases.verdict import Word
from broadsheet.comments.phases.wordlists import WordListError, entries

Text = str | Promise
FORM = "form"


class Optioned:
    """A phase whose options are dataclass fields made by this module's functions.

    `title` and `help` tell the publisher what it does; `replays` says whether it can judge replies that came in long
    ago.
    """

    name: ClassVar[str]
    title: ClassVar[Text]
    help: ClassVar[Text]
    replays: ClassVar[bool] = True
    on: ClassVar[bool] = True
    """Whether it is part of the pipeline until somebody sets something else."""
    always: ClassVar[bool] = False
    """Whether it cannot be taken out of the pipeline."""

    @classmethod
    def form_fields(cls) -> dict[str, forms.Field]:
        """A form field for each option, by the option's name."""
        return {one.name: one.metadata[FORM]() for one in fields(cls) if FORM in one.metadata}  # type: ignore[arg-type]

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        """What options are until somebody sets something else."""
        return {one.name: _default(one) for one in fields(cls) if FORM in one.metadata}  # type: ignore[arg-type]

    @classmethod
    def with_options(cls, stored: Mapping[str, Any]) -> Any:
        """The phase with its options as stored; what is missing, unknown or no longer allowed has its default."""
        options = {}
        for name, form_field in cls.form_fields().items():
            try:
                options[name] = form_field.clean(stored[name])
            except (KeyError, ValidationError, TypeError, ValueError):
                continue
        return cls(**options)


def _default(option: Field[Any]) -> Any:
    return None if option.default is MISSING else option.default


def _option(default: Any, make: Callable[..., forms.Field], label: Text, help: Text, **more: Any) -> Any:
    more = {"required": False, "label": label, "help_text": help, "initial": default, **more}
    return field(default=default, metadata={FORM: lambda: make(**more)})


def number(default: int, least: int, most: int, label: Text, help: Text = "") -> Any:
    """A whole number between two others."""
    return _option(default, forms.IntegerField, label, help, min_value=least, max_value=most, required=True)


def flag(default: bool, label: Text, help: Text = "") -> Any:
    """A yes or no."""
    return _option(default, forms.BooleanField, label, help)


def lines(label: Text, help: Text = "", check: Callable[[str], None] | None = None) -> Any:
    """Text of many lines; `check` raises ValidationError for what cannot be used."""
    area = forms.Textarea(attrs={"rows": 5, "spellcheck": "false"})
    return _option(
        "", forms.CharField, label, help, widget=area, validators=[check] if check else [], max_length=60_000
    )


def secret(label: Text, help: Text = "") -> Any:
    """A key of another service; shown to whoever may change rules, and to nobody else."""
    return _option("", forms.CharField, label, help, max_length=200)


def outcome(default: Word = Word.HOLD) -> Any:
    """Whether what the phase finds is held for a moderator or refused at once."""
    choices = [(str(Word.HOLD), _("Hold for a moderator")), (str(Word.REFUSE), _("Refuse at once"))]
    return _option(str(default), forms.ChoiceField, _("What is found"), "", choices=choices, required=True)


def word_list(text: str) -> None:
    """Raises ValidationError where a list of words cannot be used."""
    try:
        entries(text)
    except WordListError as error:
        raise ValidationError(str(error)) from None
