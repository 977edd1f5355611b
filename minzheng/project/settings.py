"""Django's settings, derived from `configuration.Settings`. Importing them starts nothing and reads no secret file."""

from __future__ import annotations

from minzheng.engine.database.connections import embedded_settings, external_settings
from minzheng.project.configuration import load_settings
from minzheng.project.logs import configure_logs

MINZHENG = load_settings()

DEBUG = MINZHENG.debug
SECRET_KEY = MINZHENG.secret_key.get_secret_value()
ALLOWED_HOSTS = MINZHENG.allowed_hosts
ROOT_URLCONF = "minzheng.project.urls"
WSGI_APPLICATION = "minzheng.project.wsgi.application"

INSTALLED_APPS: list[str] = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "minzheng.engine.work",
    "minzheng.engine.audit",
    "minzheng.engine.access",
    "minzheng.engine.registry",
    "minzheng.engine.awards",
    "minzheng.engine.ledgers",
    "minzheng.engine.assessments",
    "minzheng.engine.notices",
    "minzheng.engine.cases",
]
MIDDLEWARE = [
    "minzheng.project.http.headers.security_headers",
    "minzheng.project.http.errors.LastResort",
    "minzheng.project.http.limits.Limits",
    "minzheng.project.http.outage.Outage",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]

DATABASES = (
    embedded_settings(MINZHENG.county_home)
    if MINZHENG.embedded
    else external_settings(
        application_url=MINZHENG.database_url.get_secret_value(),
        owner_url=MINZHENG.owner_database_url.get_secret_value(),
    )
)
DATABASE_ROUTERS = ["minzheng.engine.database.routers.ApplicationRouter"]
AUTH_USER_MODEL = "access.Account"
# Every engine declares its background jobs in a module of this name.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SECURE_CONTENT_TYPE_NOSNIFF = True
CSRF_FAILURE_VIEW = "minzheng.project.http.errors.csrf_failure"
# The largest form; files are streamed to disk within the limit that each view declares.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 << 10

LOGGING_CONFIG = None
configure_logs(level=MINZHENG.log_level, file=MINZHENG.log_file)
