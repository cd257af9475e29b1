"""The choices of models as types of the API: each told in its place, for in a description two that are called ``Kind`` would be one."""

from __future__ import annotations

from typing import Annotated

from django.db.models import TextChoices
from pydantic import WithJsonSchema

from vinhdanh.jobs.models import Job
from vinhdanh.law.models import Act, OfficeRule
from vinhdanh.people.models import Membership, Person, Transfer
from vinhdanh.records.models import Completeness, ImportBatch, Initiative, Rating, Submission
from vinhdanh.search.models import SearchEntry
from vinhdanh.units.models import Cluster, ClusterMember, UnitSuccession


def told(choices: type[TextChoices]) -> WithJsonSchema:
    """The values, written where they are used."""
    return WithJsonSchema({"type": "string", "enum": list(choices.values), "description": ", ".join(f"{v}: {n}" for v, n in choices.choices)})


ActStatus = Annotated[Act.Status, told(Act.Status)]
RuleSection = Annotated[OfficeRule.Section, told(OfficeRule.Section)]
RuleState = Annotated[OfficeRule.State, told(OfficeRule.State)]
RatingValue = Annotated[Rating.Value, told(Rating.Value)]
IdeaLevel = Annotated[Initiative.Level, told(Initiative.Level)]
EntryKind = Annotated[SearchEntry.Kind, told(SearchEntry.Kind)]
PersonStatus = Annotated[Person.Status, told(Person.Status)]
MembershipKind = Annotated[Membership.Kind, told(Membership.Kind)]
TransferState = Annotated[Transfer.State, told(Transfer.State)]
SuccessionKind = Annotated[UnitSuccession.Kind, told(UnitSuccession.Kind)]
ClusterKind = Annotated[Cluster.Kind, told(Cluster.Kind)]
ClusterRole = Annotated[ClusterMember.Role, told(ClusterMember.Role)]
SentState = Annotated[Submission.State, told(Submission.State)]
CompleteKind = Annotated[Completeness.Kind, told(Completeness.Kind)]
JobState = Annotated[Job.State, told(Job.State)]
ImportState = Annotated[ImportBatch.State, told(ImportBatch.State)]
