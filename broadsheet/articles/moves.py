"""What follows from a change of address: a moved story's section, an author's or a topic's redirect."""

from __future__ import annotations

from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from broadsheet.articles.models import Author, Story, Topic


def keep_section(page: Page) -> None:
    """The story that `page` is follows it to its section. `changes` calls this and bumps what it touches."""
    parent = page.get_parent(update=True)
    Story.objects.filter(pk=page.pk).exclude(section=parent.pk).update(section=parent.pk)


@receiver(pre_save, sender=Author)
@receiver(pre_save, sender=Topic)
def redirect_old_slug(sender: type[Author | Topic], instance: Author | Topic, **kwargs: object) -> None:
    """A changed slug leaves a redirect behind; older ones lead to the new address in one hop."""
    old = sender.objects.filter(pk=instance.pk).exclude(slug=instance.slug).first()
    if old is None:
        return
    old_url, new_url = old.get_absolute_url(), instance.get_absolute_url()
    Redirect.objects.filter(old_path=Redirect.normalise_path(new_url)).delete()
    Redirect.objects.filter(redirect_link=old_url).update(redirect_link=new_url)
    Redirect.add_redirect(old_url, redirect_to=new_url, is_permanent=True)
