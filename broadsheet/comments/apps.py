"""The room's entry in Django's app registry."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CommentsConfig(AppConfig):
    name = "broadsheet.comments"
    label = "broadsheet_comments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers of signals."""
        from broadsheet.comments import changes
        from broadsheet.comments.founding import found_rules

        assert changes
        post_migrate.connect(found_rules, sender=self)
