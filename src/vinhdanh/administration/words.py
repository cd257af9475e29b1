"""The codes of the event log in Vietnamese. A code that has no words yet is shown as it is."""

from __future__ import annotations

from django.apps import apps

ACTIONS = {
    "account.invited": "Mời tài khoản",
    "account.reset": "Cho đặt lại mật khẩu",
    "account.password_set": "Đặt mật khẩu bằng liên kết",
    "account.locked": "Khóa tài khoản",
    "account.unlocked": "Mở khóa tài khoản",
    "account.second_factor_dropped": "Gỡ xác thực hai lớp",
    "role.given": "Giao vai trò",
    "role.ended": "Kết thúc vai trò",
    "role.delegated": "Ủy quyền vai trò",
    "session.opened": "Mở phiên xem hồ sơ",
    "session.closed": "Đóng phiên xem hồ sơ",
    "create": "Lập",
    "change": "Sửa",
    "merge": "Sáp nhập",
    "split": "Chia tách",
    "rename": "Đổi tên",
    "dissolve": "Kết thúc hoạt động",
    "members": "Ghi thành viên",
    "make": "Tạo",
    "revoke": "Thu hồi",
}
KINDS = {
    "accounts.user": "Tài khoản",
    "audit.opensession": "Phiên xem hồ sơ",
    "people.person": "Cán bộ",
    "people.transfer": "Chuyển công tác",
    "units.unit": "Đơn vị",
    "units.cluster": "Cụm, khối thi đua",
    "records.importbatch": "Lần nhập dữ liệu",
    "records.rating": "Xếp loại",
    "records.awardheld": "Danh hiệu, hình thức khen",
    "records.initiative": "Sáng kiến",
    "records.discipline": "Kỷ luật",
    "records.hold": "Tạm dừng xem xét",
    "records.absence": "Nghỉ dài ngày",
    "records.study": "Học tập",
    "records.contest": "Hội thi",
    "records.submission": "Gửi dữ liệu",
    "records.completeness": "Xác nhận đã nhập đủ",
    "law.act": "Văn bản",
    "law.provision": "Điều khoản",
    "law.officerule": "Quy định của cơ quan",
    "files.storedfile": "Tệp",
    "api.token": "Mã truy cập",
}


def action_words(action: str, kind: str = "") -> str:
    """What was done."""
    return ACTIONS.get(action, action)


def kind_words(kind: str) -> str:
    """What it was done to: our words, else those of the model, else the code."""
    if kind in KINDS:
        return KINDS[kind]
    try:
        if ":" in kind:  # a page seen in a session: the name of its view
            return f"Trang {apps.get_app_config(kind.split(':')[0]).verbose_name}"
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return kind
