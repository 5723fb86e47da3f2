"""Settings, from the environment only. KHUYENCONG_HOME: database and files; DATABASE_URL: the engine."""

import os
from pathlib import Path

from config.environment import database_from_url, secret_key
from khuyencong.kernel.sealed import key_kept_in

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("KHUYENCONG_HOME") or BASE_DIR / "var").resolve()
DATA_DIR = BASE_DIR / "data"
FILES_DIR = HOME / "files"
ASSETS_DIR = BASE_DIR / "build" / "assets"

SECRET_KEY = secret_key(HOME)
# Opens sealed identifiers of establishments; without it they are lost. Keep a copy apart from the database.
IDENTIFIER_KEY = os.environ.get("KHUYENCONG_IDENTIFIER_KEY") or key_kept_in(HOME / "identifier.key")
DEBUG = os.environ.get("KHUYENCONG_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("KHUYENCONG_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("KHUYENCONG_ORIGINS", "").split(",") if origin]
SECURE = os.environ.get("KHUYENCONG_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "khuyencong.records",
    "khuyencong.registry",
    "khuyencong.accounts",
    "khuyencong.documents",
    "khuyencong.ledger",
    "khuyencong.clusters",
    "khuyencong.programme",
    "khuyencong.oversight",
    "khuyencong.reporting",
    "khuyencong.web",
    "khuyencong.cli",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "khuyencong.web.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "khuyencong.web.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "khuyencong.web.middleware.view_of_the_past",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "khuyencong.web.shell.shell",
            ],
            "builtins": ["khuyencong.web.templatetags.kc"],
        },
    }
]

DATABASES = {"default": database_from_url(os.environ.get("DATABASE_URL", ""), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
CSRF_FAILURE_VIEW = "khuyencong.web.pages.session.form_expired"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 3
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "khuyencong.web.pages.session.locked_out"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", ASSETS_DIR / "vendor")]
STATIC_ROOT = BASE_DIR / "build" / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_DIR}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
UPLOAD_LIMIT = 50 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

EMAIL_HOST = os.environ.get("KHUYENCONG_MAIL_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("KHUYENCONG_MAIL_PORT", "25"))
DEFAULT_FROM_EMAIL = os.environ.get("KHUYENCONG_MAIL_FROM", "khuyencong@localhost")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("KHUYENCONG_LOG", "WARNING")},
}
# Covering indexes and conditional uniqueness are PostgreSQL gains; SQLite does without.
SILENCED_SYSTEM_CHECKS = ["models.W036", "models.W040"]
