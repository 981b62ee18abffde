"""The lists in the desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from broadsheet.newsletter.models import MailingList


class MailingListViewSet(SnippetViewSet):
    """What readers can sign up for."""

    model = MailingList
    icon = "mail"
    menu_label = _("Mailing lists")
    menu_order = 145
    add_to_admin_menu = True
    list_display = ["name", "slug", "is_open"]
    panels = [
        TitleFieldPanel("name", targets=["slug"]),
        *(FieldPanel(name) for name in ("slug", "about", "is_open", "is_chosen", "is_archived", "sort_order")),
    ]
