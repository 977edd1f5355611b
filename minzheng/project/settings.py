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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
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
    "minzheng.project.http.proxies.behind_proxies",
    "minzheng.project.http.headers.security_headers",
    "minzheng.project.http.errors.LastResort",
    "minzheng.project.http.limits.Limits",
    "minzheng.project.http.outage.Outage",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "minzheng.surfaces.signin.acting.Acting",
]
# Pages of django-allauth; every other page is made by `surfaces/ui/pages.py` from the same environment.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "OPTIONS": {
            "environment": "minzheng.surfaces.signin.pages.allauth_environment",
            "context_processors": ["minzheng.surfaces.signin.pages.given_to_all"],
        },
    }
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
ACCOUNT_ADAPTER = "minzheng.surfaces.signin.rules.AccountRules"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Tries are counted, locked and recorded by `access`, for every process and address alike.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/signin"
ACCOUNT_FORMS = {"change_password": "minzheng.surfaces.signin.forms.NewPasswordForm"}
MFA_ADAPTER = "minzheng.surfaces.signin.rules.FactorRules"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", *(["webauthn"] if MINZHENG.passkey_host else [])]
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# The forms accept the configured origins and no others; the library's own check would add every subdomain.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
MFA_RATE_LIMITS = False
MFA_FORMS = {
    "authenticate": "minzheng.surfaces.signin.forms.CodeForm",
    "reauthenticate": "minzheng.surfaces.signin.forms.CodeAgainForm",
    "add_webauthn": "minzheng.surfaces.signin.passkey_forms.NewPasskeyForm",
    "edit_webauthn": "minzheng.surfaces.signin.passkey_forms.PasskeyNameForm",
    "authenticate_webauthn": "minzheng.surfaces.signin.passkey_forms.ShownPasskeyForm",
    "login_webauthn": "minzheng.surfaces.signin.passkey_forms.PasskeyAloneForm",
    "reauthenticate_webauthn": "minzheng.surfaces.signin.passkey_forms.PasskeyAgainForm",
}
SOCIALACCOUNT_ADAPTER = "minzheng.surfaces.signin.platform.PlatformRules"
# The way there is a link: a form that leads elsewhere is what the content security policy forbids.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": MINZHENG.platform_apps, "OAUTH_PKCE_ENABLED": True}}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEBUG or MINZHENG.demo else "https"
LOGIN_URL, LOGIN_REDIRECT_URL = "/signin", "/desk/"
# 超时退出 (GB/T 22239-2019): half an hour without a request. The session also ends with the browser.
SESSION_COOKIE_AGE = 30 * 60
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"}}
# Every engine declares its background jobs in a module of this name.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# The demonstration county is invented and may be shown without a certificate.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not (DEBUG or MINZHENG.demo)
SECURE_CONTENT_TYPE_NOSNIFF = True
CSRF_FAILURE_VIEW = "minzheng.project.http.errors.csrf_failure"
# The largest form; files are streamed to disk within the limit that each view declares.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 << 10

LOGGING_CONFIG = None
configure_logs(level=MINZHENG.log_level, file=MINZHENG.log_file)
