"""What publishing a story would touch: it is published indeed, in a transaction that is then rolled back."""

from __future__ import annotations

from django.db import transaction

from broadsheet.articles.models import Story
from broadsheet.edge.tags import bumped


def touched_by_publishing(story: Story) -> frozenset[str]:
    """The tags that publishing the newest version of `story` now would bump; nothing is changed.

    Raises IncompleteStoryError where it cannot be published. What follows a publication late (search, pictures' sizes)
    is enqueued when the transaction commits, so never here.
    """
    with transaction.atomic():
        (story.get_latest_revision() or story.save_revision()).publish()
        touched = bumped()
        transaction.set_rollback(True)
    return touched
