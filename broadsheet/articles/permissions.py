"""Who may do what with which page, where a newsroom differs from Wagtail.

Wagtail's page permissions hold for a whole branch of the tree. A reporter, who may add and change pages there, would
thereby curate the front, found sections and delete colleagues' drafts; these testers take that away again.
"""

from __future__ import annotations

from wagtail.models import PagePermissionTester


class StoryPermissions(PagePermissionTester):
    """Whoever may not publish deletes and moves their own drafts only."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return super().can_delete(ignore_bulk) and (self.can_publish() or self.page.owner_id == self.user.pk)


class CuratedPermissions(PagePermissionTester):
    """Fronts, sections and information pages are for those who may publish."""

    def can_edit(self) -> bool:
        return super().can_edit() and self.can_publish()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return super().can_delete(ignore_bulk) and self.can_publish()


class FrontPermissions(CuratedPermissions):
    """Sections and information pages are founded by those who may publish."""

    def can_add_subpage(self) -> bool:
        return super().can_add_subpage() and self.can_publish()
