"""The lists in the desk, and the digests that go to them."""

from __future__ import annotations

from django.forms import Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel, TitleFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from broadsheet.newsletter.models import Digest, MailingList


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
        *(
            FieldPanel(name)
            for name in ("slug", "about", "is_open", "is_chosen", "is_breaking", "is_archived", "counts", "sort_order")
        ),
    ]


class DigestViewSet(SnippetViewSet):
    """Letters that make themselves."""

    model = Digest
    icon = "date"
    menu_label = _("Digests")
    menu_order = 144
    add_to_admin_menu = True
    list_display = ["__str__", "mailing_list", "rhythm", "next_at", "said"]
    panels = [
        FieldPanel("mailing_list", widget=Select),
        FieldPanel("subject"),
        FieldPanel("intro"),
        PageChooserPanel("section"),
        FieldPanel("most"),
        FieldRowPanel([FieldPanel("rhythm"), FieldPanel("at")]),
        FieldPanel("needs_approval"),
        FieldPanel("is_on"),
    ]
