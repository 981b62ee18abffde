"""A newsroom that edits at random, by the ways in which the desk, the worker and commands edit.

Each rule is one kind of edit; after each, `KeptPages.check` compares every address of the paper.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from PIL import Image as Pillow
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.rich_text import RichText

from broadsheet.accounts.models import User
from broadsheet.articles.models import (
    Author,
    Byline,
    Correction,
    Front,
    InfoPage,
    Paper,
    Section,
    Story,
    StoryTopic,
    Topic,
)
from broadsheet.articles.scheduling import publish_due
from broadsheet.media.models import Image, Rendition
from broadsheet.related import most_read
from broadsheet.related.audience import keep
from tests import world
from tests.kept_pages import KeptPages, generations, put_back

NUMBER = st.integers(0, 1000)
FIELDS = st.sampled_from(
    ("title", "short_headline", "standfirst", "kicker", "dateline", "lead_caption", "search_description")
)
STEPS = int(os.environ.get("BROADSHEET_TEST_STEPS", "18"))


def run(machine: type[RuleBasedStateMachine], examples: int = 3, steps: int = STEPS, **options: Any) -> None:
    """Run `machine`; `--hypothesis-seed` chooses what it does, BROADSHEET_TEST_STEPS how many steps a run has."""
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
        **options,
    )
    run_state_machine_as_test(machine, settings=chosen)


class Newsroom(RuleBasedStateMachine):
    """A small paper and what may happen to it."""

    kept: Callable[[], KeptPages] = KeptPages

    @initialize()
    def begin(self) -> None:
        """A paper of ten stories with pictures, corrections, links and an information page."""
        put_back()
        self.count = 0
        front = world.paper("Politics", "Sports")
        politics, sports = world.section("Politics"), world.section("Sports")
        inner = world.add_section(politics, "Town Hall", "town-hall")
        front.refresh_from_db()
        front.add_child(instance=InfoPage(title="About", slug="about", live=True, body=[("heading", "Who we are")]))
        people = (world.author("Ada"), world.author("Ben"))
        self.pictures = [world.image(400, 300, title=f"Still {number}") for number in range(2)]
        for number in range(8):
            where = Section.objects.get(pk=(politics, sports, inner)[number % 3].pk)
            at = timezone.now() - timedelta(days=(0, 1, 1, 40, 2, 41, 3, 80)[number], hours=number)
            topics = (("Harbour",), ("Harbour", "Fire"), ())[number % 3]
            world.story(
                where,
                f"Story {number}",
                slug=f"s-{number}",
                at=at,
                topics=topics,
                authors=(people[number % 2],),
                lead_image=self.pictures[number % 2] if number % 3 == 0 else None,
            )
        self.desk = Client()
        self.desk.force_login(User.objects.create_superuser("chief@example.org", "a long password"))
        self.pages = self.kept()

    @invariant()
    def no_page_is_stale(self) -> None:
        """What is kept and holds is what is rendered now."""
        if hasattr(self, "pages"):
            self.pages.check()

    def next(self, word: str = "new") -> str:
        """A word not used before."""
        self.count += 1
        return f"{word}-{self.count}"

    @staticmethod
    def pick(rows: Any, number: int) -> Any:
        """One of `rows`, None where there are none."""
        found = list(rows.order_by("pk"))
        return found[number % len(found)] if found else None

    def live(self, number: int) -> Story | None:
        """A live story."""
        story: Story | None = self.pick(Story.objects.live(), number)
        return story

    def publish(self, page: Any, **fields: Any) -> None:
        """Publish `page` anew with `fields` by a revision, as the desk does."""
        draft = page.get_latest_revision_as_object()
        for name, value in fields.items():
            setattr(draft, name, value)
        draft.save_revision().publish()

    # --- Stories -----------------------------------------------------------------------------------------------------

    @rule(number=NUMBER, days=st.sampled_from((None, None, 1, 35, 70, 400)))
    def new_story(self, number: int, days: int | None) -> None:
        where = self.pick(Section.objects.live(), number)
        at = timezone.now() - timedelta(days=days) if days else None
        topic = self.pick(Topic.objects, number)
        topics = (topic.name,) if topic and number % 2 else ()
        people = (self.pick(Author.objects, number),)
        world.story(where, self.next("Story"), slug=self.next(), at=at, topics=topics, authors=people)

    @rule(number=NUMBER, field=FIELDS)
    def edit_story(self, number: int, field: str) -> None:
        if story := self.live(number):
            self.publish(story, **{field: f"{self.next('Words')}."})

    @rule(number=NUMBER, field=st.sampled_from(("canonical_url", "label", "picture", "slug")))
    def edit_what_lists_ask_for(self, number: int, field: str) -> None:
        if story := self.live(number):
            picture = self.pick(Image.objects, number)
            value = {"canonical_url": "" if story.canonical_url else "https://elsewhere.example/", "slug": self.next()}
            value |= {"label": "sponsored" if story.label == "news" else "news"}
            self.publish(story, **({"lead_image": picture} if field == "picture" else {field: value[field]}))

    @rule(number=NUMBER, other=NUMBER)
    def write_with_links(self, number: int, other: int) -> None:
        if story := self.live(number):
            page, also = self.pick(Page.objects.filter(depth__gt=1), other), self.live(other)
            document = self.pick(get_document_model().objects, other)
            links = f'<a linktype="page" id="{page.pk}">there</a>'
            links += f'<a linktype="document" id="{document.pk}">file</a>' if document else ""
            picture = {"image": self.pick(Image.objects, other), "caption": "", "alt": ""}
            body = [("paragraph", RichText(f"<p>{self.next('Text')}. {links}</p>")), ("read_also", {"stories": [also]})]
            self.publish(story, body=[*body, ("picture", picture)] if picture["image"] else body)

    @rule(number=NUMBER, other=NUMBER, language=st.sampled_from(("es", "fr", "")))
    def translate(self, number: int, other: int, language: str) -> None:
        """A group with two stories in one language is refused, and nothing changes."""
        story, original = self.live(number), self.live(other)
        if story and original and story.pk != original.pk:
            with suppress(ValidationError):
                self.publish(story, language=language, translation_of=original if language else None)

    @rule(number=NUMBER, other=NUMBER)
    def change_authors_and_topics(self, number: int, other: int) -> None:
        if story := self.live(number):
            topic = self.pick(Topic.objects, other)
            rows = {"bylines": [Byline(author=self.pick(Author.objects, other))]}
            self.publish(story, **rows, story_topics=[StoryTopic(topic=topic)] if topic and other % 3 else [])

    @rule(number=NUMBER, how=st.sampled_from(("add", "row", "change", "delete")))
    def correct(self, number: int, how: str) -> None:
        story, row = self.live(number), self.pick(Correction.objects, number)
        if how == "add" and story:
            draft = story.get_latest_revision_as_object()
            self.publish(story, corrections=[*draft.corrections.all(), Correction(text=self.next("Wrong"))])
        elif how == "row" and story:
            Correction.objects.create(story=story, text=self.next("Wrong"))
        elif how == "change" and row:
            row.date, row.text = row.date - timedelta(days=3), self.next("Wrong")
            row.save()
        elif row:
            row.delete()

    @rule(number=NUMBER)
    def save_a_draft(self, number: int) -> None:
        before = generations()
        if story := self.live(number):
            story.title = self.next("Draft")
            story.save_revision()
        assert generations() == before, "a draft bumped something"

    @rule(number=NUMBER, how=st.sampled_from(("unpublish", "republish", "delete", "move", "lock")))
    def act_on_a_story(self, number: int, how: str) -> None:
        story = self.pick(Story.objects.filter(live=how != "republish"), number)
        if not story:
            return
        if how == "republish":
            (story.get_latest_revision() or story.save_revision()).publish()
        elif how == "move":
            self.move(story, self.pick(Section.objects.exclude(pk=story.section_id), number), "last-child")
        elif how == "lock":
            story.locked = True
            story.save()
        elif how == "delete":
            story.delete()
        else:
            (Page.objects.get(pk=story.pk) if number % 2 else story).unpublish()

    def move(self, page: Page, target: Page, where: str) -> None:
        """Move as the desk does."""
        Page.objects.get(pk=page.pk).move(Page.objects.get(pk=target.pk), where)

    @rule(number=NUMBER, action=st.sampled_from(("publish", "unpublish", "delete", "move")))
    def act_in_bulk(self, number: int, action: str) -> None:
        stories = Story.objects.filter(live=action != "publish").order_by("pk")[number % 3 :][:2]
        target = self.pick(Section.objects.live(), number)
        ids = "&".join(f"id={story.pk}" for story in stories if story.section_id != target.pk)
        if ids:
            url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
            answer = self.desk.post(f"{url}?{ids}&next=/desk/", {"chooser": target.pk, "move_applicable": True})
            assert answer.status_code in (200, 302), answer.status_code

    @rule(number=NUMBER, what=st.sampled_from(("go live", "expire")))
    def keep_the_schedule(self, number: int, what: str) -> None:
        now = timezone.now()
        if what == "go live":
            where, people = self.pick(Section.objects.live(), number), (self.pick(Author.objects, number),)
            story = world.story(where, self.next("Due"), slug=self.next(), live=False, authors=people)
            revision = story.get_latest_revision()
            revision.approved_go_live_at = now
            revision.save()
        elif old := self.live(number):
            Page.objects.filter(pk=old.pk).update(expire_at=now)
        publish_due(timezone.now())

    # --- Sections, information pages, fronts --------------------------------------------------------------------------

    @rule(number=NUMBER, field=st.sampled_from(("title", "slug", "description", "search_description")))
    def edit_a_section(self, number: int, field: str) -> None:
        self.publish(self.pick(Section.objects.live(), number), **{field: self.next("section")})

    @rule(number=NUMBER, how=st.sampled_from(("new", "reorder", "into", "unpublish", "publish", "delete")))
    def act_on_a_section(self, number: int, how: str) -> None:
        section = self.pick(Section.objects.filter(live=how != "publish"), number)
        other = self.pick(Section.objects.live().exclude(pk=section.pk), number + 1) if section else None
        if how == "new":
            world.add_section(self.pick(Section.objects.live(), number), self.next("Section"), self.next())
        elif how == "unpublish" and other:
            section.unpublish()
        elif how == "publish" and section:
            section.save_revision().publish()
        elif how == "delete" and other and section.is_leaf():
            section.delete()
        elif how in ("reorder", "into") and other and not other.is_descendant_of(section):
            self.move(section, other, "first-sibling" if how == "reorder" else "last-child")

    @rule(number=NUMBER, whose=st.sampled_from((Front, Section)))
    def lay_out(self, number: int, whose: type[Page]) -> None:
        story = self.live(number)
        blocks = [
            [],
            [("latest", {"count": 3})],
            [("lead", {"story": story})],
            [("picks", {"title": "Picks", "stories": [story]})],
        ]
        if story:
            self.publish(self.pick(whose.objects.live(), number), layout=blocks[number % 4])

    @rule(number=NUMBER, how=st.sampled_from(("new", "title", "slug", "body", "unpublish", "delete")))
    def act_on_an_information_page(self, number: int, how: str) -> None:
        page = self.pick(InfoPage.objects.live(), number)
        if how == "new" or page is None:
            new = InfoPage(title=self.next("Page"), slug=self.next(), live=True, body=[("heading", "Here")])
            Front.objects.get().add_child(instance=new)
        elif how in ("unpublish", "delete"):
            getattr(page, how)()
        else:
            self.publish(page, **{how: [("heading", self.next("Word"))] if how == "body" else self.next("page")})

    @rule(number=NUMBER, whose=st.sampled_from((Story, Section, InfoPage)))
    def restrict_or_open(self, number: int, whose: type[Page]) -> None:
        found, page = self.pick(PageViewRestriction.objects, number), self.pick(whose.objects.live(), number)
        if found:
            found.delete()
        elif page:
            PageViewRestriction.objects.create(page=page.page_ptr, restriction_type="login")

    # --- What is no page ----------------------------------------------------------------------------------------------

    @rule(
        number=NUMBER,
        model=st.sampled_from((Author, Topic)),
        field=st.sampled_from(("name", "slug", "more", "new", "delete")),
    )
    def edit_a_head(self, number: int, model: type[Any], field: str) -> None:
        head = self.pick(model.objects, number)
        if field == "new" or head is None:
            model.objects.create(name=self.next("Head"), slug=self.next())
        elif field == "delete":
            if model is Topic:
                head.delete()
        elif field == "more":
            text = self.next("Words")
            link = f'<p>{text} <a linktype="page" id="{number % 20 + 3}">link</a></p>'
            values = {"bio": link, "role": text, "portrait": self.pick(Image.objects, number)}
            for name, value in (values if model is Author else {"description": text}).items():
                setattr(head, name, value)
            head.save()
        else:
            setattr(head, field, self.next("head"))
            head.save()

    @rule(number=NUMBER, how=st.sampled_from(("words", "file", "focus", "size", "sizes", "no sizes", "delete", "new")))
    def change_a_picture(self, number: int, how: str) -> None:
        image = self.pick(Image.objects, number)
        if how == "new" or image is None:
            world.image(400, 300, title=self.next("Still"))
        elif how == "delete":
            if not Story.objects.filter(lead_image=image).exists():
                image.delete()
        elif how == "size":
            image.get_rendition("fill-96x96|format-webp")
        elif how == "sizes":
            image.get_renditions("fill-120x90|format-webp", "fill-240x180|format-webp")
        elif how == "no sizes":
            Rendition.objects.filter(image=image).delete()
        else:
            self._save_picture(image, how)

    def _save_picture(self, image: Image, how: str) -> None:
        if how == "focus":
            image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 50, 50, 20, 20
        elif how == "words":
            image.description = image.credit = image.caption = self.next("Seen")
        else:
            data = BytesIO()
            Pillow.new("RGB", (350, 260), (self.count % 255, 90, 10)).save(data, "JPEG")
            image.file = ImageFile(data, name=f"{self.next('file')}.jpg")
        image.save()
        if how == "file":
            image.renditions.all().delete()

    @rule(number=NUMBER, what=st.sampled_from(("name", "feed_text", "accent", "menu", "footer", "logo", "port")))
    def change_the_paper(self, number: int, what: str) -> None:
        paper, site = Paper.objects.get(), Site.objects.get()
        page = self.pick(Page.objects.filter(depth__gt=1), number)
        if what == "port":
            site.port = 8000 if site.port == 80 else 80
            site.save()
            return
        text = RichText(f'<p><a linktype="page" id="{page.pk}">{self.next("Foot")}</a></p>')
        values: dict[str, Any] = {
            "name": self.next("Paper"),
            "feed_text": "summary" if paper.feed_text == "full" else "full",
        }
        values |= {"accent": f"#0000{number % 100:02d}", "logo": self.pick(Image.objects, number)}
        values |= {"menu": [("page", page)] if number % 3 else []}
        values |= {"footer": [("column", {"title": "More", "links": [("page", page)]}), ("text", {"text": text})]}
        setattr(paper, what, values[what])
        paper.save()

    @rule(number=NUMBER)
    def lead_on(self, number: int) -> None:
        """Add a redirect from an address that was read, or take the last one away."""
        last = Redirect.objects.last()
        if last and number % 3 == 0:
            last.delete()
            return
        target = self.pick(Page.objects.filter(depth__gt=1), number)
        path = Redirect.normalise_path(sorted(self.pages.urls)[number % len(self.pages.urls)])
        if not Redirect.objects.filter(old_path=path).exists():
            Redirect.add_redirect(path, redirect_to=target if number % 2 else "/about/")

    @rule(number=NUMBER)
    def read_stories(self, number: int) -> None:
        keep({(str(story.pk), ""): 1 + (story.pk * number) % 7 for story in Story.objects.live()})
        most_read.refresh(timezone.now())

    @rule(number=NUMBER)
    def file_a_document(self, number: int) -> None:
        found = self.pick(get_document_model().objects, number) or get_document_model()(title="Minutes")
        found.file = f"documents/{self.next('minutes')}.pdf"
        found.save()
