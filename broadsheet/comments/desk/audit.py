"""How the audit log tells of what moderators did."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

LOGGED = (
    ("comments.approve", _("Approve a reply"), _("Reply approved")),
    ("comments.refuse", _("Refuse a reply"), _("Reply refused")),
    ("comments.spam", _("Call a reply spam"), _("Reply called spam")),
    ("comments.hold", _("Put a reply back into the queue"), _("Reply put back into the queue")),
    ("comments.feature", _("Feature a reply"), _("Reply featured")),
    ("comments.unfeature", _("Feature a reply no longer"), _("Reply no longer featured")),
    ("comments.edit", _("Edit a reply"), _("Reply edited")),
    ("comments.undo", _("Undo"), _("Undone")),
    ("comments.ban", _("Ban"), _("Banned")),
    ("comments.unban", _("Lift a ban"), _("Ban lifted")),
    ("comments.hook", _("Change the webhook"), _("Webhook for replies changed")),
    ("comments.export", _("Hand over what is kept of a person"), _("What is kept of a person was handed over")),
    ("comments.erase", _("Erase what is kept of a person"), _("What was kept of a person was erased")),
    ("comments.rules", _("Change the rules for replies"), _("Rules for replies changed")),
)


def register_actions(actions: Any) -> None:
    """Hook `register_log_actions`."""
    for action, label, message in LOGGED:
        actions.register_action(action, label, message)
