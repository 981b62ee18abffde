"""Letters: what is sent to everybody on a list, once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from broadsheet.edge.whole import whole
from broadsheet.newsletter.models.digest import Digest
from broadsheet.newsletter.models.mailing_list import MailingList


class LetterState(models.TextChoices):
    """Where a letter stands. Only a draft can be changed; nothing leads back to it."""

    DRAFT = "draft", _("Draft")
    FREEZING = "freezing", _("Its recipients are written down")
    SENDING = "sending", _("It is sent")
    PAUSED = "paused", _("Paused")
    SENT = "sent", _("Sent")
    CANCELLED = "cancelled", _("Cancelled")


class LetterQuerySet(models.QuerySet["Letter"]):
    """Many letters."""

    def under_way(self) -> LetterQuerySet:
        """Those that a sender has to care for: breaking news, then the oldest first."""
        found = self.filter(state__in=[LetterState.FREEZING, LetterState.SENDING])
        return found.order_by("-mailing_list__is_breaking", "begun_at", "pk")

    def public(self) -> LetterQuerySet:
        """What everybody may read on the site, the newest first: begun, not cancelled, of a list that shows it."""
        begun = self.filter(begun_at__isnull=False, mailing_list__is_archived=True)
        return begun.exclude(state=LetterState.CANCELLED).order_by("-begun_at", "-pk")


@whole
class Letter(ClusterableModel):
    """One letter. With `begun_at` its words are fixed, with `frozen_at` its recipients."""

    mailing_list = models.ForeignKey(MailingList, models.PROTECT, related_name="letters", verbose_name=_("list"))
    subject = models.CharField(_("subject"), max_length=150)
    preheader = models.CharField(
        _("first line"), max_length=150, blank=True, help_text=_("What mail programs show beside the subject.")
    )
    intro = models.TextField(
        _("words of the newsroom"), blank=True, help_text=_("Above the stories; an empty line begins a paragraph.")
    )
    state = models.CharField(_("state"), max_length=9, choices=LetterState, default=LetterState.DRAFT, editable=False)
    html = models.TextField(editable=False, blank=True)
    text = models.TextField(editable=False, blank=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    begun_at = models.DateTimeField(null=True, editable=False)
    frozen_to = models.BigIntegerField(default=0, editable=False)
    """The last subscription that was written down, while recipients are."""
    frozen_end = models.BigIntegerField(default=0, editable=False)
    """The last subscription that there was when sending began: who comes later gets the next letter."""
    frozen_at = models.DateTimeField(null=True, editable=False)
    candidates = models.PositiveIntegerField(default=0, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    digest = models.ForeignKey(Digest, models.SET_NULL, null=True, editable=False, related_name="letters")
    goes_by_itself = models.BooleanField(default=False, editable=False)
    """A draft that is begun without anybody's doing."""
    picked_at = models.DateTimeField(null=True, editable=False)
    """When its stories were picked by rule; the next letter by that rule takes those that came later."""
    opens = models.PositiveIntegerField(default=0, editable=False)
    corrects = models.ForeignKey(
        "broadsheet_articles.Story", models.SET_NULL, null=True, editable=False, related_name="+"
    )
    """Of a note: it goes to those who were sent this story by letters of its list."""
    note = models.BigIntegerField(null=True, editable=False)
    """The same number for notes that were written together: nobody gets two of them."""
    picked_from = models.ForeignKey(
        "broadsheet_articles.Section", models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects: ClassVar[LetterQuerySet] = LetterQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes: ClassVar = [models.Index(fields=["state", "begun_at"], name="newsletter_under_way")]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """Where it can be read on the site once it is begun; its list is looked up where it is not at hand."""
        return reverse("newsletter-letter", args=[self.mailing_list.slug, self.pk])

    @property
    def paragraphs(self) -> list[str]:
        """The words of the newsroom."""
        return [one for one in self.intro.replace("\r\n", "\n").split("\n\n") if one.strip()]


class LetterStory(Orderable):
    """A story in a letter."""

    letter = ParentalKey(Letter, on_delete=models.CASCADE, related_name="letter_stories")
    story = models.ForeignKey("broadsheet_articles.Story", models.CASCADE, related_name="+", verbose_name=_("story"))

    class Meta(Orderable.Meta):
        verbose_name = _("story in a letter")
        verbose_name_plural = _("stories in letters")

    def __str__(self) -> str:
        return f"story {self.story_id} in letter {self.letter_id}"
