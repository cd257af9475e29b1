"""The sheets and columns of the workbook: one description for the template that is written and the reader that reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vinhdanh.workbook import lexicon as lx
from vinhdanh.workbook.lexicon import Table

Type = Literal["key", "text", "day", "year", "count", "number", "percent", "yesno", "code", "codes"]

EXAMPLE = "VÍ DỤ"
"""What stands in column STT of an example row; the reader skips such rows."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``partial``: a day may be given as month or year only; ``past``: the day may not lie after the reading day."""

    name: str
    header: str
    type: Type
    help: str
    required: bool = False
    table: Table | None = None
    aliases: tuple[str, ...] = ()
    example: str | int | float = ""
    width: int = 16
    past: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``name`` is what the tab says; ``kinds`` are the kinds of record it holds (as in the declaration)."""

    id: str
    name: str
    help: str
    columns: tuple[Column, ...]
    kinds: tuple[str, ...] = ()
    required: bool = False
    aliases: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """The column of that name. KeyError if there is none."""
        return _COLUMNS[self.id][name]


def _stt() -> Column:
    return Column(
        "stt", "STT", "text", f"Số thứ tự, không bắt buộc. Dòng có chữ {EXAMPLE} ở cột này là dòng mẫu, máy bỏ qua.", aliases=("TT", "Số TT"), width=8
    )


def _who(example_key: str = "A01", example: str = "Nguyễn Văn A01") -> tuple[Column, Column]:
    return (
        Column(
            "key",
            "Mã",
            "key",
            "Mã cán bộ (trang Cán bộ) hoặc mã đơn vị (trang Đơn vị). Bắt buộc nếu có hai người trùng tên.",
            aliases=("Mã cán bộ", "Mã đối tượng", "Mã số", "Số hiệu", "Mã cán bộ hoặc đơn vị"),
            example=example_key,
        ),
        Column(
            "name",
            "Họ và tên hoặc tên tập thể",
            "text",
            "Viết như ở trang Cán bộ hoặc trang Đơn vị. Có mã thì cột này dùng để đối chiếu.",
            aliases=("Họ và tên", "Họ tên", "Tên", "Tên tập thể", "Cá nhân, tập thể"),
            example=example,
            width=28,
        ),
    )


def _yes(name: str, header: str, help_: str, example: str = "", aliases: tuple[str, ...] = ()) -> Column:
    return Column(
        name, header, "yesno", help_ + " Chọn Có hoặc Không; để trống nghĩa là chưa biết.", table=lx.YES_NO, example=example, aliases=aliases
    )


UNITS = Sheet(
    "units",
    "Đơn vị",
    "Mỗi dòng là một đơn vị hoặc tập thể. Ghi đơn vị cấp trên trước, đơn vị trực thuộc sau.",
    (
        _stt(),
        Column("key", "Mã đơn vị", "key", "Mã ngắn, không trùng nhau, do đơn vị tự đặt, ví dụ P1.", True, aliases=("Mã", "Mã ĐV"), example="P1"),
        Column(
            "name",
            "Tên đơn vị",
            "text",
            "Tên đầy đủ của đơn vị, tập thể.",
            True,
            aliases=("Tên", "Đơn vị", "Tên tập thể"),
            example="Phòng 1",
            width=36,
        ),
        Column(
            "parent",
            "Mã đơn vị cấp trên",
            "key",
            "Mã của đơn vị trực tiếp cấp trên; để trống nếu là đơn vị cao nhất trong tệp.",
            aliases=("Cấp trên", "Mã cấp trên", "Thuộc đơn vị"),
            example="TM",
        ),
        Column(
            "level",
            "Cấp",
            "text",
            "Ví dụ: VKSND cấp tỉnh; VKSND khu vực; phòng thuộc VKSND cấp tỉnh.",
            example="phòng thuộc VKSND cấp tỉnh",
            width=28,
        ),
    ),
    ("units",),
    True,
)

PEOPLE = Sheet(
    "people",
    "Cán bộ",
    "Mỗi người một dòng, gồm cả người không được đề nghị, vì tỷ lệ tính trên tổng số.",
    (
        _stt(),
        Column(
            "key",
            "Mã cán bộ",
            "key",
            "Số hiệu hoặc số định danh. Gõ như chữ, không để Excel đổi thành số. Người trùng tên phải có mã.",
            aliases=("Mã", "Số hiệu", "Mã CB", "Số định danh", "CCCD", "Số CCCD"),
            example="A01",
        ),
        Column(
            "name",
            "Họ và tên",
            "text",
            "Họ và tên đầy đủ, có dấu, phông Unicode.",
            True,
            aliases=("Họ tên", "Tên", "Họ tên cán bộ"),
            example="Nguyễn Văn A01",
            width=28,
        ),
        Column(
            "birth",
            "Ngày sinh",
            "day",
            "Ngày/tháng/năm, ví dụ 02/09/1980.",
            aliases=("Ngày tháng năm sinh", "Năm sinh", "Ngày, tháng, năm sinh"),
            example="02/09/1980",
        ),
        Column("gender", "Giới tính", "code", "Nam hoặc Nữ.", table=lx.GENDERS, example="Nam", width=10),
        Column(
            "unit",
            "Mã đơn vị",
            "key",
            "Mã đơn vị đang công tác, có ở trang Đơn vị.",
            True,
            aliases=("Đơn vị", "Mã ĐV", "Đơn vị công tác", "Phòng"),
            example="P1",
        ),
        Column(
            "post",
            "Chức vụ hiện nay",
            "text",
            "Chức vụ hoặc chức danh hiện nay.",
            aliases=("Chức vụ", "Chức danh", "Chức vụ, chức danh"),
            example="Trưởng phòng",
            width=24,
        ),
        Column(
            "employed",
            "Ngày tuyển dụng",
            "day",
            "Ngày được tuyển dụng hoặc vào Ngành.",
            aliases=("Ngày vào ngành", "Ngày tuyển dụng, vào ngành", "Ngày vào Ngành Kiểm sát"),
            example="01/07/2005",
        ),
        Column("months", "Số tháng công tác", "number", "Chỉ ghi khi không rõ ngày tuyển dụng: số tháng đã công tác đến nay."),
        Column(
            "state",
            "Tình trạng",
            "code",
            "Đang công tác, đã nghỉ hưu, đã thôi việc hoặc đã từ trần.",
            table=lx.STATES,
            example="Đang công tác",
            width=20,
        ),
        _yes("contract", "Hợp đồng lao động", "Người làm việc theo hợp đồng lao động.", "Không"),
        _yes("leader", "Là lãnh đạo", "Giữ chức vụ lãnh đạo, quản lý.", "Có", ("Lãnh đạo",)),
        _yes("head", "Là người đứng đầu", "Đứng đầu một đơn vị.", "Có", ("Người đứng đầu", "Thủ trưởng")),
        Column(
            "heads",
            "Đứng đầu đơn vị",
            "key",
            "Mã đơn vị mà người này đứng đầu. Bắt buộc khi cột trước ghi Có.",
            aliases=("Mã đơn vị đứng đầu",),
            example="P1",
        ),
        _yes("worker", "Trực tiếp công tác", "Người trực tiếp làm việc, không giữ chức vụ lãnh đạo.", "Không", ("Người lao động trực tiếp",)),
        _yes("party", "Đảng viên", "Là đảng viên.", "Có"),
        _yes("outside", "Người ngoài ngành", "Người ngoài ngành Kiểm sát có đóng góp.", "Không", ("Ngoài ngành",)),
        Column(
            "service_from",
            "Ngày tính thâm niên",
            "day",
            "Ngày bắt đầu công tác trong ngành Kiểm sát, nếu khác ngày tuyển dụng.",
            example="01/07/2005",
        ),
        Column(
            "service_years",
            "Số năm trong ngành",
            "number",
            "Số năm công tác trong ngành Kiểm sát, nếu không rõ ngày.",
            aliases=("Thâm niên", "Số năm công tác"),
        ),
        _yes("continuous", "Công tác liên tục", "Thời gian trong ngành là liên tục.", "Có", ("Liên tục",)),
        Column(
            "other_years", "Số năm pháp luật ngoài ngành", "number", "Số năm làm công tác pháp luật ở ngành khác.", aliases=("Số năm ngành khác",)
        ),
        Column("leader_years", "Số năm giữ chức vụ lãnh đạo", "number", "Tổng số năm giữ chức vụ lãnh đạo.", aliases=("Số năm lãnh đạo",)),
    ),
    ("people",),
    True,
)

POSTS = Sheet(
    "posts",
    "Chức vụ",
    "Mỗi dòng là một khoảng thời gian giữ một chức vụ.",
    (
        _stt(),
        *_who(),
        Column("post", "Chức vụ", "text", "Tên chức vụ, chức danh.", True, aliases=("Chức danh",), example="Trưởng phòng", width=28),
        Column(
            "from",
            "Từ ngày",
            "day",
            "Ngày bắt đầu giữ chức vụ. Không nhớ ngày thì ghi tháng/năm hoặc năm.",
            aliases=("Từ", "Từ tháng, năm"),
            example="01/03/2020",
        ),
        Column("to", "Đến ngày", "day", "Ngày thôi giữ chức vụ; để trống nếu đang giữ.", aliases=("Đến", "Đến tháng, năm"), past=False),
        Column("years", "Số năm", "number", "Số năm giữ chức vụ, nếu không rõ ngày."),
        Column("rank", "Bậc, tương đương", "text", "Ví dụ: tương đương Vụ trưởng.", aliases=("Bậc", "Tương đương")),
        _yes("head", "Là người đứng đầu", "Chức vụ này là người đứng đầu đơn vị.", "Có", ("Người đứng đầu",)),
        Column("unit", "Mã đơn vị", "key", "Đơn vị nơi giữ chức vụ.", aliases=("Đơn vị",), example="P1"),
    ),
    ("posts",),
)

RATINGS = Sheet(
    "ratings",
    "Xếp loại",
    "Mỗi dòng là xếp loại của một người hoặc một tập thể trong một năm. Có thể dùng thêm cột mang tên năm (2023, 2024, …).",
    (
        _stt(),
        *_who(),
        Column("year", "Năm", "year", "Năm được xếp loại.", aliases=("Năm xếp loại",), example=2024, width=10),
        Column(
            "rating",
            "Xếp loại",
            "code",
            "Chọn trong danh sách; có thể viết tắt HTXSNV, HTTNV, HTNV, KHTNV.",
            table=lx.RATINGS,
            aliases=("Mức xếp loại", "Kết quả xếp loại", "Mức độ hoàn thành"),
            example="Hoàn thành xuất sắc nhiệm vụ",
            width=34,
        ),
    ),
    ("ratings",),
)

AWARDS = Sheet(
    "awards",
    "Danh hiệu, khen thưởng đã có",
    "Mỗi dòng là một lần được công nhận danh hiệu hoặc khen thưởng. Kiểm sát viên giỏi và danh hiệu cuộc thi khác cũng ghi ở đây.",
    (
        _stt(),
        *_who(),
        Column(
            "award",
            "Danh hiệu, hình thức khen thưởng",
            "text",
            "Chọn trong danh sách; hiểu được viết tắt như LĐTT, CSTĐCS, BK TTg. Danh hiệu cuộc thi khác: ghi 'Cuộc thi: tên danh hiệu'.",
            True,
            lx.AWARDS,
            ("Danh hiệu", "Hình thức khen thưởng", "Danh hiệu, hình thức", "Danh hiệu và hình thức khen thưởng", "Khen thưởng"),
            "Chiến sĩ thi đua cơ sở",
            40,
        ),
        Column("year", "Năm", "year", "Năm của thành tích được khen.", aliases=("Năm thành tích", "Năm khen"), example=2023, width=10),
        Column("count", "Số lần", "count", "Ghi khi một dòng tính cho nhiều lần; ghi 0 để khẳng định chưa có lần nào.", width=10),
        _yes("consecutive", "Liên tục", "Các lần đó ở những năm liền nhau."),
        Column("number", "Số quyết định", "text", "Số, ký hiệu của quyết định.", aliases=("Số QĐ", "Quyết định số"), example="12/QĐ-VKS"),
        Column("decided", "Ngày quyết định", "day", "Ngày ký quyết định.", aliases=("Ngày QĐ", "Ngày ký"), example="15/12/2023"),
        Column(
            "kind",
            "Loại khen",
            "code",
            "Công trạng, phong trào, chuyên đề, đột xuất, cống hiến, đối ngoại.",
            table=lx.KINDS,
            aliases=("Loại hình khen thưởng", "Loại hình"),
            example="Công trạng",
            width=20,
        ),
        Column(
            "by",
            "Cơ quan quyết định",
            "text",
            "Cấp hoặc người ký quyết định.",
            aliases=("Cơ quan ban hành", "Cấp quyết định", "Cấp khen"),
            example="Viện trưởng VKSND tỉnh",
            width=28,
        ),
        Column("from", "Thành tích từ năm", "year", "Năm đầu của thành tích được ghi trong quyết định.", aliases=("Từ năm",), width=12),
        Column("to", "Thành tích đến năm", "year", "Năm cuối của thành tích được ghi trong quyết định.", aliases=("Đến năm",), width=12),
    ),
    ("awards", "contests"),
    aliases=("Danh hiệu và khen thưởng đã có", "Danh hiệu và khen thưởng", "Danh hiệu khen thưởng"),
)

WORKS = Sheet(
    "works",
    "Sáng kiến và đề tài",
    "Mỗi dòng là một sáng kiến, đề tài, đề án hoặc chuyên đề của một người.",
    (
        _stt(),
        *_who(),
        Column(
            "work",
            "Loại",
            "code",
            "Sáng kiến hoặc Đề tài (đề án, chuyên đề cũng chọn Đề tài).",
            True,
            lx.WORKS,
            ("Loại công trình", "Sáng kiến hay đề tài"),
            "Sáng kiến",
        ),
        Column(
            "title",
            "Tên sáng kiến, đề tài",
            "text",
            "Tên như trong quyết định công nhận.",
            aliases=("Tên sáng kiến", "Tên đề tài"),
            example="Số hóa hồ sơ kiểm sát",
            width=36,
        ),
        Column("year", "Năm", "year", "Năm được công nhận hoặc nghiệm thu.", True, aliases=("Năm công nhận",), example=2023, width=10),
        Column("count", "Số lượng", "count", "Ghi khi một dòng tính cho nhiều sáng kiến cùng năm, cùng cấp.", width=10),
        Column(
            "level",
            "Cấp",
            "code",
            "Cơ sở; ngành (bộ, tỉnh); toàn quốc.",
            table=lx.LEVELS,
            aliases=("Cấp công nhận", "Phạm vi ảnh hưởng"),
            example="Cơ sở",
        ),
        _yes("recognised", "Đã công nhận", "Sáng kiến đã có quyết định công nhận.", "Có"),
        _yes("accepted", "Đã nghiệm thu", "Đề tài, đề án, chuyên đề đã được nghiệm thu."),
        _yes("applied", "Đã áp dụng", "Đã áp dụng hiệu quả.", "Có"),
        Column(
            "used_for",
            "Đã dùng để xét",
            "code",
            "Danh hiệu hoặc hình thức đã dùng sáng kiến, đề tài này làm căn cứ.",
            table=lx.AWARDS,
            aliases=("Đã dùng cho",),
            width=30,
        ),
        Column("role", "Vai trò", "text", "Chủ nhiệm, đồng tác giả, thành viên.", example="Tác giả"),
        Column("by", "Cơ quan công nhận", "text", "Hội đồng hoặc người ký quyết định công nhận.", example="Viện trưởng VKSND tỉnh", width=28),
        Column("number", "Số quyết định", "text", "Số quyết định công nhận, nghiệm thu.", aliases=("Số QĐ",)),
    ),
    ("initiatives", "research"),
    aliases=("Sáng kiến, đề tài", "Sáng kiến"),
)

LIMITS = Sheet(
    "limits",
    "Kỷ luật và tạm dừng",
    "Mỗi dòng là một hình thức kỷ luật của cán bộ, hoặc một lý do tạm dừng xem xét (của cán bộ hay tập thể). Không có thì để trống cả trang.",
    (
        _stt(),
        *_who(),
        Column(
            "form",
            "Hình thức hoặc lý do",
            "code",
            "Hình thức kỷ luật (khiển trách, cảnh cáo, …) hoặc lý do tạm dừng (đang thanh tra, đang xác minh đơn, …).",
            True,
            lx.LIMITS,
            ("Hình thức kỷ luật", "Hình thức", "Lý do"),
            "Khiển trách",
            34,
        ),
        Column("conduct", "Năm vi phạm", "year", "Năm xảy ra hành vi vi phạm.", example=2022, width=12),
        Column("decided", "Ngày quyết định", "day", "Ngày ký quyết định kỷ luật.", aliases=("Ngày QĐ",), example="10/03/2022"),
        Column("ended", "Ngày hết hiệu lực", "day", "Ngày quyết định kỷ luật hết hiệu lực.", example="10/03/2023", past=False),
        Column("used_in", "Đã trừ danh hiệu năm", "year", "Năm mà vi phạm này đã bị dùng để không xét danh hiệu.", width=14),
        Column("from", "Tạm dừng từ ngày", "day", "Chỉ ghi cho lý do tạm dừng.", aliases=("Từ ngày",)),
        Column("to", "Tạm dừng đến ngày", "day", "Chỉ ghi cho lý do tạm dừng; để trống nếu chưa kết thúc.", aliases=("Đến ngày",), past=False),
        _yes("cleared", "Kết luận không vi phạm", "Đã có kết luận là không vi phạm."),
        Column("number", "Số quyết định", "text", "Số quyết định kỷ luật.", aliases=("Số QĐ",)),
    ),
    ("discipline", "holds"),
    aliases=("Kỷ luật, tạm dừng", "Kỷ luật"),
)

TIMES = Sheet(
    "times",
    "Vắng mặt và đào tạo",
    "Mỗi dòng là một đợt nghỉ, một khóa đào tạo, một lần chuyển công tác hoặc biệt phái.",
    (
        _stt(),
        *_who(),
        Column(
            "kind",
            "Loại",
            "code",
            "Nghỉ thai sản, nghỉ ốm, đào tạo, chuyển công tác, biệt phái, …",
            True,
            lx.TIMES,
            ("Loại vắng mặt", "Lý do"),
            "Nghỉ thai sản",
            30,
        ),
        Column("from", "Từ ngày", "day", "Ngày bắt đầu; với chuyển công tác là ngày chuyển.", aliases=("Từ", "Ngày chuyển"), example="01/03/2024"),
        Column("to", "Đến ngày", "day", "Ngày kết thúc; để trống nếu chưa kết thúc.", aliases=("Đến",), example="31/08/2024", past=False),
        Column("months", "Số tháng", "number", "Nếu không rõ ngày.", width=10),
        Column("days", "Số ngày làm việc", "number", "Số ngày làm việc đã nghỉ, nếu không rõ ngày.", width=12),
        Column("result", "Kết quả học tập", "code", "Chỉ ghi cho đào tạo.", table=lx.RESULTS),
        _yes("rules", "Chấp hành quy định", "Chỉ ghi cho đào tạo: chấp hành quy định của cơ sở đào tạo."),
        Column("old_months", "Số tháng ở đơn vị cũ", "number", "Chỉ ghi cho chuyển công tác: số tháng trong năm ở đơn vị cũ."),
        Column("new_months", "Số tháng ở đơn vị mới", "number", "Chỉ ghi cho chuyển công tác: số tháng trong năm ở đơn vị mới."),
        _yes("opinion", "Đơn vị cũ đã nhận xét", "Chỉ ghi cho chuyển công tác: đơn vị cũ có nhận xét bằng văn bản."),
    ),
    ("absences", "study", "transfers"),
    aliases=("Vắng mặt, đào tạo",),
)

COLLECTIVES = Sheet(
    "collectives",
    "Tập thể",
    "Thông tin của tập thể; mỗi dòng một tập thể trong một năm. Số người để trống thì máy tự đếm từ trang Cán bộ.",
    (
        _stt(),
        Column("key", "Mã đơn vị", "key", "Mã có ở trang Đơn vị.", aliases=("Mã",), example="P1"),
        Column(
            "name",
            "Tên tập thể",
            "text",
            "Tên như ở trang Đơn vị. Có mã thì cột này dùng để đối chiếu.",
            aliases=("Tên đơn vị", "Tên"),
            example="Phòng 1",
            width=30,
        ),
        Column("year", "Năm", "year", "Năm của các số liệu; để trống nếu dòng chỉ ghi thông tin không đổi theo năm.", example=2024, width=10),
        Column("founded", "Ngày thành lập", "day", "Ngày quyết định thành lập. Không nhớ ngày thì ghi năm.", example="01/07/2010"),
        Column("age_months", "Số tháng từ khi thành lập", "number", "Chỉ ghi khi không rõ ngày thành lập."),
        Column("age_years", "Số năm từ khi thành lập", "number", "Chỉ ghi khi không rõ ngày thành lập."),
        Column("level", "Cấp", "text", "Ví dụ: VKSND cấp tỉnh; phòng thuộc VKSND cấp tỉnh.", example="phòng thuộc VKSND cấp tỉnh", width=28),
        _yes("flag_eligible", "Thuộc diện xét Cờ", "Tập thể thuộc đối tượng được xét tặng Cờ thi đua.", "Có", ("Thuộc đối tượng tặng cờ",)),
        _yes("leads_cluster", "Dẫn đầu cụm, khối", "Dẫn đầu phong trào thi đua của cụm hoặc khối.", "Không"),
        _yes("exceeded_targets", "Vượt chỉ tiêu", "Hoàn thành vượt mức chỉ tiêu, nhiệm vụ của năm.", "Có", ("Hoàn thành vượt mức",)),
        Column("party_rating", "Xếp loại tổ chức đảng", "text", "Ví dụ: Hoàn thành tốt nhiệm vụ.", example="Hoàn thành tốt nhiệm vụ", width=26),
        _yes("unity", "Nội bộ đoàn kết", "Nội bộ đoàn kết.", "Có"),
        _yes("new_model", "Nhân tố, mô hình mới", "Có nhân tố mới, mô hình mới để nơi khác học tập.", "Không", ("Mô hình mới",)),
        _yes("legal_personality", "Tư cách pháp nhân", "Đơn vị có tư cách pháp nhân.", "Không"),
        _yes("dissolved", "Đã giải thể, sáp nhập", "Đơn vị không còn.", "Không"),
        Column("total", "Tổng số người", "count", "Tổng số người của tập thể.", aliases=("Tổng số", "Số người")),
        Column("ldtt", "Số LĐTT", "count", "Số người đạt Lao động tiên tiến.", aliases=("Số lao động tiên tiến",)),
        Column("share_ldtt", "Tỷ lệ LĐTT (%)", "percent", "Tỷ lệ phần trăm đạt Lao động tiên tiến, từ 0 đến 100."),
        Column("completed_share", "Tỷ lệ hoàn thành nhiệm vụ (%)", "percent", "Tỷ lệ phần trăm người hoàn thành nhiệm vụ, từ 0 đến 100."),
        Column("cstdcs", "Số CSTĐCS", "count", "Số người đạt Chiến sĩ thi đua cơ sở.", aliases=("Số chiến sĩ thi đua cơ sở",)),
        Column("warned", "Số bị cảnh cáo trở lên", "count", "Số người bị kỷ luật cảnh cáo trở lên."),
        Column("reprimanded", "Số bị khiển trách", "count", "Số người bị kỷ luật khiển trách."),
    ),
    ("collectives",),
)

NOMINATIONS = Sheet(
    "nominations",
    "Đề nghị",
    "Mỗi dòng là một đề nghị khen thưởng cần kiểm tra.",
    (
        _stt(),
        *_who(),
        Column(
            "award",
            "Danh hiệu, hình thức đề nghị",
            "code",
            "Danh hiệu hoặc hình thức đề nghị.",
            True,
            lx.AWARDS,
            ("Danh hiệu đề nghị", "Danh hiệu", "Hình thức đề nghị", "Hình thức khen thưởng", "Đề nghị"),
            "Chiến sĩ thi đua cơ sở",
            40,
        ),
        Column("year", "Năm xét", "year", "Năm đề nghị xét.", True, aliases=("Năm", "Năm đề nghị"), example=2024, width=10),
        Column("from", "Thành tích từ năm", "year", "Năm đầu của thành tích, nếu xét nhiều năm.", aliases=("Từ năm",), width=12),
        Column(
            "kind",
            "Loại khen",
            "code",
            "Công trạng, phong trào, chuyên đề, đột xuất, cống hiến, đối ngoại.",
            table=lx.KINDS,
            aliases=("Loại hình khen thưởng", "Loại hình"),
            example="Công trạng",
            width=20,
        ),
        Column(
            "route",
            "Diện",
            "text",
            "Tiêu chuẩn được dùng để đề nghị; để trống thì máy xét mọi diện có dữ liệu.",
            table=lx.ROUTES,
            aliases=("Diện khen", "Diện đề nghị"),
            example="Quá trình danh hiệu, xếp loại",
            width=30,
        ),
        Column("members", "Hội đồng: số thành viên", "count", "Tổng số thành viên Hội đồng, nếu đã họp.", aliases=("Số thành viên Hội đồng",)),
        Column("present", "Hội đồng: có mặt", "count", "Số thành viên có mặt.", aliases=("Số có mặt",)),
        Column("yes", "Phiếu đồng ý", "count", "Số phiếu đồng ý của người có mặt.", aliases=("Số phiếu đồng ý",)),
        Column("letter", "Đồng ý bằng văn bản", "count", "Số người vắng mặt gửi văn bản đồng ý."),
        Column("yes_percent", "Tỷ lệ phiếu đồng ý (%)", "percent", "Chỉ ghi khi không có số phiếu.", aliases=("Tỷ lệ đồng ý (%)",)),
        Column("cluster_percent", "Tỷ lệ phiếu của cụm, khối (%)", "percent", "Tỷ lệ thành viên cụm, khối đồng ý."),
        Column("council_level", "Cấp Hội đồng", "text", "Ví dụ: cơ sở, tỉnh, ngành."),
        Column("launched_by", "Phong trào do ai phát động", "text", "Chỉ ghi cho diện phong trào."),
        Column("movement_years", "Phong trào: số năm", "number", "Thời gian phong trào, tính bằng năm."),
        Column("review", "Sơ kết, tổng kết", "code", "Khen khi sơ kết hay tổng kết.", table=lx.REVIEWS),
        _yes("chosen", "Được bình chọn tiêu biểu", "Được bình chọn là tiêu biểu của phong trào."),
        _yes("registered", "Đã đăng ký thi đua", "Đã đăng ký từ đầu năm."),
        Column("movement_kind", "Loại phong trào", "text", "Ví dụ: thường xuyên, chuyên đề."),
        Column(
            "papers",
            "Giấy tờ đã có",
            "codes",
            "Tên các giấy tờ, cách nhau bằng dấu chấm phẩy: Tờ trình; Biên bản họp; Báo cáo thành tích; …",
            table=lx.PAPERS,
            width=30,
        ),
        Column("sets", "Số bộ hồ sơ", "count", "Số bộ hồ sơ kèm theo."),
        Column("filed", "Ngày nộp hồ sơ", "day", "Ngày nộp hồ sơ."),
        Column("note", "Ghi chú", "text", "Ghi chú tự do, máy không xét.", width=24),
    ),
    ("nominations",),
    True,
)

DECLARATION = Sheet(
    "declaration",
    "Kê khai đầy đủ",
    "Cam đoan của đơn vị: với mỗi loại dữ liệu, tệp này đã ghi ĐỦ chưa. Chưa đủ thì điều không ghi được coi là CHƯA BIẾT, không phải là không có.",
    (
        _stt(),
        Column("kind", "Loại dữ liệu", "code", "Loại dữ liệu được cam đoan.", True, lx.DECLARED, ("Dữ liệu",), width=34),
        Column(
            "full", "Đã kê khai đủ", "yesno", "Có: mọi điều thuộc loại này đã được ghi. Không: còn thiếu.", True, lx.YES_NO, ("Đầy đủ", "Kê khai đủ")
        ),
        Column("unit", "Mã đơn vị", "key", "Để trống: áp dụng cho cả tệp. Ghi mã: riêng đơn vị đó và đơn vị trực thuộc.", aliases=("Đơn vị",)),
    ),
)

SHEETS = (DECLARATION, UNITS, PEOPLE, POSTS, RATINGS, AWARDS, WORKS, LIMITS, TIMES, COLLECTIVES, NOMINATIONS)
HELP_SHEET = "Hướng dẫn"
LIST_SHEET = "Danh mục"
_COLUMNS = {s.id: {c.name: c for c in s.columns} for s in SHEETS}
