"""Review: a reporter submits a story, an editor or the publisher approves it or asks for changes."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from broadsheet.accounts.roles import Role

NAME = "Editor’s desk"


@transaction.atomic
def found_workflow() -> Workflow:
    """The paper's one workflow, for all pages; made where it is missing, in place of Wagtail's own."""
    root = Page.get_first_root_node()
    task, made = GroupApprovalTask.objects.get_or_create(name=NAME)
    if made:
        task.groups.set(Group.objects.filter(name__in=[Role.EDITOR, Role.PUBLISHER]))
    workflow, made = Workflow.objects.get_or_create(name=NAME)
    if made:
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    _remove_wagtails_own()
    return workflow


def _remove_wagtails_own() -> None:
    """Take away the workflow that Wagtail's migrations make, unless somebody used it."""
    own = Workflow.objects.filter(name="Moderators approval")
    if own.exists() and not WorkflowState.objects.filter(workflow__in=own).exists():
        own.delete()
        GroupApprovalTask.objects.filter(name="Moderators approval").delete()
