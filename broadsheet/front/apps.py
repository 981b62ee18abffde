"""The room's entry in Django's app registry."""

from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "broadsheet.front"
    label = "broadsheet_front"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connects what follows a publication."""
        from broadsheet.front.proof import after  # noqa: F401
