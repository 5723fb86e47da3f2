"""Django's entry for this part."""

from django.apps import AppConfig

from khuyencong.registry.hooks import TOUCHED


class AccountsConfig(AppConfig):
    name = "khuyencong.accounts"
    label = "accounts"

    def ready(self) -> None:
        from khuyencong.accounts.queries import accounts_touched  # models exist only now

        TOUCHED.append(accounts_touched)
