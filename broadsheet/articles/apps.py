"""The room's entry in Django's app registry."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "broadsheet.articles"
    label = "broadsheet_articles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers of signals."""
        from broadsheet.articles import gone, moves  # noqa: F401
