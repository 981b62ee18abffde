"""Beginning a story: however often its form arrives, one story is made of it, and what was written last is kept.

The desk saves a new story by itself as soon as something is written. Where the answer to that was lost, or “Publish”
was pressed meanwhile, the form arrives a second time and knows nothing of the draft. It carries a key of its own,
which the draft has as its `translation_key` (unique in the database); so the draft is found, and the form replaces it.
"""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from broadsheet.articles.models import Story


class NewStoryView(CreateView):
    """Makes a story of a form, or shows the form again with what stands in the way; nothing is half-made."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Forms for one section are answered one after the other, each in one transaction."""
        try:
            with transaction.atomic():
                Page.objects.select_for_update().get(pk=self.parent_page.pk)
                make_way(request.POST.get("begun", ""), request.user.pk)
                response: HttpResponse = super().post(request)
                transaction.set_rollback(self.page.pk is None)  # refused: the draft stays
                return response
        except ValidationError as error:
            return self._refuse(error)

    def _refuse(self, error: ValidationError) -> HttpResponse:
        """The form as it was sent, with `error` in it: the page that could not be saved is thrown away."""
        self.page = self.page_class(owner=self.request.user, locale=self.parent_page.locale)
        self.subscription.page = self.page
        self.form = self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent_page,
            for_user=self.request.user,
        )
        self.form.is_valid()
        told = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for field, messages in told.items():
            self.form.add_error(field if field in self.form.fields else None, messages)
        response: HttpResponse = self.form_invalid(self.form)
        return response


def make_way(key: str, user_id: int | None) -> None:
    """Remove the draft that was begun with the form of this key, since the whole form is about to be saved.

    Raises ValidationError where the story has gone on since: it was published, submitted, or changed elsewhere.
    """
    try:
        begun = Story.objects.filter(translation_key=UUID(key)).first()
    except ValueError:
        return
    if begun is None:
        return
    if not is_untouched(begun, user_id):
        raise ValidationError(
            _("This story was saved already. Open it from “Stories” and carry over what is new here.")
        )
    begun.delete()


def is_untouched(story: Story, user_id: int | None) -> bool:
    """Whether nothing happened to `story` since that user began it: one revision, never published nor submitted."""
    revisions = list(story.revisions.values_list("user", "approved_go_live_at")[:2])
    never_out = not story.live and story.first_published_at is None and not story.workflow_states.exists()
    return never_out and story.owner_id == user_id and revisions == [(user_id, None)]


class StoryViews(PageViewSet):
    """The desk's views of single stories."""

    model = Story
    name = "story"
    add_view_class = NewStoryView


story_views = StoryViews()
