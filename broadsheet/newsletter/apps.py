"""The room's entry in Django's app registry."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class NewsletterConfig(AppConfig):
    name = "broadsheet.newsletter"
    label = "broadsheet_newsletter"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers of signals."""
        from broadsheet.newsletter import changes
        from broadsheet.newsletter.founding import found_list

        assert changes
        post_migrate.connect(found_list, sender=self)
