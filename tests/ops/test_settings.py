"""Settings that cannot be used: told in one Vietnamese sentence, with the exit code of refusals, never as a fault of the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ops.office_process import run

pytestmark = pytest.mark.slow
COMMANDS = [("verify",), ("manage", "migrate", "--check")]


def said(data: Path, *words: str, **more: str) -> tuple[int, str]:
    done = run(data, *words, **more)
    return done.returncode, (done.stdout + done.stderr).strip()


@pytest.mark.parametrize("key", ["", "x"])
def test_a_missing_data_folder_is_made_whether_or_not_the_key_is_given(tmp_path: Path, key: str) -> None:
    data = tmp_path / "mới" / "var"
    says = f"Cơ sở dữ liệu ({data}/vinhdanh.sqlite3) chưa có bảng hoặc chưa theo kịp phiên bản này. Hãy chạy:  vinhdanh manage migrate"
    assert said(data, "verify", VINHDANH_SECRET_KEY=key) == (2, says)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("key", ["", "x"])
def test_a_place_that_is_no_folder_is_told(tmp_path: Path, words: tuple[str, ...], key: str) -> None:
    data = tmp_path / "tep"
    data.write_text("")
    says = f"Không tạo được thư mục dữ liệu {data}: File exists. Tạo thư mục ấy, hoặc đặt VINHDANH_DATA tới thư mục khác."
    assert said(data, *words, VINHDANH_SECRET_KEY=key) == (2, says)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_setting_of_the_wrong_shape_is_told(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert said(tmp_path, *words, VINHDANH_UPLOAD_MB="abc") == (2, "VINHDANH_UPLOAD_MB='abc': phải là số nguyên.")
    assert said(tmp_path, *words, VINHDANH_HTTPS="maybe") == (2, "VINHDANH_HTTPS='maybe': viết 1 (có) hoặc 0 (không).")
    url = "DATABASE_URL: chỉ dùng postgresql://… ; để trống thì dùng SQLite trong thư mục dữ liệu."
    assert said(tmp_path, *words, DATABASE_URL="mysql://x/y") == (2, url)


def test_a_secret_key_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "secret-key").mkdir()
    says = f"Không đọc, ghi được khóa bí mật {tmp_path}/secret-key: Is a directory. Xem lại quyền của tệp, hoặc đặt VINHDANH_SECRET_KEY."
    assert said(tmp_path, "verify", VINHDANH_SECRET_KEY="") == (2, says)


def test_a_database_that_does_not_answer_is_told(tmp_path: Path) -> None:
    code, says = said(tmp_path, "verify", DATABASE_URL="postgresql://a:b@127.0.0.1:1/khong", VINHDANH_DB_POOLED="0")
    assert code == 2
    assert says.startswith("Không mở được cơ sở dữ liệu (khong): ") and says.endswith("máy chủ cơ sở dữ liệu có đang chạy không.")


def test_what_goes_wrong_reaches_the_error_stream_once(tmp_path: Path) -> None:
    code = "import logging; logging.getLogger('django.request').error('hỏng'); logging.getLogger('django.request').warning('không có trang')"
    done = run(tmp_path, "manage", "shell", "--no-imports", "-c", code)
    assert (done.returncode, [line.split(" ", 2)[2] for line in done.stderr.splitlines()]) == (0, ["ERROR django.request: hỏng"])


@pytest.mark.parametrize(
    ("more", "action"),
    [
        ({}, "form-action 'self'"),
        ({"VINHDANH_OIDC_URL": "https://sso.example.vn:8443/realms/nganh"}, "form-action 'self' https://sso.example.vn:8443"),
        ({"VINHDANH_OIDC_URL": "https://a.vn/x", "VINHDANH_OIDC_FORM": "https://login.a.vn"}, "form-action 'self' https://login.a.vn"),
        ({"VINHDANH_OIDC_FORM": "https://login.a.vn"}, "form-action 'self'"),
    ],
)
def test_the_policy_lets_the_sign_in_form_lead_to_the_provider(tmp_path: Path, more: dict[str, str], action: str) -> None:
    code = "from django.conf import settings as s; print('form-action', *s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    done = run(tmp_path, "manage", "shell", "--no-imports", "-c", code, **more)
    assert done.stdout.strip() == action


def test_an_address_of_the_provider_that_is_none_is_told(tmp_path: Path) -> None:
    says = "Địa chỉ 'sso.example.vn' chưa đúng: viết cả https://, ví dụ https://sso.example.vn/realms/nganh."
    assert said(tmp_path, "verify", VINHDANH_OIDC_URL="sso.example.vn") == (2, says)
