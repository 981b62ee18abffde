"""The room's entry in Django's app registry, and the place of Wagtail's own list of users."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "broadsheet.accounts"
    label = "broadsheet_accounts"
    default_auto_field = "django.db.models.BigAutoField"
    default = True


class PeopleConfig(WagtailUsersAppConfig):
    """Wagtail's users, shown as the people of the newsroom."""

    verbose_name = _("People")
    user_viewset = "broadsheet.accounts.people.PeopleViewSet"
