"""Broadsheet's own settings, with a home of its own, fast passwords and tasks done at once."""

import os
import tempfile
from pathlib import Path

_home = Path(os.environ.setdefault("BROADSHEET_HOME", tempfile.mkdtemp(prefix="broadsheet-test-")))
os.environ.setdefault("BROADSHEET_SECRET_KEY", "a key for tests alone")
os.environ.setdefault("BROADSHEET_URL", "http://testserver")

from broadsheet.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = _home / "media"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
