"""The room's entry in Django's app registry."""

from django.apps import AppConfig


class EdgeConfig(AppConfig):
    name = "broadsheet.edge"
    label = "broadsheet_edge"
    default_auto_field = "django.db.models.BigAutoField"
