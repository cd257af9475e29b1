"""What a record must satisfy before it is saved. Every complaint says what is wrong and what to do next, beside the field it is about."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models

from vinhdanh.merit.rows import SEVERITY
from vinhdanh.people.models import Person
from vinhdanh.records.awards import FORMS_OF_YEAR, award_name, book, cite, fits, like
from vinhdanh.records.masking import subject_of
from vinhdanh.records.models import FIRST_YEAR, Absence, AwardHeld, CollectiveYear, Contest, Discipline, Hold, Initiative, Rating, Record, Study
from vinhdanh.records.targets import COUNTED

Problems = dict[str, list[str]]
DECISION = re.compile(r"^\d{1,6}[A-Za-zĐđ]?(?:/\d{4})?(?:\s?[/-]\s?|\s)[A-Za-zÀ-ỹĐđ][\wÀ-ỹĐđ]*(?:[-/.][\wÀ-ỹĐđ]+)*$")
BORN_AT_LEAST = 14  # nobody is rated or rewarded in the service before


def check(record: models.Model, on: dt.date) -> None:
    """Raise ``ValidationError`` with every fault of a record, field by field."""
    found: Problems = {}
    _common(record, on, found)
    CHECKS[type(record)](record, on, found)
    if found:
        raise ValidationError(cast(Any, found))


def say(found: Problems, field: str, message: str) -> None:
    """Note a fault."""
    found.setdefault(field, []).append(message)


# ---- what all share ------------------------------------------------------------------------------------


def _common(record: Any, on: dt.date, found: Problems) -> None:
    if record.year is None or not FIRST_YEAR <= record.year <= on.year:
        say(found, "year", f"Năm phải từ {FIRST_YEAR} đến {on.year}. Sửa lại năm của dữ kiện.")
    else:
        _not_before_the_subject(record, found)
    for field in ("paper_on", "decided_on"):
        _not_later(record, field, on, found)
    if isinstance(record, Record) and not isinstance(record, AwardHeld) and not record.paper:
        say(found, "paper", "Chưa ghi văn bản chứng minh. Ghi số, ký hiệu và tên văn bản làm căn cứ cho dữ kiện này.")


def _not_before_the_subject(record: Any, found: Problems) -> None:
    subject = subject_of(record)
    if isinstance(subject, Person):
        born = subject.birth.year if subject.birth else subject.birth_year
        if born and record.year < born + BORN_AT_LEAST:
            say(found, "year", f"Năm {record.year} sớm quá: {subject.full_name} sinh năm {born}. Sửa năm, hoặc sửa ngày sinh ở trang cán bộ.")
    elif subject is not None and subject.founded_on and record.year < subject.founded_on.year:
        say(found, "year", f"Năm {record.year} sớm quá: {subject.name} thành lập {subject.founded_on:%d/%m/%Y}. Sửa năm, hoặc chọn đơn vị cũ.")


def _not_later(record: Any, field: str, on: dt.date, found: Problems) -> None:
    day = getattr(record, field, None)
    if day and day > on:
        say(found, field, f"Ngày {day:%d/%m/%Y} chưa tới (hôm nay {on:%d/%m/%Y}). Sửa lại ngày văn bản.")


def _span(record: Any, start: str, end: str, found: Problems) -> None:
    first, last = getattr(record, start), getattr(record, end)
    if first and last and last < first:
        say(found, end, f"Ngày kết thúc {last:%d/%m/%Y} đứng trước ngày bắt đầu {first:%d/%m/%Y}. Sửa một trong hai ngày.")


def _others(record: Any) -> models.QuerySet[Any]:
    """The records in force of the same kind, subject and year, without this one."""
    same: models.QuerySet[Any] = type(record).objects.filter(person=record.person, unit=record.unit, year=record.year, void_at=None)
    return same.exclude(pk=record.pk) if record.pk else same


# ---- kind by kind --------------------------------------------------------------------------------------


def _rating(record: Rating, on: dt.date, found: Problems) -> None:
    if record.value not in Rating.Value.values:
        say(found, "value", "Chưa chọn mức xếp loại.")
    twin = _others(record).filter(body=record.body).first()
    if twin:
        said = f"Năm {record.year} đã có xếp loại “{twin.get_value_display()}” ({twin.get_body_display().lower()})"
        say(found, "year", f"{said}. Mỗi năm chỉ có một: mở dòng ấy để sửa, đừng nhập dòng thứ hai.")


def _award(record: AwardHeld, on: dt.date, found: Problems) -> None:
    if record.secret:
        say(found, "secret", secret_message(on))
    _code(record, found)
    _decision(record.decision, "decision", found)
    _span(record, "period_from", "period_to", found)
    _decision_day(record, found)
    if not (record.decision or record.paper):
        say(found, "decision", "Chưa ghi số quyết định. Ghi số, ký hiệu như trên quyết định, ví dụ 123/QĐ-VKSTC.")
    _award_twice(record, found)


def secret_message(on: dt.date) -> str:
    """Why what is mật is refused, by which article, and what to do."""
    return (
        "Không nhập quyết định, hồ sơ có độ mật vào phần mềm: hồ sơ có nội dung bí mật nhà nước không gửi tệp điện tử "
        f"({cite('luat-2022', 'Đ84(4)', on)}). Chỉ ghi số, nơi lưu giữ và ngày ở trang “Hồ sơ mật”, bản giấy giữ theo pháp luật về bảo vệ "
        "bí mật nhà nước (văn bản này chưa nhập ở phần Pháp luật)."
    )


def _code(record: AwardHeld, found: Problems) -> None:
    if record.award not in book().awards:
        near = like(record.award)
        hint = f"Gần giống nhất: “{near}”. " if near else ""
        say(found, "award", f"Không có “{record.award}” trong bộ quy định. {hint}Chọn danh hiệu, hình thức trong danh sách.")
    elif not fits(record.award, "person" if record.person_id else "unit"):
        who, whom = ("cá nhân", "tập thể") if record.person_id else ("tập thể", "cá nhân")
        say(found, "award", f"“{award_name(record.award)}” dành cho {whom}, không dành cho {who}. Chọn danh hiệu khác hoặc chọn lại người, đơn vị.")


def _decision(text: str, field: str, found: Problems) -> None:
    if text and not DECISION.match(text):
        say(found, field, f"“{text}” không giống số quyết định. Ghi số, gạch chéo, ký hiệu, ví dụ 123/QĐ-VKSTC hoặc 45/QĐ-TTg.")


def _decision_day(record: AwardHeld, found: Problems) -> None:
    day, last = record.decided_on, record.period_to.year if record.period_to else record.year
    if day and last and day.year < last:
        say(found, "decided_on", f"Ngày quyết định {day:%d/%m/%Y} đứng trước năm thành tích {last}. Sửa ngày quyết định hoặc năm.")


def _award_twice(record: AwardHeld, found: Problems) -> None:
    if record.year is None or found.get("award"):
        return
    same = list(_others(record).filter(award=record.award))
    name = award_name(record.award)
    if record.decision and any(o.decision == record.decision for o in same):
        say(found, "decision", f"“{name}” năm {record.year} theo quyết định {record.decision} đã có rồi. Mở dòng ấy để sửa, đừng nhập dòng thứ hai.")
    elif record.award in FORMS_OF_YEAR and any(o.kind == record.kind for o in same):
        say(found, "year", f"“{name}” năm {record.year} đã có rồi; danh hiệu này mỗi năm chỉ có một. Sửa năm, hoặc mở dòng ấy để sửa.")


def _initiative(record: Initiative, on: dt.date, found: Problems) -> None:
    if not record.name:
        say(found, "name", "Chưa ghi tên sáng kiến, đề tài.")
    if record.recognised and not record.decision:
        say(found, "decision", "Đã ghi được công nhận mà chưa ghi quyết định công nhận. Ghi số quyết định, hoặc bỏ đánh dấu “được công nhận”.")
    if record.decided_on and record.year and record.decided_on.year < record.year:
        say(found, "decided_on", f"Ngày công nhận {record.decided_on:%d/%m/%Y} đứng trước năm {record.year}. Sửa ngày hoặc sửa năm.")


def _discipline(record: Discipline, on: dt.date, found: Problems) -> None:
    if record.form not in SEVERITY:
        say(found, "form", "Chưa chọn hình thức kỷ luật trong danh sách.")
    if record.unit_id:
        say(found, "form", "Tập thể không bị kỷ luật theo hình thức này. Ghi kỷ luật cho từng người, tập thể chỉ ghi tạm dừng xem xét.")
    _span(record, "paper_on", "ended_on", found)
    if record.paper_on and record.year and record.paper_on.year != record.year:
        say(found, "year", f"Năm phải là năm của quyết định ({record.paper_on.year}). Sửa năm hoặc sửa ngày văn bản.")
    if record.conduct_year and record.year and record.conduct_year > record.year:
        say(found, "conduct_year", f"Năm vi phạm {record.conduct_year} đứng sau năm quyết định {record.year}. Sửa một trong hai.")


def _hold(record: Hold, on: dt.date, found: Problems) -> None:
    if record.kind not in Hold.Kind.values:
        say(found, "kind", "Chưa chọn lý do tạm dừng xem xét.")
    _span(record, "since", "until", found)
    if record.cleared is not None and not record.until:
        say(found, "until", "Đã ghi kết luận mà chưa ghi ngày kết thúc. Ghi ngày của văn bản kết luận.")


def _absence(record: Absence, on: dt.date, found: Problems) -> None:
    if record.kind not in Absence.Kind.values:
        say(found, "kind", "Chưa chọn lý do nghỉ.")
    _span(record, "since", "until", found)
    _some_time(record, (record.since, record.days, record.months), found)
    if record.until and not record.since:
        say(found, "since", "Có ngày kết thúc nhưng chưa có ngày bắt đầu. Ghi ngày bắt đầu.")


def _study(record: Study, on: dt.date, found: Problems) -> None:
    _span(record, "since", "until", found)
    _some_time(record, (record.since, record.months), found)


def _some_time(record: Absence | Study, told: Sequence[Any], found: Problems) -> None:
    if all(t is None for t in told):
        say(found, "since", "Chưa ghi thời gian. Ghi từ ngày, đến ngày; không rõ ngày thì ghi số tháng hoặc số ngày.")


def _contest(record: Contest, on: dt.date, found: Problems) -> None:
    if not record.title:
        say(found, "title", "Chưa ghi danh hiệu hội thi.")


def _collective(record: CollectiveYear, on: dt.date, found: Problems) -> None:
    if record.person_id:
        say(found, "year", "Kết quả năm chỉ ghi cho đơn vị. Chọn lại đơn vị.")
    if not record.collective and not record.members:
        say(found, "exceeded_targets", "Chưa trả lời mục nào. Ghi ít nhất một kết quả, mục chưa rõ thì để trống.")
    if _others(record).exists():
        say(found, "year", f"Năm {record.year} đã có kết quả của đơn vị này. Mở dòng ấy để sửa, đừng nhập dòng thứ hai.")
    total = record.members.get("total")
    for key in COUNTED if total is not None else ():
        if record.members.get(key, 0) > total:
            say(found, key, f"{record.members[key]} người nhiều hơn tổng số {total} người. Sửa một trong hai số.")
    _shares(record, found)


def _shares(record: CollectiveYear, found: Problems) -> None:
    told = record.members
    for key in ("share_ldtt", "completed_share"):
        if not 0 <= told.get(key, 0) <= 100:
            say(found, key, "Tỷ lệ phải từ 0 đến 100 (%).")
    total, part, share = told.get("total"), told.get("lao_dong_tien_tien"), told.get("share_ldtt")
    if total and part is not None and share is not None and abs(part * 100 - share * total) > total:
        say(found, "share_ldtt", f"Tỷ lệ không khớp với {part} trên {total} người. Sửa tỷ lệ hoặc số người, hoặc để trống tỷ lệ.")


CHECKS: dict[type[models.Model], Callable[[Any, dt.date, Problems], None]] = {
    Rating: _rating,
    AwardHeld: _award,
    Initiative: _initiative,
    Discipline: _discipline,
    Hold: _hold,
    Absence: _absence,
    Study: _study,
    Contest: _contest,
    CollectiveYear: _collective,
}


# ---- authors -------------------------------------------------------------------------------------------


def check_authors(authors: Sequence[Any]) -> None:
    """Raise unless there is an author, nobody twice, and the shares of several add up to 100 %."""
    if not authors:
        raise ValidationError({"authors": "Chưa có tác giả. Ghi ít nhất một người hoặc một đơn vị."})
    subjects = [(a.subject._meta.model_name, a.subject.pk) for a in authors]
    twice = next((a.subject for a in authors if subjects.count((a.subject._meta.model_name, a.subject.pk)) > 1), None)
    if twice:
        raise ValidationError({"authors": f"{twice} được ghi hai lần. Mỗi tác giả chỉ ghi một dòng."})
    _add_up(authors)


def _add_up(authors: Sequence[Any]) -> None:
    shares = [a.share for a in authors]
    if len(shares) == 1 and shares[0] is None:
        return
    missing = [str(a.subject) for a in authors if a.share is None]
    if missing:
        raise ValidationError({"authors": f"Chưa ghi tỷ lệ đóng góp của {', '.join(missing)}. Có nhiều tác giả thì ghi tỷ lệ của từng người."})
    total = sum(shares)
    if total != 10000:
        said, gap = f"{total / 100:.2f}".replace(".", ","), f"{abs(10000 - total) / 100:.2f}".replace(".", ",")
        which = "thiếu" if total < 10000 else "thừa"
        raise ValidationError({"authors": f"Tỷ lệ đóng góp cộng lại được {said}%, {which} {gap}%. Sửa để tổng đúng 100%."})
