"""What ``people`` holds on a person, as rows for the person."""

from __future__ import annotations

from vinhdanh.audit.models import Viewing
from vinhdanh.people.export import Row
from vinhdanh.people.models import Person


def identity(person: Person) -> list[Row]:
    """Who the person is."""
    return [
        {
            "Mã cán bộ": person.key,
            "Họ và tên": person.full_name,
            "Ngày sinh": person.birth,
            "Năm sinh": person.birth_year,
            "Giới tính": person.get_gender_display(),
            "Số căn cước": person.identity_number,
            "Đảng viên": person.party_member,
            "Lao động hợp đồng": person.contract,
            "Ngày vào ngành": person.joined_on,
            "Tình trạng": person.get_status_display(),
            "Từ ngày": person.status_since,
            "Đơn vị": person.unit.name if person.unit else "",
            "Chức vụ, chức danh": person.post_name,
        }
    ]


def memberships(person: Person) -> list[Row]:
    """Where the person was."""
    rows = person.memberships.select_related("unit").order_by("since", "pk")
    return [
        {"Hình thức": m.get_kind_display(), "Đơn vị": m.unit.name, "Từ ngày": m.since, "Đến trước ngày": m.until, "Văn bản": m.paper} for m in rows
    ]


def posts(person: Person) -> list[Row]:
    """What the person was."""
    rows = person.posts.select_related("unit").order_by("since", "pk")
    return [
        {
            "Chức vụ, chức danh": p.name,
            "Đơn vị": p.unit.name if p.unit else "",
            "Đứng đầu": p.head,
            "Lãnh đạo": p.leader,
            "Từ ngày": p.since,
            "Đến trước ngày": p.until,
            "Quyết định": p.paper,
        }
        for p in rows
    ]


def transfers(person: Person) -> list[Row]:
    """The transfers proposed."""
    rows = person.transfers.select_related("old_unit", "new_unit").order_by("proposed_at", "pk")
    return [
        {
            "Từ": t.old_unit.name if t.old_unit else "",
            "Đến": t.new_unit.name,
            "Ngày chuyển": t.on,
            "Tình trạng": t.get_state_display(),
            "Quyết định": t.paper,
            "Nhận xét của đơn vị cũ": t.opinion,
            "Lý do trả lại": t.reason,
        }
        for t in rows
    ]


SEEN = {
    "identity": "số căn cước",
    "health": "nghỉ ốm, thai sản, điều trị",
    "discipline": "kỷ luật",
    "complaint": "khiếu nại, tố cáo",
    "own_data": "dữ liệu của chính mình",
}


def viewings(person: Person) -> list[Row]:
    """Who saw sensitive fields of the person."""
    rows = Viewing.objects.filter(kind="people.person", object_id=str(person.pk)).select_related("actor").order_by("at", "pk")
    return [
        {"Lúc": v.at, "Người xem": v.actor.full_name, "Đã xem": ", ".join(SEEN.get(f, f) for f in v.fields.split(",")), "Trang": v.page} for v in rows
    ]


PARTS = {
    "Nhân thân": identity,
    "Quá trình công tác": memberships,
    "Chức vụ": posts,
    "Chuyển đơn vị": transfers,
    "Ai đã xem dữ liệu nhạy cảm": viewings,
}
