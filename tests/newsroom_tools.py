"""A newsroom whose paper is read through the real edge, and the ways to edit it that the smaller machine lacks.

Commands, the importer, forms of the desk, backups put back, and the clock.
"""

from __future__ import annotations

import json
import tempfile
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from django.core import serializers
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from broadsheet.accounts.models import User
from broadsheet.articles.models import Author, Paper, Section, Story, Topic
from broadsheet.articles.scheduling import publish_due
from broadsheet.importers.page.found import Block, Found
from broadsheet.importers.page.making import Wishes, make_story
from broadsheet.media.models import Image
from tests import world
from tests.edge_pages import Clock, EdgePages
from tests.newsroom_machine import NUMBER, Newsroom

HOURS = (0.01, 1, 23, 25, 47, 49, -1, -30)


class EdgeNewsroom(Newsroom):
    """The paper of `Newsroom` through the edge, with more ways to edit it."""

    kept = EdgePages

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.imported: list[str] = []

    def teardown(self) -> None:
        """Lets go of the edge and the clock."""
        self.clock.stop()
        if hasattr(self, "pages"):
            self.pages.close()

    # --- The clock ----------------------------------------------------------------------------------------------------

    @rule(hours=st.sampled_from(HOURS))
    def let_time_pass(self, hours: float) -> None:
        self.clock.step(hours * 3600)

    @rule(number=NUMBER, hours=st.sampled_from(HOURS), what=st.sampled_from(("go live", "expire")))
    def schedule_ahead(self, number: int, hours: float, what: str) -> None:
        """What comes later is set now, time passes, and the worker wakes, or does not wake yet."""
        at = timezone.now() + timedelta(hours=0.5)
        if what == "go live":
            people = (self.pick(Author.objects, number),)
            story = world.story(self.pick(Section.objects.live(), number), self.next("Due"), live=False, authors=people)
            story.go_live_at = at
            story.save_revision(approved_go_live_at=at)
        elif old := self.live(number):
            self.publish(old, expire_at=at)
        self.clock.step(hours * 3600)
        if number % 3:
            publish_due(timezone.now())

    # --- Commands -----------------------------------------------------------------------------------------------------

    @rule(name=st.sampled_from(("fixtree", "publish_scheduled", "set_url_paths", "rebuild_references_index")))
    def run_a_command(self, name: str) -> None:
        options: dict[str, Any] = {"interactive": False, "full": True} if name == "fixtree" else {}
        call_command(name, stdout=StringIO(), **options)

    @rule(number=NUMBER)
    def move_pages_by_command(self, number: int) -> None:
        """All children of one section below another one."""
        old = self.pick(Section.objects.live(), number)
        new = self.pick(Section.objects.live().exclude(pk=old.pk), number + 1)
        if new and not new.is_descendant_of(old):
            call_command("move_pages", str(old.pk), str(new.pk), stdout=StringIO())

    @rule(number=NUMBER, model=st.sampled_from((Author, Topic, Paper)))
    def load_data(self, number: int, model: type[Any]) -> None:
        rows = json.loads(serializers.serialize("json", [self.pick(model.objects, number)]))
        rows[0]["fields"]["name"] = self.next("Loaded")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rows.json"
            path.write_text(json.dumps(rows))
            call_command("loaddata", str(path), verbosity=0)

    @rule(number=NUMBER, again=st.booleans())
    def import_a_page(self, number: int, again: bool) -> None:
        section = self.pick(Section.objects.live(), number)
        source = self.imported[-1] if again and self.imported else f"https://old.example/{self.next()}"
        self.imported.append(source)
        found = Found(self.next("Imported"), blocks=[Block("paragraph", f"{self.next('Text')}. It will stay so.")])
        found.canonical_url = source
        slugs = list(Section.objects.values_list("slug", flat=True))
        if slugs.count(section.slug) == 1:
            make_story(found, Wishes(section.slug, [self.pick(Author.objects, number).name], publish=True, update=True))

    # --- The desk's forms ---------------------------------------------------------------------------------------------

    @rule(number=NUMBER)
    def rename_a_user(self, number: int) -> None:
        user = User.objects.get(email="chief@example.org")
        user.first_name, user.last_name = self.next("First"), self.next("Last")
        user.save()

    @rule(number=NUMBER)
    def lead_on_by_form(self, number: int) -> None:
        path = Redirect.normalise_path(sorted(self.pages.urls)[number % len(self.pages.urls)])
        values = {"old_path": path, "is_permanent": "on", "redirect_link": "/about/", "site": ""}
        answer = self.desk.post(reverse("wagtailredirects:add"), values)
        assert answer.status_code in (200, 302), answer.status_code

    @rule(number=NUMBER, restriction=st.sampled_from(("none", "login", "password")))
    def set_privacy_by_form(self, number: int, restriction: str) -> None:
        page = self.pick(Page.objects.filter(depth__gt=2, live=True), number)
        values = {"restriction_type": restriction, "password": "open sesame 1", "groups": []}
        answer = self.desk.post(reverse("wagtailadmin_pages:set_privacy", args=[page.pk]), values)
        assert answer.status_code == 200, answer.status_code

    @rule(number=NUMBER)
    def replace_a_picture_by_form(self, number: int) -> None:
        image = self.pick(Image.objects, number)
        if image is None:
            return
        fresh = world.image(500, 200, title=self.next("Replaced"))
        with fresh.file.open() as file:
            values = {
                "title": self.next("Still"), "file": file, "collection": image.collection_id, "tags": "",
                "description": self.next("Seen"), "caption": "", "credit": self.next("By"), "licence": "",
                "source": "", "focal_point_x": 100, "focal_point_y": 50, "focal_point_width": 40,
                "focal_point_height": 40,
            }  # fmt: skip
            answer = self.desk.post(reverse("wagtailimages:edit", args=[image.pk]), values)
        assert answer.status_code in (200, 302), answer.status_code

    @rule(number=NUMBER, action=st.sampled_from(("delete", "add_to_collection")))
    def act_on_pictures_in_bulk(self, number: int, action: str) -> None:
        image = self.pick(Image.objects, number)
        if image and not Story.objects.filter(lead_image=image).exists():
            url = reverse("wagtail_bulk_action", args=["broadsheet_media", "image", action])
            answer = self.desk.post(f"{url}?id={image.pk}&next=/desk/", {"collection": image.collection_id})
            assert answer.status_code in (200, 302), answer.status_code

    @rule(number=NUMBER)
    def close_a_section_and_open_it(self, number: int) -> None:
        """Privacy that came and went between two looks."""
        section = self.pick(Section.objects.live(), number)
        PageViewRestriction.objects.create(page=section.page_ptr, restriction_type="login").delete()
