"""Pages of clusters and blocks."""

from __future__ import annotations

from zlib import crc32

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from vinhdanh.accounts.answers import Answer
from vinhdanh.accounts.asker import who
from vinhdanh.units import access, clusters, queries
from vinhdanh.units.forms import ClusterForm, NewClusterForm
from vinhdanh.units.models import Cluster, ClusterMember, Unit
from vinhdanh.units.views import year_of

STALE = "Chưa lưu vì có người vừa sửa sau khi bạn mở trang này. Mở lại trang, xem bản mới rồi sửa tiếp."


def listing(request: HttpRequest) -> HttpResponse:
    """The clusters of a year with their members."""
    year = year_of(request, timezone.localdate())
    found = clusters.clusters_in(access.units_for(who(request)), year)
    rows = clusters.members_in(found, year)
    seen = set(access.units_for(who(request)).values_list("pk", flat=True))
    may = access.may_edit(who(request))
    both = [(c, rows[c.pk]) for c in found]
    return render(request, "units/clusters.html", {"clusters": both, "year": year, "seen": seen, "may": may})


def new(request: HttpRequest) -> HttpResponse:
    """A new cluster."""
    access.may_edit(who(request)).must()
    form = NewClusterForm(request.POST or None, owners=queries.living(access.units_to_edit(who(request)), timezone.localdate()))
    if request.method == "POST" and form.is_valid():
        said = {f: form.cleaned_data[f] for f in ("kind", "key", "name", "owner", "since")}
        try:
            made = clusters.create_cluster(**said, by=who(request))
        except ValidationError as problem:
            form.add_problem(problem)
        else:
            return redirect("units:cluster", made.key)
    return render(request, "units/cluster_new.html", {"form": form})


def cluster_for(request: HttpRequest, key: str) -> tuple[Cluster, Answer]:
    """A cluster that concerns one's units, or 404; and whether one may change it."""
    seen = access.units_for(who(request))
    concerned = Cluster.objects.filter(owner__in=seen) | Cluster.objects.filter(members__unit__in=seen)
    cluster = get_object_or_404(Cluster.objects.filter(pk__in=concerned.values("pk")).select_related("owner"), key=key)
    return cluster, access.may_edit(who(request), cluster.owner)


def detail(request: HttpRequest, key: str) -> HttpResponse:
    """The members of a cluster in a year; whoever may, changes them."""
    cluster, may = cluster_for(request, key)
    year = year_of(request, timezone.localdate())
    members = clusters.members_in([cluster], year)[cluster.pk]
    form = _form(request, cluster, year, members)
    if request.method == "POST":
        may.must()
        if form.is_valid() and _save(request, cluster, year, form):
            return redirect(f"{reverse('units:cluster', args=[cluster.key])}?nam={year}")
    return render(request, "units/cluster.html", {"cluster": cluster, "year": year, "members": members, "form": form, "may": may})


def _form(request: HttpRequest, cluster: Cluster, year: int, members: list[ClusterMember]) -> ClusterForm:
    led: dict[str, list[int]] = {"head": [], "deputy": [], "member": []}
    for row in members:
        led[row.role].append(row.unit_id)
    initial = {
        "name": cluster.name,
        "until": cluster.until,
        "members": [m.unit_id for m in members],
        "head": led["head"][0] if led["head"] else None,
        "deputies": led["deputy"],
        "version": _version(cluster, members),
    }
    units = clusters.eligible(cluster, year) | Unit.objects.filter(pk__in=[m.unit_id for m in members])
    return ClusterForm(request.POST or None, units=units, initial=initial)


def _version(cluster: Cluster, members: list[ClusterMember]) -> int:
    """A number of the state of a year: who is in, who leads, the name."""
    rows = sorted((m.unit_id, m.role) for m in members)
    return crc32(repr((cluster.name, cluster.until, rows)).encode()) >> 1 or 1


def _refuse_stale(cluster: Cluster, year: int, version: int) -> None:
    held = Cluster.objects.select_for_update().get(pk=cluster.pk)
    if version != _version(held, clusters.members_in([held], year)[held.pk]):
        raise ValidationError(STALE, code="stale")


def _save(request: HttpRequest, cluster: Cluster, year: int, form: ClusterForm) -> bool:
    said = form.cleaned_data
    try:
        with transaction.atomic():
            _refuse_stale(cluster, year, form.opened)
            if {"name", "until"} & set(form.changed_data):
                clusters.edit_cluster(cluster, name=said["name"], until=said["until"], by=who(request))
            clusters.set_members(cluster, year, list(said["members"]), head=said["head"], deputies=list(said["deputies"]), by=who(request))
    except ValidationError as problem:
        form.add_problem(problem)
        return False
    messages.success(request, f"Đã lưu thành viên năm {year}.")
    return True
