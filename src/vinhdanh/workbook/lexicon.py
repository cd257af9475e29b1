"""The words clerks write for each coded column, and the code each stands for (codes: the shared case format).

A table maps a code to its names: the first is the one the template offers, the others are understood. Matching is by
folded text, so diacritics, capitals and punctuation do not matter; ``chiến sĩ`` and ``chiến sỹ`` fold differently and
are both made equal by :func:`key`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from vinhdanh.merit.text import fold, nearest

Names = dict[str, tuple[str, ...]]


@lru_cache(maxsize=100_000)
def key(text: str) -> str:
    """What two spellings of one word share: folded, ``sỹ`` as ``sĩ``, ``kỉ`` as ``kỷ``, no blanks between words."""
    return "".join("si" if w == "sy" else "ky" if w == "ki" else w for w in fold(text).split())


class Table:
    """The codes of one column and their names. ValueError if one name would stand for two codes."""

    def __init__(self, names: Mapping[str, tuple[str, ...]]) -> None:
        self.names = dict(names)
        self._index: dict[str, str] = {}
        for code, words in self.names.items():
            self._add(code, words)

    def _add(self, code: str, words: tuple[str, ...]) -> None:
        for word in (*words, code):
            if self._index.setdefault(key(word), code) != code:
                raise ValueError(f"{word!r} stands for {code} and for {self._index[key(word)]}")

    def code(self, text: str) -> str | None:
        """The code a text stands for, or None. Codes themselves are understood too."""
        return self._index.get(key(text))

    def label(self, code: str) -> str:
        """The Vietnamese name of a code, as the template offers it. KeyError for a code not in the table."""
        return self.names[code][0]

    def labels(self) -> list[str]:
        """The names the template offers, in the order of the table."""
        return [words[0] for words in self.names.values()]

    def nearest(self, text: str) -> str | None:
        """The offered name most like a text that stands for no code, or None if nothing is alike."""
        words = {word: code for code, all_words in self.names.items() for word in all_words if len(word) > 3}
        found = nearest(text, words)
        return self.label(words[found]) if found else None


_GRADES = {"ba": ("ba", "3", "iii"), "nhi": ("nhì", "2", "ii"), "nhat": ("nhất", "1", "i")}


def _orders(code: str, name: str, *short: str) -> Names:
    """The three classes of an order: ``huan-chuong-lao-dong-ba`` … with every way to write the class."""
    return {f"{code}-{c}": tuple(_class_names(name, short, words)) for c, words in _GRADES.items()}


def _class_names(name: str, short: tuple[str, ...], words: tuple[str, ...]) -> list[str]:
    heads = (name, *short, name.replace("Huân chương", "HC"))
    full = [f"{h} hạng {w.capitalize() if (w.isalpha() and len(w) > 2) or w == 'ba' else w.upper()}" for h in heads for w in words]
    return full + [f"{h} {words[0]}" for h in heads]


PERSON_AWARDS = Table(
    {
        "lao-dong-tien-tien": ("Lao động tiên tiến", "LĐTT", "LDTT", "DH LĐTT", "danh hiệu Lao động tiên tiến"),
        "chien-si-thi-dua-co-so": ("Chiến sĩ thi đua cơ sở", "CSTĐCS", "CSTĐ cơ sở", "CSTĐ CS", "CSTĐ cấp cơ sở", "Chiến sĩ thi đua cấp cơ sở"),
        "chien-si-thi-dua-nganh": (
            "Chiến sĩ thi đua ngành Kiểm sát nhân dân",
            "CSTĐ ngành",
            "CSTĐN",
            "CSTĐ ngành KSND",
            "CSTĐ cấp bộ",
            "CSTĐ cấp ngành",
            "CSTĐ cấp tỉnh",
            "CSTĐ bộ",
            "CSTĐ tỉnh",
            "Chiến sĩ thi đua ngành",
            "Chiến sĩ thi đua ngành KSND",
            "Chiến sĩ thi đua cấp bộ",
            "Chiến sĩ thi đua cấp ngành",
            "Chiến sĩ thi đua cấp tỉnh",
            "Chiến sĩ thi đua ngành Kiểm sát",
            "Chiến sĩ thi đua bộ, ban, ngành, tỉnh",
        ),
        "chien-si-thi-dua-toan-quoc": ("Chiến sĩ thi đua toàn quốc", "CSTĐTQ", "CSTĐ toàn quốc", "CSTĐ TQ"),
        "ky-niem-chuong-kiem-sat": (
            "Kỷ niệm chương Vì sự nghiệp Kiểm sát",
            "KNC",
            "KNC Kiểm sát",
            "KNC Vì sự nghiệp Kiểm sát",
            "Kỷ niệm chương ngành Kiểm sát",
            "Kỷ niệm chương Kiểm sát",
            "Kỷ niệm chương Vì sự nghiệp Kiểm sát nhân dân",
            "Kỷ niệm chương Bảo vệ pháp chế",
            "KNC Bảo vệ pháp chế",
        ),
        "ky-niem-chuong": ("Kỷ niệm chương của cơ quan khác", "KNC cơ quan khác", "KNC khác", "Kỷ niệm chương khác"),
        "nha-giao-nhan-dan": ("Nhà giáo nhân dân", "NGND"),
        "nha-giao-uu-tu": ("Nhà giáo ưu tú", "NGƯT"),
    }
)
COLLECTIVE_AWARDS = Table(
    {
        "tap-the-lao-dong-tien-tien": ("Tập thể lao động tiên tiến", "TTLĐTT", "TT LĐTT", "Tập thể LĐTT", "Đơn vị tiên tiến"),
        "tap-the-lao-dong-xuat-sac": ("Tập thể lao động xuất sắc", "TTLĐXS", "TT LĐXS", "Tập thể LĐXS", "Đơn vị quyết thắng"),
        "co-thi-dua-nganh": (
            "Cờ thi đua của ngành Kiểm sát nhân dân",
            "Cờ ngành",
            "Cờ TĐ ngành",
            "Cờ thi đua ngành",
            "Cờ thi đua của ngành",
            "Cờ thi đua ngành KSND",
            "Cờ bộ",
            "Cờ tỉnh",
            "Cờ thi đua của ngành KSND",
            "Cờ thi đua cấp bộ",
            "Cờ thi đua cấp tỉnh",
            "Cờ thi đua ngành Kiểm sát nhân dân",
            "Cờ thi đua của VKSND tối cao",
            "Cờ thi đua của bộ",
        ),
        "co-dan-dau-khoi": ("Cờ thi đua dẫn đầu khối", "Cờ dẫn đầu khối", "Cờ khối", "Cờ dẫn đầu cụm, khối"),
        "co-thi-dua-chinh-phu": (
            "Cờ thi đua của Chính phủ",
            "Cờ CP",
            "Cờ Chính phủ",
            "Cờ TĐ CP",
            "Cờ TĐCP",
            "Cờ TĐ Chính phủ",
            "Cờ thi đua Chính phủ",
        ),
    }
)
COMMON_AWARDS = Table(
    {
        "giay-khen": ("Giấy khen", "GK"),
        "bang-khen-nganh": (
            "Bằng khen của Viện trưởng VKSND tối cao",
            "BK ngành",
            "Bằng khen ngành",
            "BK VT",
            "BK VTVKSTC",
            "BK VKSTC",
            "BK VKSNDTC",
            "BK Viện trưởng",
            "BK VT VKSTC",
            "BK VT VKSNDTC",
            "Bằng khen Viện trưởng",
            "Bằng khen VKSND tối cao",
            "Bằng khen Viện trưởng VKSND tối cao",
            "Bằng khen của Viện trưởng VKSNDTC",
            "Bằng khen VKSNDTC",
            "Bằng khen của Viện trưởng Viện kiểm sát nhân dân tối cao",
            "BK bộ",
            "BK tỉnh",
            "Bằng khen cấp bộ",
            "Bằng khen cấp tỉnh",
            "Bằng khen của Chủ tịch UBND tỉnh",
            "Bằng khen của bộ",
            "BK UBND tỉnh",
            "Bằng khen UBND tỉnh",
            "Bằng khen của Bộ trưởng",
        ),
        "bang-khen-thu-tuong": (
            "Bằng khen của Thủ tướng Chính phủ",
            "BK TTg",
            "BKTTg",
            "BKTTCP",
            "BK TTCP",
            "BK Thủ tướng",
            "BK Thủ tướng Chính phủ",
            "BK CP",
            "BKCP",
            "Bằng khen Thủ tướng",
            "Bằng khen TTg",
            "Bằng khen TTCP",
            "Bằng khen của Thủ tướng",
            "Bằng khen Thủ tướng Chính phủ",
        ),
        **_orders("huan-chuong-lao-dong", "Huân chương Lao động", "HCLĐ"),
        **_orders("huan-chuong-doc-lap", "Huân chương Độc lập", "HCĐL"),
        "huan-chuong-ho-chi-minh": ("Huân chương Hồ Chí Minh", "HCHCM", "HC Hồ Chí Minh", "HC HCM"),
        "huan-chuong-sao-vang": ("Huân chương Sao vàng", "HCSV", "HC Sao vàng"),
        "huan-chuong-dung-cam": ("Huân chương Dũng cảm", "HCDC", "HC Dũng cảm"),
        **_orders("huan-chuong-bao-ve-to-quoc", "Huân chương Bảo vệ Tổ quốc", "HCBVTQ"),
        "anh-hung-lao-dong": ("Anh hùng Lao động", "AHLĐ"),
        "huan-chuong-dai-doan-ket": ("Huân chương Đại đoàn kết dân tộc", "HC Đại đoàn kết", "Huân chương Đại đoàn kết", "HCĐĐK"),
        "huan-chuong-huu-nghi": ("Huân chương Hữu nghị", "HC Hữu nghị", "HCHN"),
        "huy-chuong-huu-nghi": ("Huy chương Hữu nghị", "HuyC Hữu nghị"),
    }
)
AWARDS = Table({**PERSON_AWARDS.names, **COLLECTIVE_AWARDS.names, **COMMON_AWARDS.names})
TITLES = frozenset([*list(PERSON_AWARDS.names)[:4], *COLLECTIVE_AWARDS.names])
"""Emulation titles: given at most once a year, unlike commendations."""
CONTESTS = Table({n: (n,) for n in ("Kiểm sát viên giỏi", "Điều tra viên giỏi", "Kiểm sát viên tiêu biểu", "Điều tra viên tiêu biểu")})

RATINGS = Table(
    {
        "hoan-thanh-xuat-sac": ("Hoàn thành xuất sắc nhiệm vụ", "HTXSNV", "HTXS", "Hoàn thành xuất sắc", "Xuất sắc"),
        "hoan-thanh-tot": ("Hoàn thành tốt nhiệm vụ", "HTTNV", "HTT", "Hoàn thành tốt", "Tốt"),
        "hoan-thanh": (
            "Hoàn thành nhiệm vụ",
            "HTNV",
            "HT",
            "Hoàn thành",
            "Hoàn thành nhiệm vụ nhưng còn hạn chế về năng lực",
            "HTNV nhưng còn hạn chế về năng lực",
        ),
        "khong-hoan-thanh": ("Không hoàn thành nhiệm vụ", "KHTNV", "KHT", "Không hoàn thành", "Chưa hoàn thành nhiệm vụ"),
        "tot-tro-len": ("Hoàn thành tốt nhiệm vụ trở lên", "HTTNV trở lên", "HTT trở lên", "Tốt trở lên", "Hoàn thành tốt trở lên"),
    }
)
KINDS = Table(
    {
        "cong-trang": (
            "Công trạng",
            "Khen thưởng theo công trạng",
            "Công trạng và thành tích",
            "Theo công trạng",
            "Thường xuyên",
            "Khen thưởng theo công trạng và thành tích đạt được",
            "Công trạng và thành tích đạt được",
        ),
        "phong-trao": (
            "Phong trào thi đua",
            "Theo phong trào",
            "Phong trào",
            "Theo đợt",
            "Khen thưởng phong trào",
            "Khen thưởng theo phong trào",
            "Khen thưởng theo đợt",
        ),
        "chuyen-de": ("Chuyên đề", "Theo chuyên đề", "Khen chuyên đề", "Khen thưởng theo chuyên đề"),
        "dot-xuat": ("Đột xuất", "Khen đột xuất", "Khen thưởng đột xuất", "Thành tích đột xuất", "Thành tích xuất sắc đột xuất"),
        "cong-hien": ("Quá trình cống hiến", "Cống hiến", "Khen thưởng quá trình cống hiến", "Khen cống hiến"),
        "doi-ngoai": ("Đối ngoại", "Khen thưởng đối ngoại"),
    }
)
ROUTES = Table(
    {
        "danh-hieu": (
            "Quá trình danh hiệu, xếp loại",
            "Danh hiệu",
            "Theo danh hiệu",
            "Quá trình danh hiệu",
            "Theo thành tích nhiều năm",
            "Thành tích nhiều năm",
        ),
        "phong-trao": ("Phong trào thi đua", "Theo phong trào", "Phong trào", "Theo chuyên đề", "Chuyên đề", "Theo đợt"),
        "dot-xuat": ("Đột xuất", "Thành tích đột xuất", "Thành tích xuất sắc đột xuất", "Khen đột xuất"),
        "nhieu-thanh-tich": ("Nhiều thành tích, phạm vi ảnh hưởng", "Nhiều thành tích", "Phạm vi ảnh hưởng"),
        "cong-hien": ("Quá trình cống hiến", "Cống hiến", "Khen cống hiến"),
        "dong-gop": ("Đóng góp cho Ngành", "Đóng góp", "Người ngoài ngành", "Ngoài ngành"),
        "cuoc-thi": ("Cuộc thi của Ngành", "Cuộc thi", "Kiểm sát viên giỏi"),
        "phat-minh": ("Phát minh, sáng chế, công trình khoa học", "Phát minh", "Sáng chế", "Công trình khoa học"),
        "tham-nien": ("Thâm niên trong Ngành", "Thâm niên", "Niên hạn"),
        "lanh-dao": ("Thời gian giữ chức vụ lãnh đạo", "Chức vụ lãnh đạo", "Lãnh đạo"),
    }
)
WORKS = Table(
    {
        "initiatives": ("Sáng kiến", "SK", "Giải pháp", "Sáng kiến, giải pháp"),
        "research": ("Đề tài", "Đề án", "Chuyên đề", "Đề tài khoa học", "Công trình khoa học", "ĐTKH", "Đề tài NCKH"),
    }
)
LEVELS = Table(
    {
        "co-so": ("Cơ sở", "Cấp cơ sở", "CS", "Đơn vị", "Cấp đơn vị"),
        "nganh": ("Ngành", "Cấp ngành", "Bộ", "Cấp bộ", "Tỉnh", "Cấp tỉnh", "Bộ, ngành, tỉnh", "Ngành Kiểm sát", "VKSND tối cao", "VKSTC"),
        "toan-quoc": ("Toàn quốc", "TQ", "Nhà nước", "Cấp nhà nước", "Cấp toàn quốc", "Quốc gia"),
    }
)
DISCIPLINE = Table(
    {
        "phe-binh": ("Phê bình", "Phê bình rút kinh nghiệm", "Kiểm điểm rút kinh nghiệm"),
        "khien-trach": ("Khiển trách", "Kỷ luật khiển trách"),
        "canh-cao": ("Cảnh cáo", "Kỷ luật cảnh cáo"),
        "ha-bac-luong": ("Hạ bậc lương", "Hạ lương"),
        "giang-chuc": ("Giáng chức",),
        "cach-chuc": ("Cách chức", "Bãi nhiệm"),
        "buoc-thoi-viec": ("Buộc thôi việc",),
        "dang-khien-trach": ("Đảng: khiển trách", "Khiển trách về đảng", "Kỷ luật đảng khiển trách", "Khiển trách (Đảng)"),
        "dang-canh-cao": ("Đảng: cảnh cáo", "Cảnh cáo về đảng", "Kỷ luật đảng cảnh cáo", "Cảnh cáo (Đảng)"),
        "dang-cach-chuc": ("Đảng: cách chức", "Cách chức về đảng", "Cách chức trong Đảng", "Kỷ luật đảng cách chức", "Cách chức (Đảng)"),
        "khai-tru": ("Khai trừ khỏi Đảng", "Khai trừ", "Khai trừ Đảng"),
        "phat-hanh-chinh": ("Xử phạt vi phạm hành chính", "Phạt hành chính", "Xử phạt hành chính"),
        "hinh-su": ("Truy cứu trách nhiệm hình sự", "Hình sự", "Xử lý hình sự", "Khởi tố"),
    }
)
HOLDS = Table(
    {
        "xem-xet-ky-luat": ("Đang xem xét kỷ luật", "Xem xét kỷ luật", "Đang xem xét, xử lý kỷ luật"),
        "thanh-tra-kiem-tra": (
            "Đang thanh tra, kiểm tra có dấu hiệu vi phạm",
            "Thanh tra, kiểm tra",
            "Đang thanh tra",
            "Đang kiểm tra",
            "Thanh tra",
            "Kiểm tra",
        ),
        "khieu-nai-to-cao": ("Đang xác minh khiếu nại, tố cáo", "Khiếu nại, tố cáo", "Đơn thư khiếu nại, tố cáo", "Tố cáo", "Khiếu nại"),
        "dieu-tra": ("Đang điều tra", "Điều tra"),
        "bao-chi": ("Báo chí phản ánh đang xác minh", "Báo chí nêu", "Báo chí", "Báo chí phản ánh"),
    }
)
ABSENCES = Table(
    {
        "thai-san": ("Nghỉ thai sản", "Thai sản"),
        "om": ("Nghỉ ốm", "Ốm", "Ốm đau"),
        "khong-luong": ("Nghỉ không hưởng lương", "Nghỉ không lương", "Không lương"),
        "dieu-tri-thuong-tich": ("Điều trị thương tích khi làm nhiệm vụ", "Điều trị thương tích", "Thương tích", "Điều trị thương tật"),
        "phep": ("Nghỉ phép", "Phép", "Nghỉ phép năm"),
        "khac": ("Nghỉ khác", "Khác", "Lý do khác"),
    }
)
LIMITS = Table({**DISCIPLINE.names, **HOLDS.names})
STUDY = "study"
TRANSFER = "transfer"
SECONDMENT = "secondment"
TIMES = Table(
    {
        **ABSENCES.names,
        STUDY: ("Đào tạo, bồi dưỡng", "Đào tạo", "Học tập", "Bồi dưỡng", "Đi học", "Cử đi học"),
        TRANSFER: ("Chuyển công tác", "Điều động", "Chuyển đơn vị", "Thuyên chuyển", "Luân chuyển"),
        SECONDMENT: ("Biệt phái", "Điều động, biệt phái có thời hạn", "Biệt phái có thời hạn"),
    }
)
RESULTS = Table(
    {
        "xuat-sac": ("Xuất sắc",),
        "gioi": ("Giỏi",),
        "kha": ("Khá",),
        "trung-binh-kha": ("Trung bình khá", "TB khá"),
        "trung-binh": ("Trung bình", "TB"),
        "yeu": ("Yếu",),
    }
)
GENDERS = Table({"nam": ("Nam",), "nu": ("Nữ",)})
STATES = Table(
    {
        "working": ("Đang công tác", "Đang làm việc", "Công tác"),
        "retired": ("Đã nghỉ hưu", "Nghỉ hưu", "Hưu trí"),
        "former": ("Đã thôi việc hoặc chuyển ngành", "Thôi việc", "Đã thôi việc", "Chuyển ngành", "Đã chuyển đi"),
        "deceased": ("Đã từ trần", "Từ trần", "Hy sinh", "Đã mất"),
    }
)
REVIEWS = Table({"so-ket": ("Sơ kết",), "tong-ket": ("Tổng kết",)})
PAPERS = Table(
    {
        "to-trinh": ("Tờ trình",),
        "bien-ban": ("Biên bản họp", "Biên bản"),
        "ket-qua-bo-phieu-kin": ("Kết quả bỏ phiếu kín", "Biên bản kiểm phiếu"),
        "bao-cao-thanh-tich": ("Báo cáo thành tích",),
        "chung-nhan-sang-kien": ("Chứng nhận sáng kiến", "Quyết định công nhận sáng kiến"),
        "danh-sach": ("Danh sách", "Danh sách trích ngang"),
    }
)
YES_NO = Table(
    {
        "yes": ("Có", "x", "true", "1", "v", "yes", "y", "đúng", "rồi", "đã"),
        "no": ("Không", "ko", "k", "không có", "false", "0", "no", "n", "sai", "chưa", "chưa có"),
    }
)
DECLARED = Table(
    {
        "people": ("Cán bộ",),
        "ratings": ("Xếp loại",),
        "awards": ("Danh hiệu, khen thưởng đã có", "Danh hiệu và khen thưởng đã có"),
        "contests": ("Danh hiệu cuộc thi",),
        "initiatives": ("Sáng kiến",),
        "research": ("Đề tài, đề án, chuyên đề", "Đề tài"),
        "discipline": ("Kỷ luật",),
        "holds": ("Tạm dừng xem xét", "Tạm dừng"),
        "absences": ("Vắng mặt",),
        "study": ("Đào tạo",),
        "transfers": ("Chuyển công tác, biệt phái", "Chuyển công tác"),
        "posts": ("Chức vụ",),
    }
)
