"""What a change of the paper's settings for replies touches."""

from __future__ import annotations

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from broadsheet.comments import tags
from broadsheet.comments.models import RepliesSettings
from broadsheet.edge.tags import bump


@receiver(post_save, sender=RepliesSettings)
@receiver(post_delete, sender=RepliesSettings)
@receiver(m2m_changed, sender=RepliesSettings.closed_sections.through)
def rules_changed(sender: type[Model], **kwargs: object) -> None:
    """Every thread may look different, or be closed, or be open again."""
    bump(tags.REPLY_RULES)
