"""The words a role may hold (its powers), each with what it allows in Vietnamese, and the roles the office starts with."""

from __future__ import annotations

from typing import NamedTuple

POWERS = {
    "people.view": "xem cán bộ",
    "people.edit": "sửa thông tin cán bộ",
    "people.transfer": "chuyển, tiếp nhận cán bộ",
    "people.merge": "gộp hai bản ghi của một người",
    "records.view": "xem dữ kiện thi đua, khen thưởng",
    "records.enter": "nhập dữ kiện",
    "records.correct": "sửa dữ kiện đã nhập",
    "records.declare": "xác nhận đã nhập đủ, gửi dữ liệu",
    "records.receive": "tiếp nhận, trả lại dữ liệu của đơn vị",
    "records.import": "nhập dữ liệu từ Excel",
    "screen": "rà soát điều kiện cả đơn vị",
    "export": "xuất Excel",
    "units.edit": "sửa đơn vị, cụm, khối",
    "law.text": "nhập nguyên văn văn bản",
    "law.propose": "nhập quy định của cơ quan",
    "law.approve": "duyệt quy định của cơ quan",
    "scores.view": "xem chấm điểm của cụm, khối",
    "scores.enter": "tự chấm điểm, chấm chéo",
    "scores.tables": "soạn, ban hành bảng chấm điểm",
    "scores.run": "tổ chức chấm điểm, thẩm định, công bố",
    "grants.give": "giao vai trò",
    "accounts.manage": "mời, khóa tài khoản",
    "audit.view": "xem nhật ký hệ thống",
    "audit.session": "mở phiên xem hồ sơ có thời hạn",
    "sensitive.discipline": "xem kỷ luật",
    "sensitive.complaint": "xem khiếu nại, tố cáo",
    "sensitive.health": "xem nghỉ ốm, thai sản, điều trị",
    "sensitive.identity": "xem số căn cước",
}
SENSITIVE = ("discipline", "complaint", "health", "identity")
OPEN = ("export", "units.edit", "law.text", "law.propose", "law.approve", "grants.give", "accounts.manage", "audit.view", "audit.session")
DOSSIER = frozenset(POWERS) - frozenset(OPEN)  # what opens dossiers; of the others none does by itself


class Start(NamedTuple):
    """A role to begin with."""

    code: str
    name: str
    powers: tuple[str, ...]
    below: bool = True


READ = ("people.view", "records.view")
ROLES = (
    Start("ca-nhan", "Cá nhân", ()),
    Start(
        "can-bo-tdkt",
        "Cán bộ thi đua, khen thưởng đơn vị",
        (
            *READ,
            "people.edit",
            "people.transfer",
            "records.enter",
            "records.correct",
            "records.declare",
            "records.import",
            "screen",
            "export",
            "scores.view",
            "scores.enter",
            "sensitive.discipline",
            "sensitive.health",
        ),
    ),
    Start(
        "lanh-dao",
        "Lãnh đạo đơn vị",
        (*READ, "scores.view", "records.declare", "screen", "export", "law.approve", "sensitive.discipline", "sensitive.health"),
    ),
    Start(
        "bo-phan-tdkt",
        "Bộ phận Thi đua – Khen thưởng",
        tuple(p for p in POWERS if p not in ("accounts.manage", "audit.view", "audit.session", "law.approve")),
    ),
    Start("thu-ky", "Thư ký Hội đồng", (*READ, "scores.view", "screen", "export", "sensitive.discipline")),
    Start("uy-vien", "Ủy viên Hội đồng", (*READ, "scores.view")),
    Start("chu-tich", "Chủ tịch Hội đồng", (*READ, "scores.view", "screen", "law.approve", "sensitive.discipline")),
    Start("ke-toan", "Kế toán", ("people.view",)),
    Start("quan-tri", "Quản trị", ("accounts.manage", "grants.give", "audit.view", "audit.session")),
)
