"""Authors and topics in the desk: listings, forms, choosers, history."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from broadsheet.articles.models import Author, Topic


class AuthorViewSet(SnippetViewSet):
    """The people whose names stand over stories."""

    model = Author
    icon = "user"
    menu_label = _("Authors")
    menu_order = 130
    add_to_admin_menu = True
    list_display = ["name", "role", "email", UpdatedAtColumn()]
    ordering = ["name"]
    search_backend_name = "default"
    panels = [
        TitleFieldPanel("name", targets=["slug"], placeholder=_("Name as in the byline")),
        FieldPanel("role"),
        FieldPanel("portrait"),
        FieldPanel("bio"),
        MultiFieldPanel([FieldPanel("email"), FieldPanel("website")], heading=_("Contact, shown to readers")),
        MultiFieldPanel([FieldPanel("slug"), FieldPanel("user")], heading=_("Settings")),
    ]


class TopicViewSet(SnippetViewSet):
    """What stories are about, across sections."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_order = 140
    add_to_admin_menu = True
    list_display = ["name", "description", UpdatedAtColumn()]
    ordering = ["name"]
    search_backend_name = "default"
    panels = [
        TitleFieldPanel("name", targets=["slug"], placeholder=_("Name of the topic")),
        FieldPanel("description"),
        FieldPanel("slug"),
    ]
