"""Clusters and blocks: who competes with whom in a year, and who leads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record
from vinhdanh.merit.text import tidy
from vinhdanh.units.actions import check_word
from vinhdanh.units.models import Cluster, ClusterMember, Unit


@transaction.atomic
def create_cluster(*, kind: str, key: str, name: str, owner: Unit, by: User | None, since: dt.date | None = None) -> Cluster:
    """A new cluster, led by a unit."""
    key = check_word(key, "key", "Mã cụm, khối gồm chữ không dấu, số, dấu gạch nối, ví dụ CUM-1.")
    if Cluster.objects.filter(key__iexact=key).exists():
        raise ValidationError({"key": f"Mã {key} đã dùng cho cụm, khối khác. Chọn mã khác."})
    made = Cluster(kind=kind, key=key, name=tidy(name), owner=owner, since=since)
    made.save()
    record(made, "create", by=by, data={"name": made.name, "kind": kind, "owner": owner.key})
    return made


@transaction.atomic
def edit_cluster(cluster: Cluster, *, name: str, until: dt.date | None, by: User | None) -> None:
    """Another name, or its end."""
    cluster = Cluster.objects.select_for_update().get(pk=cluster.pk)
    data = {"name": [cluster.name, tidy(name)], "until": [cluster.until, until]}
    cluster.name, cluster.until = tidy(name), until
    if until and cluster.since and until <= cluster.since:
        raise ValidationError({"until": "Ngày kết thúc phải sau ngày thành lập cụm, khối."})
    cluster.save()
    record(cluster, "change", by=by, data=data)


@transaction.atomic
def set_members(cluster: Cluster, year: int, members: Sequence[Unit], *, head: Unit | None, deputies: Sequence[Unit] = (), by: User | None) -> None:
    """Who is in the cluster in a year: the list replaces the one before. One head a year; a unit is in one cluster a year."""
    cluster = Cluster.objects.select_for_update().get(pk=cluster.pk)
    _check(cluster, year, members, head, deputies)
    held = {m.unit_id: m for m in cluster.members.filter(year=year)}
    for row in held.values():
        if row.unit_id not in {u.pk for u in members}:
            row.delete()
    wanted = sorted(((u, _role(u, head, deputies)) for u in members), key=lambda w: w[1] == ClusterMember.Role.HEAD)
    for unit, role in wanted:  # the head last: the old one has stepped down by then
        _put(held.get(unit.pk) or ClusterMember(cluster=cluster, unit=unit, year=year), role)
    data = {"year": year, "members": [u.key for u in members], "head": head and head.key, "deputies": [d.key for d in deputies]}
    record(cluster, "members", by=by, data=data)


Unfit = Callable[[Unit, int], str]
_UNFIT: list[Unfit] = []


def leads_unless(says: Unfit) -> None:
    """Register a reason why a unit may not head a cluster in a year ('' if it may); called by apps above when they are ready."""
    if says not in _UNFIT:
        _UNFIT.append(says)


def _fit(leading: Sequence[Unit], year: int) -> None:
    for unit in leading:
        if why := next((w for says in _UNFIT if (w := says(unit, year))), ""):
            raise ValidationError(f"{unit} không làm trưởng, phó năm {year}: {why}")


def _check(cluster: Cluster, year: int, members: Sequence[Unit], head: Unit | None, deputies: Sequence[Unit]) -> None:
    leading = [*([head] if head else []), *deputies]
    if any(u not in members for u in leading) or len(set(leading)) != len(leading):
        raise ValidationError("Trưởng và phó phải là thành viên của cụm, khối trong năm, và là các đơn vị khác nhau.")
    _fit(leading, year)
    taken = ClusterMember.objects.filter(year=year, unit__in=members).exclude(cluster=cluster).select_related("unit", "cluster").order_by("pk")
    if taken:
        said = "; ".join(f"{m.unit} đang ở {m.cluster}" for m in taken)
        raise ValidationError(f"Một đơn vị chỉ ở một cụm, khối trong một năm. Năm {year}: {said}. Bỏ ở cụm, khối kia trước.")
    ended = [u for u in members if u.dissolved_on and u.dissolved_on <= dt.date(year, 1, 1)]
    if ended:
        raise ValidationError(f"{ended[0]} đã kết thúc hoạt động từ {ended[0].dissolved_on:%d/%m/%Y}, trước năm {year}. Bỏ khỏi danh sách.")


def _role(unit: Unit, head: Unit | None, deputies: Sequence[Unit]) -> str:
    if unit == head:
        return ClusterMember.Role.HEAD
    return ClusterMember.Role.DEPUTY if unit in deputies else ClusterMember.Role.MEMBER


def _put(row: ClusterMember, role: str) -> None:
    if row.pk is None or row.role != role:
        row.role = role
        row.save()


def eligible(cluster: Cluster, year: int) -> QuerySet[Unit]:
    """The units that may be members in a year: those directly under the unit that leads, which lived in the year."""
    begun = Q(founded_on__isnull=True) | Q(founded_on__lte=dt.date(year, 12, 31))
    return Unit.objects.filter(begun, Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=dt.date(year, 1, 1)), parent=cluster.owner)


def clusters_in(units: QuerySet[Unit], year: int) -> list[Cluster]:
    """The clusters that concern the units given (led by one of them, or with one as member), with their members of a year."""
    concerned = Q(owner__in=units) | Q(members__unit__in=units, members__year=year)
    ids = Cluster.objects.filter(concerned).values("pk")
    return list(
        Cluster.objects.filter(pk__in=ids)
        .select_related("owner")
        .annotate(size=Count("members", filter=Q(members__year=year)))
        .order_by("kind", "key")
    )


def members_in(clusters: Sequence[Cluster], year: int) -> dict[int, list[ClusterMember]]:
    """The members of several clusters in a year, by cluster: the head first. One query."""
    rows = ClusterMember.objects.filter(cluster__in=clusters, year=year).select_related("unit").order_by("unit__sort_key")
    found: dict[int, list[ClusterMember]] = {c.pk: [] for c in clusters}
    for row in sorted(rows, key=lambda m: ("head", "deputy", "member").index(m.role)):
        found[row.cluster_id].append(row)
    return found
