"""What a reader fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from broadsheet.comments import text
from broadsheet.comments.models import RepliesSettings
from broadsheet.comments.models.reply import LONGEST_NAME


class Plain(forms.CharField):
    """Text as `comments.text` cleans it."""

    def to_python(self, value: Any) -> str:
        return text.clean(super().to_python(value) or "")


class Line(forms.CharField):
    """One line of such text."""

    def to_python(self, value: Any) -> str:
        return text.clean_line(super().to_python(value) or "")


class Email(forms.EmailField):
    """An e-mail address in small letters, so that one person is one person."""

    def to_python(self, value: Any) -> str:
        return text.clean_line(super().to_python(value) or "").lower()


class ReplyForm(forms.Form):
    """A reply. How long it may be, and whether it is welcome, is for the phases to say."""

    name = Line(label=_("Name"), max_length=LONGEST_NAME)
    email = Email(label=_("E-mail"), max_length=254)
    website = forms.URLField(label=_("Website"), max_length=200, required=False, assume_scheme="https")
    text = Plain(label=_("Your reply"))
    parent = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    notify = forms.BooleanField(required=False)
    homepage = forms.CharField(required=False)
    stamp = forms.CharField(required=False)
    proof = forms.CharField(required=False)

    def __init__(self, *args: Any, rules: RepliesSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        if not rules.website:
            del self.fields["website"]
        if not rules.notices:
            del self.fields["notify"]
