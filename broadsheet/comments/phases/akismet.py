"""Asking Akismet, a service that many papers ask, whether a reply is spam. Off until a publisher gives a key.

https://akismet.com/developers/detailed-docs/comment-check/: the answer is "true" or "false"; with "true" the header
X-akismet-pro-tip says "discard" of the worst. A service that is slow, away or refuses the key holds nobody up: the
reply goes on, with a note in its trace.
"""

from __future__ import annotations

from dataclasses import dataclass

import urllib3
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.comments.models import Reply
from broadsheet.comments.phases.draft import Draft
from broadsheet.comments.phases.options import Optioned, outcome, secret
from broadsheet.comments.phases.verdict import Finding, Word

HOST = "https://rest.akismet.com/1.1"
ADDRESS = f"{HOST}/comment-check"
SECONDS = 2.0


@dataclass(frozen=True)
class Akismet(Optioned):
    """Holds what Akismet calls spam; what it says should be discarded is held or refused."""

    name = "akismet"
    title = gettext_lazy("Akismet")
    help = gettext_lazy(
        "Asks akismet.com about each reply that comes this far. Name, e-mail and internet address and text of "
        "readers leave the server: say so in your privacy statement. If it does not answer within two seconds, the "
        "reply goes on."
    )
    replays = False
    on = False
    key: str = secret(
        gettext_lazy("Key"), gettext_lazy("From your account at akismet.com. Without one nothing is asked.")
    )
    then: str = outcome()

    def __call__(self, draft: Draft) -> Finding | None:
        """What it answers; a note where it does not."""
        if not self.key:
            return None
        try:
            with urllib3.PoolManager(retries=False, timeout=SECONDS) as connection:
                answer = connection.request("POST", ADDRESS, fields=self._told(draft), encode_multipart=False)
        except urllib3.exceptions.HTTPError as error:
            return Finding(Word.PASS, "akismet-silent", _("Akismet did not answer: %(error)s.") % {"error": error})
        said = answer.data.decode("utf-8", "replace").strip()
        if said == "true":
            worst = answer.headers.get("X-akismet-pro-tip") == "discard"
            return Finding(Word(self.then) if worst else Word.HOLD, "akismet", _("Akismet calls it spam."))
        if said == "false":
            return None
        why = answer.headers.get("X-akismet-debug-help", said)[:200]
        return Finding(Word.PASS, "akismet-silent", _("Akismet did not answer: %(error)s.") % {"error": why})

    def _told(self, draft: Draft) -> dict[str, str]:
        return told(self.key, draft)


def told(key: str, one: Draft | Reply) -> dict[str, str]:
    """What Akismet is told of a reply, before it is kept or later."""
    return {
        "api_key": key,
        "blog": settings.PUBLIC_URL,
        "user_ip": one.ip or "",
        "user_agent": one.agent,
        "permalink": f"{settings.PUBLIC_URL}{one.story.get_url()}",
        "comment_type": "reply" if one.parent else "comment",
        "comment_author": one.name,
        "comment_author_email": one.email,
        "comment_author_url": one.website,
        "comment_content": one.text,
        "blog_lang": settings.PAPER_LANGUAGE.replace("-", "_"),
        "blog_charset": "UTF-8",
    }


def correct(key: str, reply: Reply, spam: bool) -> None:
    """Tell Akismet that it was wrong about `reply`; raises urllib3's HTTPError where it cannot be told.

    https://akismet.com/developers/detailed-docs/submit-spam-missed-spam/ and …/submit-ham-false-positives/.
    """
    address = f"{HOST}/{'submit-spam' if spam else 'submit-ham'}"
    with urllib3.PoolManager(retries=False, timeout=10.0) as connection:
        connection.request("POST", address, fields=told(key, reply), encode_multipart=False)
