"""The room's entry in Django's app registry."""

from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "broadsheet.discovery"
    label = "broadsheet_discovery"
    default_auto_field = "django.db.models.BigAutoField"
