"""The product's own settings, with data of their own that is thrown away."""

import os
import tempfile

os.environ.setdefault("VINHDANH_DATA", tempfile.mkdtemp(prefix="vinhdanh-test-"))
os.environ.setdefault("VINHDANH_SECRET_KEY", "only-for-tests")
os.environ.setdefault("VINHDANH_DB_POOLED", "0")

from vinhdanh.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # argon2 is slow on purpose
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
(STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # noqa: F405
