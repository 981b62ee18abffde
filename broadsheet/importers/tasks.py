"""Work of the room that nobody waits for."""

from __future__ import annotations

from django_tasks import task

from broadsheet.importers.models import Arrival


@task()
def move_in_task(arrival_id: int) -> None:
    """Move in a file that the desk was given, and find the related stories of all anew."""
    from broadsheet.importers.arriving import move_in
    from broadsheet.related.building import BusyError
    from broadsheet.related.linking import rebuild

    arrival = Arrival.objects.filter(pk=arrival_id).first()
    if arrival is None:
        return
    move_in(arrival)
    arrival.refresh_from_db()
    outcomes = arrival.report.get("outcomes", {})
    if not arrival.only_try and (outcomes.get("new") or outcomes.get("updated")):
        try:
            rebuild()
        except BusyError:
            return  # whoever is at it finds what is new, or the next story does
