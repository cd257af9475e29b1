"""What waits: clusters of units one may change that have no head for the year."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from vinhdanh.accounts.desk import DeskItem, named
from vinhdanh.accounts.models import User
from vinhdanh.units.access import units_to_edit
from vinhdanh.units.models import Cluster, ClusterMember

SHOWN = 3


def items(user: User, on: dt.date) -> list[DeskItem]:
    """One query."""
    head = ClusterMember.objects.filter(cluster=OuterRef("pk"), year=on.year, role=ClusterMember.Role.HEAD)
    lasting = (Q(since=None) | Q(since__lte=on)) & (Q(until=None) | Q(until__gt=on))
    rows = Cluster.objects.filter(lasting, ~Exists(head), owner__in=units_to_edit(user)).order_by("key")
    names = list(rows.values_list("name", flat=True))
    if not names:
        return []
    title = f"Ghi trưởng cụm, khối năm {on.year} cho {len(names)} cụm, khối"
    return [DeskItem(title, reverse("units:clusters"), "Ghi", "Chưa có", "nhap", named(names[:SHOWN], len(names)), icon="i-co")]
