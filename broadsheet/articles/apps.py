"""The room's entry in Django's app registry."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "broadsheet.articles"
    label = "broadsheet_articles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers of signals."""
        from broadsheet.articles import changes, gone, moves, picturing  # noqa: F401
        from broadsheet.articles.indexes import make_indexes

        post_migrate.connect(make_indexes, sender=self)
