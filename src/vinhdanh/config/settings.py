"""Django settings: one file, everything that differs between places comes from the environment, safe by default."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF

from vinhdanh.config import env
from vinhdanh.config.databases import database
from vinhdanh.config.secret import secret_key

ROOT = Path(__file__).parent.parent
DATA = env.folder("VINHDANH_DATA", Path.cwd() / "var")
FRONTEND = env.folder("VINHDANH_FRONTEND", ROOT.parent.parent / "node_modules")  # filled by set-up from npm, see package.json

DEMO = env.flag("VINHDANH_DEMO", False)
DEBUG = env.flag("VINHDANH_DEBUG", False)
SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = env.words("VINHDANH_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("VINHDANH_ORIGINS")
HTTPS = env.flag("VINHDANH_HTTPS", False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.number("VINHDANH_SESSION_HOURS", 12) * 3600
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "auditlog",
    "axes",
    "csp",
    "vinhdanh.accounts",  # before allauth: its templates and words come first
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "vinhdanh.audit",
    "vinhdanh.files",
    "vinhdanh.notices",
    "vinhdanh.jobs",
    "vinhdanh.units",
    "vinhdanh.people",
    "vinhdanh.law",
    "vinhdanh.records",
    "vinhdanh.eligibility",
    "vinhdanh.rankings",
    "vinhdanh.search",
    "vinhdanh.api",
    "vinhdanh.administration",
    "vinhdanh.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # opted out by name: @login_not_required
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "vinhdanh.administration.passwords.ChangeFirst",
    "vinhdanh.administration.middleware.session_viewings",
    "auditlog.middleware.AuditlogMiddleware",
    "axes.middleware.AxesMiddleware",
    "vinhdanh.files.uploads.UploadLimit",
]

ROOT_URLCONF = "vinhdanh.config.urls"
WSGI_APPLICATION = "vinhdanh.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vinhdanh.web.context.frame",
            ],
            "builtins": ["vinhdanh.web.templatetags.vd"],
        },
    }
]

DATABASES = {"default": database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["vinhdanh.config.formats"]
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = env.folder("VINHDANH_STATIC", DATA / "static")
STATICFILES_DIRS = [
    ("vendor/bootstrap", FRONTEND / "bootstrap/dist/css"),
    ("vendor/be-vietnam-pro", FRONTEND / "@fontsource/be-vietnam-pro"),
    ("vendor/inter", FRONTEND / "@fontsource/inter"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "files"  # content-addressed, written by vinhdanh.files only, never served from here
UPLOAD_LIMIT = env.number("VINHDANH_UPLOAD_MB", 50) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "vinhdanh.accounts.passwords.NotTheOldOne"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "vinhdanh.accounts.adapter.ClosedAdapter"
SOCIALACCOUNT_ADAPTER = "vinhdanh.accounts.adapter.ClosedSocialAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # of this session; the others end
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("VINHDANH_PROXIES", 0)
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": None}  # a whole office sits behind one address: axes locks the pair
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = "Vinh Danh"
MFA_TOTP_TOLERANCE = 1  # a telephone may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_PROVIDERS = {}
SIGN_ON: list[str] = []  # where the sign-in form may lead: the provider's own page
if OIDC_URL := env.text("VINHDANH_OIDC_URL"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "sso",
                "name": env.text("VINHDANH_OIDC_NAME", "Đăng nhập một lần"),
                "client_id": env.text("VINHDANH_OIDC_CLIENT"),
                "secret": env.text("VINHDANH_OIDC_SECRET"),
                "settings": {"server_url": OIDC_URL},
            }
        ]
    }
    SIGN_ON = [env.origin(env.text("VINHDANH_OIDC_FORM") or OIDC_URL)]

# A whole office sits behind one address: lock the pair, never the address alone (stack-notes, finding 9).
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_ENABLE_ADMIN = False
AXES_IPWARE_PROXY_COUNT = env.number("VINHDANH_PROXIES", 0)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF, *SIGN_ON],
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
EMAIL_BACKEND = env.text("VINHDANH_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = env.text("VINHDANH_EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("VINHDANH_EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("VINHDANH_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("VINHDANH_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("VINHDANH_EMAIL_TLS", False)
DEFAULT_FROM_EMAIL = env.text("VINHDANH_EMAIL_FROM", "vinhdanh@localhost")

# What goes wrong is told on the error stream (Django alone would only mail it), with its trace.
# No fault: a page that is not there, a host name that somebody only tries.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

# ---- the office ----
AUTHORITY = env.text("VINHDANH_AUTHORITY", "procuracy")  # the rulebook used
OFFICE_NAME = env.text("VINHDANH_OFFICE", "Viện kiểm sát nhân dân")
