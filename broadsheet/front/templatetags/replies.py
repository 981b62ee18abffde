"""Replies as HTML: the tree of a page, and one by itself.

Put together of strings, not by a template for each: of forty replies a template's look-ups cost more than everything
else that a page of a thread needs. Everything that a reader wrote is escaped here or comes escaped (`Shown.html`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django import template
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from broadsheet.comments.threads import Shown
from broadsheet.front.templatetags.times import moment

register = template.Library()


@register.simple_tag
def reply_tree(nodes: Iterable[Shown], at: str, answerable: object = True) -> SafeString:
    """The items of a list with `nodes` and all that answers them; `at` is the address below which replies are.

    With what readers may do about each: answer it (where that is `answerable`), like it, report it.
    """
    return SafeString("".join(_Printer(at, bool(answerable)).tree(nodes)))


@register.simple_tag
def reply_alone(node: Shown, at: str) -> SafeString:
    """The item of a list with `node`, of which readers only read."""
    return SafeString(f"{_Printer(at, False).reply(node)}</li>")


@register.simple_tag
def reply_role(node: Shown) -> SafeString:
    """As what somebody of the newsroom wrote `node`; "" for a reader."""
    if node.by_author:
        words = _("Author of this story")
        return SafeString(f'<span class="reply-role">{escape(words)}</span> ')
    return SafeString(f'<span class="reply-role" dir="auto">{escape(node.role)}</span> ' if node.role else "")


class _Printer:
    """The words and addresses that all replies of a page share."""

    def __init__(self, at: str, answerable: bool) -> None:
        self.at = escape(at)
        self.answerable = answerable
        self.edited, self.like = escape(_("edited")), escape(_("Like"))
        self.answer, self.report = escape(_("Reply")), escape(_("Report"))
        self.to = _("to <bdi>%(name)s</bdi>")

    def tree(self, nodes: Iterable[Shown]) -> Iterator[str]:
        for node in nodes:
            yield self.reply(node, self.acts(node))
            if node.answers:
                count = node.answers_in_all
                told = ngettext("%(count)s answer", "%(count)s answers", count) % {"count": count}
                yield f'\n<details open><summary>{escape(told)}</summary><ol class="reply-tree">'
                yield from self.tree(node.answers)
                yield "</ol></details>"
            yield "</li>\n"

    def reply(self, node: Shown, acts: str = "") -> str:
        """`node` without its answers and without the item's end."""
        if node.is_gone:
            why = _("This reply was deleted.") if node.was_deleted else _("This reply was removed by a moderator.")
            return f'<li id="reply-{node.id}"><p class="reply-gone">{escape(why)}</p>'
        by = f"by-{node.id}"
        return (
            f'<li id="reply-{node.id}"><div class="reply" role="group" aria-labelledby="{by}">\n'
            f'<p class="reply-by"><b id="{by}" dir="auto">{_name(node)}</b> {reply_role(node)}'
            f'<a class="reply-at" href="{self.at}{node.id}/">{moment(node.posted_at)}</a>'
            f"{f' <span>{self.edited}</span>' if node.edited_at else ''}{self.answered(node.answered)}</p>\n"
            f'<div class="reply-text">{conditional_escape(node.html)}</div>\n{acts}</div>'
        )

    def answered(self, other: Shown | None) -> str:
        """Whom a reply answers, where its place does not show it."""
        if other is None:
            return ""
        return f' <a href="{self.at}{other.id}/" class="reply-to">{self.to % {"name": escape(other.name)}}</a>'

    def acts(self, node: Shown) -> str:
        """What readers may do about `node`."""
        if node.is_gone:
            return ""
        here, by = f"{self.at}{node.id}/", f'aria-describedby="by-{node.id}"'
        answer = f'<a href="{here}answer/" data-answer="{node.id}" {by}>{self.answer}</a>' if self.answerable else ""
        likes = f" <span>{node.likes}</span>" if node.likes else ""
        return (
            f'<div class="reply-acts">{answer}<form method="post" action="{here}like/">'
            f"<button {by}>{self.like}{likes}</button></form>"
            f'<a href="{here}report/" {by} rel="nofollow">{self.report}</a></div>'
        )


def _name(node: Shown) -> str:
    name = escape(node.name)
    return f'<a href="{escape(node.website)}" rel="ugc nofollow noopener">{name}</a>' if node.website else name
