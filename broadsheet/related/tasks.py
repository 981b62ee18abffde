"""Work on related stories that nobody waits for."""

from __future__ import annotations

from django_tasks import task


@task()
def refresh_task(story_id: int) -> None:
    """Brings up to date what goes with a story; loads the engine only where the task is done."""
    from broadsheet.related import rebuilding
    from broadsheet.related.linking import refresh

    if not refresh(story_id):
        rebuilding.begin()


@task()
def relink_task(story_id: int) -> None:
    """Finds anew what goes with a story after an editor has pinned another or left it out."""
    from broadsheet.related.linking import relink

    relink(story_id)
