"""The rules for replies: which phases there are, in which order, with which options; and trying them out first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import log

from broadsheet.comments.desk import gate
from broadsheet.comments.models import RepliesSettings
from broadsheet.comments.phases.options import Optioned
from broadsheet.comments.phases.rehearsal import Rehearsal, Tally, rehearse
from broadsheet.comments.phases.rules import KINDS, Rule, rules_of, stored
from broadsheet.comments.sieve import learning


@dataclass
class Line:
    """A phase on the page: its kind, its form, and what the rehearsal found."""

    kind: type[Optioned]
    form: forms.Form
    tally: Tally | None = None

    def rule(self) -> Rule:
        """The rule that the form, which is valid, says."""
        given = dict(self.form.cleaned_data)
        on = bool(given.pop("on", True))
        return Rule(self.kind, on, self.kind.with_options(given))


def form_class(kind: type[Optioned]) -> type[forms.Form]:
    """A form of a phase's options and, unless it always works, whether it is on."""
    on = {} if kind.always else {"on": forms.BooleanField(label=gettext_lazy("On"), required=False)}
    return type("RuleForm", (forms.Form,), {**on, **kind.form_fields()})


@require_http_methods(["GET", "HEAD", "POST"])
@gate.for_those_who_may(gate.RULE)
def rules(request: HttpRequest) -> HttpResponse:
    """The pipeline as a form. "save" keeps it, "try" tells what it would have done, "up-NAME" and "down-NAME" move."""
    lines = _posted(request) if request.method == "POST" else _kept()
    word, _dash, name = request.POST.get("do", "").partition("-")
    if word in ("up", "down"):
        _move(lines, name, -1 if word == "up" else 1)
        return _show(request, lines)
    if request.method != "POST":
        return _show(request, lines)
    if any(line.form.errors for line in lines):
        messages.error(request, _("Nothing was saved: see what is marked below."))
        return _show(request, lines)
    if word == "try":
        return _show(request, lines, _tried(lines))
    _save(request, [line.rule() for line in lines])
    messages.success(request, _("Saved. The rules hold from the next reply on."))
    return redirect("desk_reply_rules")


def _kept() -> list[Line]:
    lines = []
    for rule in rules_of(RepliesSettings.now().phases):
        initial = {**rule.options, "on": rule.on}
        lines.append(Line(rule.kind, form_class(rule.kind)(prefix=rule.kind.name, initial=initial)))
    return lines


def _posted(request: HttpRequest) -> list[Line]:
    """As the form has them; a phase that it lacks stands where it does by default."""
    names = [name for name in dict.fromkeys(request.POST.getlist("phase")) if name in KINDS]
    order = [rule.kind for rule in rules_of([{"phase": name} for name in names])]
    return [Line(kind, form_class(kind)(request.POST, prefix=kind.name)) for kind in order]


def _move(lines: list[Line], name: str, by: int) -> None:
    at = next((place for place, line in enumerate(lines) if line.kind.name == name), None)
    if at is not None and 0 <= at + by < len(lines):
        lines.insert(at + by, lines.pop(at))


def _tried(lines: Sequence[Line]) -> Rehearsal:
    found = rehearse([line.rule() for line in lines], timezone.now())
    for line in lines:
        line.tally = found.phases.get(line.kind.name)
    return found


@transaction.atomic
def _save(request: HttpRequest, rules: Sequence[Rule]) -> None:
    row = RepliesSettings.now()
    row.phases = stored(rules)
    row.save()
    log(row, "comments.rules", user=request.user)


def _show(request: HttpRequest, lines: Sequence[Line], found: Rehearsal | None = None) -> HttpResponse:
    context = {"lines": lines, "found": found, "sieve": learning.standing(), "enough": learning.ENOUGH}
    return render(request, "desk/replies/rules.html", context)
