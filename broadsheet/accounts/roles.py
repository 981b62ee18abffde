"""The roles of a newsroom: what reporters, moderators, editors and publishers may do in the desk.

Roles are Django groups. The table below is the whole truth about them: page permissions hold for the whole tree,
collection permissions for all pictures and documents, model permissions by label. `Role` names a group in the
database, so its values are not translated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from broadsheet.accounts.models import User

_FILES = (("wagtailimages", "image"), ("wagtaildocs", "document"))
WAGTAILS_OWN = ("Editors", "Moderators")


class Role(StrEnum):
    """A role, by the name of its group."""

    REPORTER = "Reporter"
    MODERATOR = "Moderator"
    EDITOR = "Editor"
    PUBLISHER = "Publisher"


@dataclass(frozen=True)
class Rights:
    """What a role may do: with pages, with pictures and documents, and with models ("app.codename")."""

    pages: frozenset[str]
    files: frozenset[str]
    models: frozenset[str]


def _all_of(*labels: str, actions: Iterable[str] = ("add", "change", "delete", "view")) -> frozenset[str]:
    """Permissions for all `actions` on each model "app.model"."""
    pairs = (label.split(".") for label in labels)
    return frozenset(f"{app}.{action}_{model}" for app, model in pairs for action in actions)


_DESK = frozenset({"wagtailadmin.access_admin"})
_MODERATOR = Rights(
    pages=frozenset(),
    files=frozenset(),
    models=_DESK
    | _all_of("broadsheet_comments.reply", actions=["change", "view"])
    | _all_of("broadsheet_comments.ban"),
)
_REPORTER = Rights(
    pages=frozenset({"add", "change"}),
    files=frozenset({"add", "choose"}),
    models=_DESK
    | _all_of("broadsheet_articles.author", "broadsheet_articles.topic", actions=["view"])
    | {"broadsheet_articles.view_correction"},
)
_EDITOR = Rights(
    pages=_REPORTER.pages | {"publish", "bulk_delete", "lock", "unlock"},
    files=_REPORTER.files | {"change", "delete"},
    models=_REPORTER.models
    | _MODERATOR.models
    | _all_of("broadsheet_articles.author", "broadsheet_articles.topic", "wagtailredirects.redirect")
    | {"broadsheet_newsletter.view_mailinglist"}
    | _all_of("broadsheet_newsletter.letter", "broadsheet_newsletter.digest"),
)
_PUBLISHER = Rights(
    pages=_EDITOR.pages,
    files=_EDITOR.files,
    models=_EDITOR.models
    | _all_of("broadsheet_accounts.user", "wagtailcore.workflow", "wagtailcore.task")
    | {"broadsheet_articles.change_paper", "broadsheet_articles.view_paper"}
    | {"broadsheet_comments.change_repliessettings", "broadsheet_comments.view_repliessettings"}
    | _all_of("broadsheet_newsletter.mailinglist", actions=["add", "change", "view"])
    | _all_of("broadsheet_importers.arrival", actions=["add", "view"]),
)
RIGHTS: dict[Role, Rights] = {
    Role.REPORTER: _REPORTER,
    Role.MODERATOR: _MODERATOR,
    Role.EDITOR: _EDITOR,
    Role.PUBLISHER: _PUBLISHER,
}


@transaction.atomic
def found_roles() -> None:
    """Make the roles and give them their rights, in place of Wagtail's own groups; rights already given stay."""
    Group.objects.filter(name__in=WAGTAILS_OWN, user__isnull=True).delete()
    for role, rights in RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=role.value)
        group.permissions.add(*_permissions(rights.models))
        _give_pages(group, rights.pages)
        _give_files(group, rights.files)


def appoint(user: User, role: Role) -> None:
    """Give `user` this role alone. Raises Group.DoesNotExist before `found_roles`."""
    user.groups.set([Group.objects.get(name=role.value)])


def _permissions(names: Iterable[str]) -> list[Permission]:
    wanted = {tuple(name.split(".")) for name in names}
    found = Permission.objects.filter(codename__in={codename for _, codename in wanted}).select_related("content_type")
    return [one for one in found if (one.content_type.app_label, one.codename) in wanted]


def _give_pages(group: Group, actions: Iterable[str]) -> None:
    root = Page.get_first_root_node()
    rights = _permissions(f"wagtailcore.{action}_page" for action in actions)
    rows = [GroupPagePermission(group=group, page=root, permission=one) for one in rights]
    GroupPagePermission.objects.bulk_create(rows, ignore_conflicts=True)


def _give_files(group: Group, actions: Iterable[str]) -> None:
    root = Collection.get_first_root_node()
    rights = _permissions(f"{app}.{action}_{model}" for action in actions for app, model in _FILES)
    rows = [GroupCollectionPermission(group=group, collection=root, permission=one) for one in rights]
    GroupCollectionPermission.objects.bulk_create(rows, ignore_conflicts=True)
