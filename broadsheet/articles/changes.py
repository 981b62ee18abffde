"""What a change touches: each kind of write bumps the tags of what it changes, in the writer's own transaction.

Hangs on signals, since it is Wagtail that writes. Stories stand apart (`watched`, called by their `save`): what they
touch is known only when their bylines are saved too. What Wagtail writes by SQL is bumped for by the page above it:
a moved section's `tree` covers the addresses of all that lies below.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from urllib.parse import unquote

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.signal_handlers import BatchRedirectCreator
from wagtail.documents import get_document_model
from wagtail.models import COMMENTS_RELATION_NAME, Locale, Page, PageViewRestriction, Site

from broadsheet.articles import tags
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
from broadsheet.articles.moves import keep_section
from broadsheet.articles.standing import Standing, touched
from broadsheet.edge.tags import bump
from broadsheet.edge.whole import whole

DRAFT = frozenset(
    (COMMENTS_RELATION_NAME, "latest_revision_created_at", "draft_title", "latest_revision", "has_unpublished_changes")
)
"""Fields that saving a draft writes: no reader sees them."""
SHOWN = ("title", "url_path", "live", "path", "locale_id")
"""Fields of a section or an information page that other pages show of it."""


def of_a_draft(update_fields: Collection[str] | None) -> bool:
    """Whether a save of these fields changes nothing that readers see."""
    return update_fields is not None and DRAFT.issuperset(update_fields)


@contextmanager
def watched(story: Story) -> Iterator[None]:
    """Bumps what is touched by what is done to `story` inside."""
    with transaction.atomic():
        before = Standing.of(story.pk)
        story.is_watched = True
        try:
            yield
        finally:
            story.is_watched = False
        bump(*touched(story.pk, before, Standing.of(story.pk)))


@receiver(pre_delete, sender=Story)
def story_deleted(sender: type[Story], instance: Story, **kwargs: object) -> None:
    """Its lists lose it."""
    bump(*touched(instance.pk, Standing.of(instance.pk), None))


@receiver(post_save, sender=Byline)
@receiver(post_delete, sender=Byline)
@receiver(post_save, sender=StoryTopic)
@receiver(post_delete, sender=StoryTopic)
@receiver(post_save, sender=Correction)
@receiver(post_delete, sender=Correction)
def part_changed(sender: type[Model], instance: Byline | StoryTopic | Correction, **kwargs: object) -> None:
    """A part of a story that changes by itself; with the story, it is watched there."""
    story = instance._state.fields_cache.get("story")
    if not getattr(story, "is_watched", False):
        bump(tags.story(instance.story_id), tags.SITEMAP_PAGES, *_lists(instance))


def _lists(part: Byline | StoryTopic | Correction) -> Iterator[str]:
    if isinstance(part, Byline):
        yield tags.author_stories(part.author_id)
    elif isinstance(part, StoryTopic):
        yield tags.topic_stories(part.topic_id)
    else:
        yield tags.CORRECTIONS


# --- Other pages -----------------------------------------------------------------------------------------------------


@receiver(pre_save, sender=Page)
def before_a_plain_save(sender: type[Page], instance: Page, **kwargs: object) -> None:
    """Wagtail moves a page by saving it as a plain Page within the move's transaction."""
    if instance.specific_class is Story:
        instance.stood = Standing.of(instance.pk)


@receiver(post_save, sender=Page)
def saved_as_a_plain_page(
    sender: type[Page], instance: Page, update_fields: Collection[str] | None = None, **kwargs: object
) -> None:
    """A moved story's section follows; of anything else that moved, the whole tree may have changed."""
    if of_a_draft(update_fields):
        return
    if instance.specific_class is Story:
        keep_section(instance)
        bump(*touched(instance.pk, instance.stood, Standing.of(instance.pk)))
    else:
        bump(tags.page(instance.pk), tags.TREE, tags.SITEMAP_PAGES)


def before_a_page(sender: type[Page], instance: Page, **kwargs: object) -> None:
    """Notes what other pages show of it."""
    instance.showed = Page.objects.filter(pk=instance.pk).values_list(*SHOWN).first() if instance.pk else None


def page_saved(
    sender: type[Page], instance: Page, created: bool, update_fields: Collection[str] | None = None, **kwargs: object
) -> None:
    """Its own contents change, and the tree if what other pages show of it does; nobody sees a new draft."""
    if of_a_draft(update_fields) or (created and not instance.live):
        return
    bump(tags.page(instance.pk), tags.SITEMAP_PAGES)
    if instance.showed != tuple(getattr(instance, name) for name in SHOWN):
        bump(tags.TREE)


def page_deleted(sender: type[Page], instance: Page, **kwargs: object) -> None:
    """The tree loses it."""
    bump(tags.page(instance.pk), tags.TREE, tags.SITEMAP_PAGES)


for _model in (Front, Section, InfoPage):
    pre_save.connect(before_a_page, sender=_model)
    post_save.connect(page_saved, sender=_model)
    post_delete.connect(page_deleted, sender=_model)


# --- What is no page -------------------------------------------------------------------------------------------------


@receiver(post_save, sender=Author)
@receiver(post_save, sender=Topic)
def head_saved(
    sender: type[Author | Topic],
    instance: Author | Topic,
    update_fields: Collection[str] | None = None,
    **kwargs: object,
) -> None:
    """Its name and address may have changed."""
    if not of_a_draft(update_fields):
        bump(*_of_head(instance))


@receiver(post_delete, sender=Author)
@receiver(post_delete, sender=Topic)
def head_deleted(sender: type[Author | Topic], instance: Author | Topic, **kwargs: object) -> None:
    """Its page is gone."""
    bump(*_of_head(instance))


def _of_head(head: Author | Topic) -> tuple[str, str, str]:
    tag = tags.author(head.pk) if isinstance(head, Author) else tags.topic(head.pk)
    return tag, tags.SITEMAP_PAGES, tags.address(unquote(head.get_absolute_url()))


_RARE: dict[type[Model], str] = {
    Paper: tags.PAPER,
    Site: tags.PAPER,
    Locale: tags.PAPER,
    PageViewRestriction: tags.PRIVACY,
    Redirect: tags.REDIRECTS,
    get_document_model(): tags.DOCUMENTS,
}
"""What changes rarely bumps one tag, whatever changed."""


def rare_thing_changed(sender: type[Model], **kwargs: object) -> None:
    """Bumps its tag."""
    bump(_RARE[sender])


for _sender in _RARE:
    whole(_sender)
    post_save.connect(rare_thing_changed, sender=_sender)
    post_delete.connect(rare_thing_changed, sender=_sender)


@receiver(post_save)
def loaded(sender: type[Model], raw: bool = False, **kwargs: object) -> None:
    """What `loaddata` writes past the models' own `save` touches everything."""
    if raw:
        bump(tags.PAPER)


_create_redirects = BatchRedirectCreator.process


@transaction.atomic
def create_redirects(creator: BatchRedirectCreator) -> None:
    """Wagtail makes a moved page's redirects in bulk, of which Django sends no signal."""
    _create_redirects(creator)
    bump(tags.REDIRECTS)


BatchRedirectCreator.process = create_redirects
