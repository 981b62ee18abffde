"""Broadsheet's own settings for tests: a home of its own that goes with the run, fast passwords, tasks done at once.

Nothing of the machine's own BROADSHEET_* variables counts here; BROADSHEET_TEST_DATABASE_URL names another database
server than SQLite (`tests.harness.postgres` sets it).
"""

import os

from broadsheet.env import NAMES
from tests.harness import homes

_home = homes.name()
for _name in NAMES:
    os.environ.pop(_name, None)
os.environ["BROADSHEET_HOME"] = str(_home)
os.environ["BROADSHEET_SECRET_KEY"] = "a key for tests alone, long enough to sign with: 0123456789abcdef"
os.environ["BROADSHEET_URL"] = "http://testserver"
os.environ["BROADSHEET_LOG_LEVEL"] = "ERROR"
if _database_url := os.environ.get("BROADSHEET_TEST_DATABASE_URL"):
    os.environ["BROADSHEET_DATABASE_URL"] = _database_url

from broadsheet.settings import *  # noqa: E402, F403
from broadsheet.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "tests.harness.tasks.AtOnce"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = _home / "media" / os.environ.get("PYTEST_XDIST_WORKER", "main")
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# A thread of the live server keeps no connection behind, and no test waits for the disk.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if "init_command" in DATABASES["default"].get("OPTIONS", {}):
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
