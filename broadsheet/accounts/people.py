"""The people of the newsroom, in the desk. A publisher appoints them; administrators alone make administrators."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.users.views.users import CreateView, EditView, UserViewSet


class _NoPromotion:
    """Leaves the administrator's switch out of the form of whoever is not one."""

    request: HttpRequest

    def get_form(self, *args: Any, **kwargs: Any) -> BaseForm:
        form: BaseForm = super().get_form(*args, **kwargs)  # type: ignore[misc]
        if not self.request.user.is_superuser:
            form.fields.pop("is_superuser", None)
        return form


class AddPersonView(_NoPromotion, CreateView):
    """A new person."""

    page_title = _("Add a person")


class EditPersonView(_NoPromotion, EditView):
    """A person; an administrator's address and password are changed by administrators alone."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied


class PeopleViewSet(UserViewSet):
    """Everybody who can sign in to the desk."""

    menu_label = _("People")
    menu_order = 850
    add_to_settings_menu = False
    add_to_admin_menu = True
    icon = "group"
    add_view_class = AddPersonView
    edit_view_class = EditPersonView
