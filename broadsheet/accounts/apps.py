"""The room's entry in Django's app registry."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "broadsheet.accounts"
    label = "broadsheet_accounts"
    default_auto_field = "django.db.models.BigAutoField"
