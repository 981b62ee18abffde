"""The desk's forms: what Wagtail's check, in a newsroom's words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class StoryForm(WagtailAdminPageForm):
    """A story's form: asks for a byline in words, except of a draft, whose requirements Wagtail defers.

    The panel itself asks for none: it would begin with an empty row, with which no draft can be saved.
    """

    begun = forms.UUIDField(required=False, widget=forms.HiddenInput)
    """Of a new story: the key by which its form is known again (`desk/beginning.py`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["begun"]
        else:
            self.initial["begun"] = self.instance.translation_key
            self.fields["slug"].required = False  # made of the headline; the desk's scripts do so late
        if self.is_bound and "bylines" in self.formsets:
            bylines = self.formsets["bylines"]
            bylines.min_num, bylines.validate_min = 1, True
            bylines.error_messages["too_few_forms"] = _(
                "A story without a byline cannot be published: add at least one author."
            )

    def clean(self) -> dict[str, Any]:
        """A new story takes the key of its form."""
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("begun"):
            self.instance.translation_key = cleaned["begun"]
        return cleaned
