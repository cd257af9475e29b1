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
    "table.created": "Soạn bảng chấm điểm",
    "table.changed": "Sửa dự thảo bảng chấm điểm",
    "table.issued": "Ban hành bảng chấm điểm",
    "round.opened": "Mở kỳ chấm điểm",
    "round.assigned": "Phân công chấm chéo",
    "round.advanced": "Chuyển bước kỳ chấm điểm",
    "round.meeting_noted": "Ghi kết luận cuộc họp",
    "round.published": "Công bố kết quả",
    "round.reopened": "Mở lại kỳ chấm điểm",
    "score.entered": "Nhập điểm",
    "score.accepted": "Đồng ý điểm của bước trước",
    "score.evidence": "Thêm minh chứng",
    "score.evidence_taken_back": "Bỏ minh chứng",
    "score.explained": "Giải trình",
    "score.sent": "Gửi bảng tự chấm",
    "score.returned": "Trả lại bảng tự chấm",
    "score.crossed": "Gửi kết quả chấm chéo",
    "score.reviewed": "Kết thúc thẩm định",
    "score.facts": "Ghi điều kiện ngoài điểm",
    "score.barred": "Ghi không xét",
    "score.bar_lifted": "Bỏ việc không xét",
    "score.proposed": "Đề nghị danh hiệu",
    "score.proposal_withdrawn": "Rút đề nghị danh hiệu",
    "score.decided": "Ghi quyết định",
    "appeal.sent": "Đề nghị phúc khảo",
    "appeal.accepted": "Chấp nhận phúc khảo",
    "appeal.rejected": "Không chấp nhận phúc khảo",
    "appeal.withdrawn": "Rút đề nghị phúc khảo",
    "election.held": "Tổ chức bỏ phiếu",
    "election.counted": "Kiểm phiếu",
    "election.recount": "Hủy hai lượt kiểm phiếu để kiểm lại",
    "statistics.imported": "Nhập số liệu thống kê",
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
    "rankings.scoretable": "Bảng chấm điểm",
    "rankings.scoreround": "Kỳ chấm điểm",
    "rankings.scoresheet": "Phiếu điểm",
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
