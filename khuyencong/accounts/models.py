"""People who may sign in, and their assignments to a body in a role for a period."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuyencong.kernel.scope import Scope
from khuyencong.registry.models import Organisation


class UserManager(BaseUserManager["User"]):
    """Finds users by sign-in name."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person with an account. What they may do comes only from assignments.

    ``calendar_key`` is the SHA-256 of the secret address of the person's calendar feed; '' while none was asked for.
    """

    scope = Scope(internal=True)

    username = models.CharField(_("Tên đăng nhập"), max_length=80, unique=True)
    full_name = models.CharField(_("Họ và tên"), max_length=120)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, blank=True)
    calendar_key = models.CharField(max_length=64, blank=True, default="", editable=False)
    is_demo = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    def get_full_name(self) -> str:
        return self.full_name

    def __str__(self) -> str:
        return self.full_name

    @property
    def initials(self) -> str:
        """Two letters for the round mark beside the name: 'Trần Minh Đức' -> 'MĐ'."""
        return "".join(word[0] for word in self.full_name.split()[-2:]).upper()


class Assignment(models.Model):
    """A person holds a role in a body from a day to a day. ``field`` is a leader's field; ``team`` an audit team."""

    scope = Scope(internal=True)

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=20)
    field = models.CharField(max_length=120, blank=True)
    team = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
                name="assignment_ends_after_it_starts",
                violation_error_message=_("Ngày kết thúc phân công phải sau ngày bắt đầu."),
            )
        ]
