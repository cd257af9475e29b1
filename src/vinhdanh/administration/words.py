"""The codes of the event log in Vietnamese. A code that has no words yet is shown as it is."""

from __future__ import annotations

from django.apps import apps

ACTIONS = {
    "account.invited": "Mời tài khoản",
    "account.reset": "Cho đặt lại mật khẩu",
    "account.password_set": "Đặt mật khẩu bằng liên kết",
    "account.password_changed": "Đổi mật khẩu",
    "account.locked": "Khóa tài khoản",
    "account.unlocked": "Mở khóa tài khoản",
    "account.second_factor_dropped": "Gỡ xác thực hai lớp",
    "account.first_administrator": "Lập quản trị đầu tiên từ máy chủ",
    "role.given": "Giao vai trò",
    "role.asked": "Đề nghị giao vai trò, chờ duyệt",
    "role.approved": "Duyệt giao vai trò",
    "role.refused": "Không duyệt giao vai trò",
    "role.ended": "Kết thúc vai trò",
    "role.delegated": "Ủy quyền vai trò",
    "role.made": "Thêm vai trò",
    "role.edited": "Sửa vai trò",
    "session.opened": "Mở phiên xem hồ sơ",
    "session.closed": "Đóng phiên xem hồ sơ",
    "create": "Lập",
    "change": "Sửa",
    "merge": "Sáp nhập",
    "split": "Chia tách",
    "dissolve": "Kết thúc hoạt động",
    "members": "Ghi thành viên",
    "make": "Tạo",
    "revoke": "Thu hồi",
    "edit": "Sửa thông tin cán bộ",
    "status": "Đổi tình trạng công tác",
    "rejoin": "Trở lại công tác",
    "membership": "Sửa thời gian thuộc đơn vị",
    "post": "Ghi chức vụ",
    "post_end": "Kết thúc chức vụ",
    "remove_row": "Xóa dòng ghi sai",
    "people.person:merge": "Gộp hai bản ghi của một người",
    "merge_undo": "Hoàn tác gộp",
    "transfer": "Ghi chuyển công tác",
    "transfer_propose": "Đề nghị tiếp nhận cán bộ",
    "transfer_accept": "Tiếp nhận cán bộ",
    "transfer_return": "Trả lại đề nghị chuyển cán bộ",
    "transfer_withdraw": "Rút đề nghị chuyển cán bộ",
    "files.stored": "Lưu tệp",
    "files.removed": "Xóa tệp",
    "law.act_synced": "Đưa văn bản của bộ quy tắc vào",
    "law.act_added": "Thêm văn bản",
    "law.text_entered": "Nhập nguyên văn",
    "law.rule_entered": "Nhập quy định của cơ quan",
    "law.rule_edited": "Sửa quy định của cơ quan",
    "law.rule_submitted": "Gửi duyệt quy định",
    "law.rule_approved": "Duyệt quy định",
    "law.rule_returned": "Trả lại quy định",
    "law.rule_withdrawn": "Rút quy định",
    "records.enter": "Nhập dữ kiện",
    "records.correct": "Sửa dữ kiện",
    "records.void": "Hủy dữ kiện",
    "records.restore": "Khôi phục dữ kiện",
    "records.ratings": "Nhập xếp loại cả đơn vị",
    "records.declare": "Xác nhận đã nhập đủ",
    "records.withdraw": "Rút xác nhận đã nhập đủ",
    "records.secret": "Ghi hồ sơ mật",
    "records.submit": "Gửi dữ liệu",
    "records.receive": "Tiếp nhận dữ liệu",
    "records.return": "Trả lại dữ liệu",
    "records.due": "Đặt hạn gửi dữ liệu",
    "records.remind": "Nhắc gửi dữ liệu",
    "records.retention.propose": "Đề nghị thời hạn lưu giữ",
    "records.retention.agree": "Đồng ý thời hạn lưu giữ",
    "records.destroy.propose": "Lập danh mục hủy",
    "records.destroy.refuse": "Không đồng ý hủy",
    "records.destroy": "Hủy theo danh mục",
    "import.begun": "Bắt đầu nhập dữ liệu",
    "import.saved": "Ghi dữ liệu nhập",
    "import.changed": "Sửa khi nhập dữ liệu",
    "import.undone": "Hoàn tác nhập dữ liệu",
    "import.dropped": "Bỏ lần nhập dữ liệu",
    "demo.made": "Dựng dữ liệu trình diễn",
}
KINDS = {
    "accounts.user": "Tài khoản",
    "audit.opensession": "Phiên xem hồ sơ",
    "people.person": "Cán bộ",
    "people.role": "Vai trò",
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
    "records.secretstub": "Hồ sơ mật",
    "records.retentionperiod": "Thời hạn lưu giữ",
    "records.destruction": "Danh mục hủy",
    "records.completeness": "Xác nhận đã nhập đủ",
    "law.act": "Văn bản",
    "law.provision": "Điều khoản",
    "law.officerule": "Quy định của cơ quan",
    "files.storedfile": "Tệp",
    "api.token": "Mã truy cập",
}


def action_words(action: str, kind: str = "") -> str:
    """What was done; some codes mean another thing of another kind of object."""
    return ACTIONS.get(f"{kind}:{action}") or ACTIONS.get(action, action)


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
