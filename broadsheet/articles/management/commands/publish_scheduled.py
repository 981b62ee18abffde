"""In place of Wagtail's command of this name: what is due, done once and recorded."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from broadsheet.articles.scheduling import publish_due


class Command(BaseCommand):
    """Do what is due now; fails where something could not be done."""

    help = "Publishes and expires what is due. `broadsheet serve` does so by itself every few seconds."

    def handle(self, *args: Any, **options: Any) -> None:
        fired = publish_due(timezone.now())
        for one in fired:
            self.stdout.write(f"{one.act.label}: “{one.title}”, {one.error or 'done'}")
        if any(one.error for one in fired):
            raise CommandError("Not everything that was due could be done; the reasons stand above.")
