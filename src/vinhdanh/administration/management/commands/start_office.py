"""``vinhdanh manage start_office``: the first unit and the first administrator of an empty installation, and the link of the latter's password."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from vinhdanh.administration.actions import start
from vinhdanh.merit.time import parse_day
from vinhdanh.units.kinds import KINDS

DONE = """Đã lập đơn vị {unit} (mã {key}) và tài khoản quản trị “{username}”.
Mở liên kết này trong 7 ngày để đặt mật khẩu; liên kết dùng một lần:

  {link}

Sau đó: đăng nhập, vào Quản trị → Mời tài khoản, giao vai trò “Bộ phận Thi đua – Khen thưởng” tại {unit}; người đó lập các đơn vị trực thuộc."""


class Command(BaseCommand):
    """Lập đơn vị và quản trị đầu tiên."""

    help = "Lập đơn vị đầu tiên và tài khoản quản trị đầu tiên; in liên kết đặt mật khẩu. Chỉ chạy được khi chưa có quản trị."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What must be known of the unit and of the person."""
        parser.add_argument("--unit", required=True, metavar="MÃ", help="mã đơn vị cao nhất, ví dụ VKS-MH; giữ nguyên kể cả khi đổi tên")
        parser.add_argument("--name", default="", help="tên đơn vị; bỏ trống thì lấy VINHDANH_OFFICE")
        parser.add_argument("--kind", default="tinh", help="loại đơn vị: " + ", ".join(f"{k.code} ({k.name})" for k in KINDS))
        parser.add_argument("--since", default="01/01/2010", help="ngày thành lập; dữ kiện trước ngày này không gắn được với đơn vị")
        parser.add_argument("--admin", required=True, metavar="TÊN", help="tên đăng nhập của quản trị, không dấu, ví dụ nguyenvana")
        parser.add_argument("--full-name", required=True, help="họ và tên của quản trị")
        parser.add_argument("--address", default="", help="địa chỉ của trang, ví dụ https://vinhdanh.example.vn; mặc định lấy VINHDANH_ORIGINS")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make both or neither."""
        on = timezone.localdate()
        try:
            with transaction.atomic():
                unit = start.first_unit(options["unit"], options["name"] or settings.OFFICE_NAME, options["kind"], _day(options["since"]), on)
                user, token = start.first_administrator(unit, options["admin"], options["full_name"], on)
        except ValidationError as problem:
            raise CommandError("Chưa lập gì. " + " ".join(problem.messages)) from problem
        address = options["address"] or next(iter(settings.CSRF_TRUSTED_ORIGINS), "http://127.0.0.1:8000")
        link = address.rstrip("/") + reverse("administration:set_password", args=(token,))
        self.stdout.write(DONE.format(unit=unit.name, key=unit.key, username=user.username, link=link))


def _day(text: str) -> dt.date:
    try:
        return parse_day(text)
    except ValueError as problem:
        raise ValidationError(f"Ngày “{text}” chưa đúng. Viết như 01/07/2025.") from problem
