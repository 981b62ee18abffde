"""The story."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Length, Substr
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageViewRestriction, Revision, WorkflowState
from wagtail.query import PageQuerySet
from wagtail.search import index

from broadsheet.articles import tags
from broadsheet.articles.addresses import PlainAddress
from broadsheet.articles.blocks import BodyBlocks
from broadsheet.articles.forms import StoryForm
from broadsheet.articles.languages import check_language, keep_language
from broadsheet.articles.models.story_rows import Byline, StoryTopic
from broadsheet.articles.permissions import StoryPermissions
from broadsheet.articles.teasers import first_text, has_text, summarise, without_ids
from broadsheet.edge.tags import depend

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from broadsheet.accounts.models import User
    from broadsheet.articles.models.author import Author


class Label(models.TextChoices):
    """What kind of text a story is; all but news is named above the headline."""

    NEWS = "news", _("News")
    ANALYSIS = "analysis", _("Analysis")
    FEATURE = "feature", _("Feature")
    OPINION = "opinion", _("Opinion")
    SPONSORED = "sponsored", _("Sponsored")


NO_HEADLINE = _("A story without a headline cannot be published: write one.")
NO_BYLINE = _("A story without a byline cannot be published: add at least one author.")
NO_TEXT = _("A story without text cannot be published: write at least one paragraph.")


class IncompleteStoryError(ValidationError):
    """A story lacks what readers need; the messages say what."""

    def __init__(self, missing: list[StrOrPromise], headline: str, story_id: int | None) -> None:
        super().__init__([str(message) for message in missing])
        self.headline, self.story_id = headline, story_id


TEASER = (
    *("title", "short_headline", "url_path", "published_at", "section_id"),
    *("kicker", "label", "standfirst", "summary", "updated_at", "lead_image", "lead_caption", "language"),
)
"""What a teaser shows, but for authors."""


def closed() -> Exists:
    """Whether a page, in a query of pages, lies below one with a view restriction, or has one itself."""
    # The path comes from a subquery, not a join: a planner that has statistics, but none of an empty table of
    # restrictions, would start the join at the pages and read all of them for every story.
    path = Page.objects.filter(pk=OuterRef("page_id")).order_by().values("path")
    restrictions = PageViewRestriction.objects.annotate(restricted=Subquery(path))
    return Exists(restrictions.filter(restricted=Substr(OuterRef("path"), 1, Length("restricted"))))


class StoryQuerySet(PageQuerySet):
    """Ways to fetch stories that cost a fixed number of queries."""

    def readable(self) -> StoryQuerySet:
        """What an anonymous reader may see now: live, published, and below no page with a view restriction."""
        depend(tags.PAPER, tags.PRIVACY, tags.TREE)
        return self.live().filter(~closed(), published_at__isnull=False)

    def listed(self) -> StoryQuerySet:
        """Those that have their home here, not those first published elsewhere."""
        return self.filter(canonical_url="")

    def published_within(self, start: datetime, stop: datetime) -> StoryQuerySet:
        """Those published from `start` up to, but not including, `stop`."""
        return self.filter(published_at__gte=start, published_at__lt=stop)

    def newest_first(self) -> StoryQuerySet:
        """By the time of publication, the newest first."""
        return self.order_by("-published_at", "-pk")

    def for_reading(self) -> StoryQuerySet:
        """With all that a story page shows: 4 queries."""
        return (
            self.with_authors()
            .select_related("section", "lead_image")
            .prefetch_related(Prefetch("story_topics", StoryTopic.objects.select_related("topic")), "corrections")
        )

    def for_the_desk(self) -> StoryQuerySet:
        """Without the body, with the section and what `status_string` needs: 2 queries.

        Wagtail's own `prefetch_workflow_states` finds nothing for a queryset of one page type.
        """
        states = WorkflowState.objects.active().select_related("current_task_state__task")
        prefetch = Prefetch("_specific_workflow_states", states, to_attr="_current_workflow_states")
        query = self.defer("body", "summary", "search_description").select_related("section")
        return query.prefetch_related(prefetch).annotate_approved_schedule()

    def with_authors(self) -> StoryQuerySet:
        """With bylines, authors and portraits: 1 query more."""
        return self.prefetch_related(Prefetch("bylines", Byline.objects.select_related("author__portrait")))


class StoryManager(PageManager.from_queryset(StoryQuerySet)):  # type: ignore[misc]
    """Stories."""


class Story(PlainAddress, Page):
    """One story. `title` is the headline; `section` and `published_at` are kept beside it to be indexed together."""

    short_headline = models.CharField(
        _("short headline"), max_length=90, blank=True, help_text=_("For teasers; empty: the headline.")
    )
    kicker = models.CharField(_("kicker"), max_length=60, blank=True, help_text=_("A word or two above the headline."))
    standfirst = models.TextField(
        _("standfirst"), max_length=400, blank=True, help_text=_("One or two whole sentences beneath the headline.")
    )
    dateline = models.CharField(_("dateline"), max_length=80, blank=True, help_text=_("Place of reporting: SEOUL."))
    label = models.CharField(_("label"), max_length=12, choices=Label, default=Label.NEWS)
    lead_image = models.ForeignKey(
        "broadsheet_media.Image",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead picture"),
    )
    lead_caption = models.CharField(
        _("caption"), max_length=400, blank=True, help_text=_("Empty: the picture's own caption.")
    )
    body = StreamField(BodyBlocks(), verbose_name=_("text"))
    replies_open = models.BooleanField(_("replies open"), default=True)
    canonical_url = models.URLField(
        _("first published at"), blank=True, help_text=_("Address of the original when this is a republication.")
    )
    language = models.CharField(
        _("language"),
        max_length=12,
        blank=True,
        validators=[check_language],
        help_text=_("Short name of the language, such as es, ht or pt-BR. Empty: the paper's own."),
    )
    translation_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
        help_text=_("The story that this one is a translation of: readers find each from the other."),
    )
    section = models.ForeignKey(
        "broadsheet_articles.Section", models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated"), null=True, blank=True, editable=False)
    summary = models.TextField(editable=False, blank=True)
    quiet = models.BooleanField(
        _("small change"), default=False, help_text=_("Publish without showing a new “updated” time.")
    )

    found_readable = False
    is_watched = False
    marked_headline = snippet = ""
    """What was searched for, set by who searched. A name that no story has would cost templates a search of its own."""
    objects: ClassVar[StoryManager] = StoryManager()

    template = "story.html"
    parent_page_types = ("broadsheet_articles.Section",)
    subpage_types = ()
    show_in_menus_default = False
    base_form_class = StoryForm
    exclude_fields_in_copy: ClassVar = ["published_at", "updated_at", "quiet", "corrections", "translation_of"]

    text_panels: ClassVar = [
        MultiFieldPanel(
            [
                TitleFieldPanel(
                    "title",
                    heading=_("Headline"),
                    help_text=_("Whole and true by itself: lists show it without the story."),
                    placeholder=_("Headline"),
                ),
                FieldPanel("standfirst"),
                FieldPanel("kicker"),
                FieldPanel("dateline"),
                FieldPanel("label"),
            ],
            heading=_("Head"),
        ),
        MultipleChooserPanel("bylines", chooser_field_name="author", label=_("Byline")),
        MultiFieldPanel([FieldPanel("lead_image"), FieldPanel("lead_caption")], heading=_("Lead picture")),
        FieldPanel("body"),
        MultipleChooserPanel("story_topics", chooser_field_name="topic", label=_("Topics")),
    ]
    correction_panels: ClassVar = [InlinePanel("corrections", label=_("Correction"))]
    setting_panels: ClassVar = [
        FieldPanel("short_headline"),
        FieldPanel("replies_open"),
        FieldPanel("canonical_url"),
        FieldPanel("language"),
        FieldPanel("translation_of"),
        FieldPanel("quiet"),
        *Page.promote_panels,
        *Page.settings_panels,
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(text_panels, heading=_("Story")),
            ObjectList(correction_panels, heading=_("Corrections")),
            ObjectList(setting_panels, heading=_("Settings")),
        ]
    )

    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("standfirst", boost=1.5),
        index.SearchField("body"),
        index.FilterField("section_id"),
        index.FilterField("published_at"),
        index.FilterField("label"),
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes: ClassVar = [
            models.Index(fields=["section", "-published_at", "-page_ptr"], name="story_by_section"),
            models.Index(fields=["-published_at", "-page_ptr"], name="story_by_time"),
        ]

    @property
    def teaser_headline(self) -> str:
        """The headline for lists: the editor's short one where there is one."""
        return self.short_headline or self.title

    @cached_property
    def authors(self) -> list[Author]:
        """Those in the byline, in order; lists of teasers fetch them for all stories together."""
        return [byline.author for byline in self.bylines.all()]

    @property
    def shows_update(self) -> bool:
        """Whether readers are told of a time of update: it came a minute or more after publication."""
        return bool(
            self.updated_at and self.published_at and (self.updated_at - self.published_at).total_seconds() >= 60
        )

    def missing(self) -> list[StrOrPromise]:
        """What a reader would miss, as sentences for the editor; [] where the story can be published."""
        return [
            *([] if self.title.strip() else [NO_HEADLINE]),
            *([] if self.bylines.exists() else [NO_BYLINE]),
            *([] if has_text(self.body) else [NO_TEXT]),
        ]

    def check_whole(self) -> None:
        """Raise IncompleteStoryError where something that readers need is missing."""
        missing = self.missing()
        if missing:
            raise IncompleteStoryError(missing, self.title, self.pk)

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish or schedule `revision`; raises IncompleteStoryError, with nothing written, where it is not whole.

        Wagtail checks nothing when a revision is scheduled, approved or published in bulk: those come through here.
        """
        whole = revision.as_object()
        whole.check_whole()
        super().publish(revision, *args, **kwargs)

    def clean(self) -> None:
        """Raises ValidationError for a language or an original that cannot be."""
        super().clean()
        keep_language(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep section and times of publication in step with the tree and with Wagtail's own times.

        Raises IncompleteStoryError for a live story without headline, byline or text.
        """
        from broadsheet.articles.changes import of_a_draft, watched

        if not kwargs.get("update_fields"):
            if self.live and kwargs.get("clean", True):
                self.check_whole()
            self._keep_section()
            self._keep_times()
            self.summary = summarise(self.standfirst, first_text(self.body))
        with nullcontext() if of_a_draft(kwargs.get("update_fields")) else watched(self):
            super().save(*args, **kwargs)

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Story:
        """A page that reads a story depends on it, and for its address on the sections above it."""
        story: Story = super().from_db(*args, **kwargs)
        depend(tags.story(story.pk), tags.TREE)
        return story

    def _keep_section(self) -> None:
        parent = self.get_parent() if self.path else None
        self.section_id = parent.pk if parent else self.section_id

    def _keep_times(self) -> None:
        if not self.live:
            return
        now = timezone.now()
        self.first_published_at = self.first_published_at or now
        first_time = self.published_at is None
        self.published_at = self.published_at or self.first_published_at
        if not first_time and not self.quiet and self._text_changed():
            self.updated_at = now
        self.quiet = False

    def _text_changed(self) -> bool:
        old = Story.objects.filter(pk=self.pk).only("title", "standfirst", "body").first()
        return old is not None and (
            (old.title, old.standfirst) != (self.title, self.standfirst)
            or without_ids(old.body.get_prep_value()) != without_ids(self.body.get_prep_value())
        )

    def with_content_json(self, content: dict[str, Any]) -> Story:
        """The story as a revision has it, but with the times and the section that the story has now."""
        story: Story = super().with_content_json(content)
        story.published_at, story.updated_at, story.section_id = self.published_at, self.updated_at, self.section_id
        return story

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """The restrictions on this story; none are asked for where the story was found among readable ones."""
        return PageViewRestriction.objects.none() if self.found_readable else super().get_view_restrictions()

    def permissions_for_user(self, user: User) -> StoryPermissions:
        return StoryPermissions(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The story and its body, ready to render in a fixed number of queries."""
        from broadsheet.articles.body import prepare
        from broadsheet.articles.translations import in_all_languages

        return {
            **super().get_context(request, *args, **kwargs),
            "story": self,
            "translations": in_all_languages(self),
            "body": prepare(self.body, self.lead_image, *(byline.author.portrait for byline in self.bylines.all())),
        }
