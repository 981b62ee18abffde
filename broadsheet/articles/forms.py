"""The desk's forms: what Wagtail's check, in a newsroom's words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class StoryForm(WagtailAdminPageForm):
    """A story's form: says in words that a byline is missing. Drafts may lack it, see Wagtail's deferred validation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "bylines" in self.formsets:
            self.formsets["bylines"].error_messages["too_few_forms"] = _(
                "A story without a byline cannot be published: add at least one author."
            )
