"""The room's entry in Django's app registry."""

from django.apps import AppConfig


class RelatedConfig(AppConfig):
    name = "broadsheet.related"
    label = "broadsheet_related"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects what follows a publication."""
        from broadsheet.related import changes  # noqa: F401
