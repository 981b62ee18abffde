"""The room's entry in Django's app registry."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "broadsheet.media"
    label = "broadsheet_media"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take over the encoding of AVIF; connect the receivers of signals."""
        from broadsheet.media import changes  # noqa: F401
        from broadsheet.media.encoding import register

        register()
