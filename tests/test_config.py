"""Settings: what is read, what is refused, what is documented."""

import re
from pathlib import Path

import pytest

from griya.config import PROJECT_ROOT, Settings, SettingsError

KEY = "q7Zt2-vN8xW_4rLk0pYb6sHd9mJc3fGa"
PRODUCTION = {"GRIYA_SECRET_KEY": KEY, "GRIYA_PUBLIC_URL": "https://griya.test"}
DOCUMENT = PROJECT_ROOT / "docs" / "settings.md"


def variables_in_code() -> set[str]:
    return set(re.findall(r'"(GRIYA_[A-Z_]+)"', (PROJECT_ROOT / "griya" / "config.py").read_text(encoding="utf-8")))


def variables_in_document() -> set[str]:
    return set(re.findall(r"^\| `(GRIYA_[A-Z_]+)` \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_variable_that_is_read_is_documented() -> None:
    assert variables_in_code() - variables_in_document() == set()


def test_every_variable_that_is_documented_is_read() -> None:
    assert variables_in_document() - variables_in_code() == set()


def test_nothing_but_config_reads_a_griya_variable() -> None:
    readers = [
        path.name
        for path in (PROJECT_ROOT / "griya").rglob("*.py")
        if re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))
    ]
    # cli hands the environment over, with what the command line says on top; bootstrap hands it to pip.
    assert set(readers) <= {"cli.py", "bootstrap.py"}


def test_production_is_the_default() -> None:
    with pytest.raises(SettingsError, match="GRIYA_SECRET_KEY is not set"):
        Settings.from_env({})


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("GRIYA_SECRET_KEY", "", "GRIYA_SECRET_KEY is not set"),
        ("GRIYA_SECRET_KEY", KEY[:31], "too simple"),
        ("GRIYA_SECRET_KEY", "a" * 64, "too simple"),
        ("GRIYA_SECRET_KEY", "change-me-" + KEY, "sample"),
        ("GRIYA_SECRET_KEY", "Your-Secret-Key-" + KEY, "sample"),
        ("GRIYA_SECRET_KEY", "ganti-kunci-ini-" + KEY, "sample"),
        ("GRIYA_PUBLIC_URL", "", "GRIYA_PUBLIC_URL is not set"),
        ("GRIYA_PUBLIC_URL", "http://griya.test", "https://"),
        ("GRIYA_PUBLIC_URL", "https://griya.test/sub", "not an address"),
        ("GRIYA_PUBLIC_URL", "griya.test", "not an address"),
        ("GRIYA_MODE", "debug", "GRIYA_MODE"),
        ("GRIYA_DATABASE_URL", "mysql://x/y", "GRIYA_DATABASE_URL"),
        ("GRIYA_SMTP_URL", "mail.example", "GRIYA_SMTP_URL"),
        ("GRIYA_PROXIES", "-1", "GRIYA_PROXIES"),
        ("GRIYA_PROXIES", "satu", "GRIYA_PROXIES"),
        ("GRIYA_THREADS", "0", "GRIYA_THREADS"),
        ("GRIYA_THREADS", "٨", "GRIYA_THREADS"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_in_one_sentence(
    tmp_path: Path, name: str, value: str, told: str
) -> None:
    with pytest.raises(SettingsError, match=re.escape(told)) as refused:
        Settings.from_env(PRODUCTION | {"GRIYA_INSTANCE": str(tmp_path)} | {name: value})
    assert "\n" not in str(refused.value)


def test_a_refusal_does_not_repeat_the_secret(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_env(PRODUCTION | {"GRIYA_SECRET_KEY": "pendek-sekali"})
    assert "pendek-sekali" not in str(refused.value)
    settings = Settings.from_env(PRODUCTION | {"GRIYA_DATABASE_URL": "postgresql://u:sandi@h/d"})
    assert KEY not in repr(settings)
    assert "sandi" not in repr(settings)


def test_production_writes_nothing_into_the_instance_folder(tmp_path: Path) -> None:
    Settings.from_env(PRODUCTION | {"GRIYA_INSTANCE": str(tmp_path / "new")})
    assert not (tmp_path / "new").exists()


def test_a_local_instance_makes_its_own_key_once_and_keeps_it_to_itself(tmp_path: Path) -> None:
    environ = {"GRIYA_MODE": "local", "GRIYA_INSTANCE": str(tmp_path / "instance")}
    first, second = Settings.from_env(environ), Settings.from_env(environ)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert first.is_local
    assert (tmp_path / "instance" / "secret_key").stat().st_mode & 0o077 == 0


def test_two_local_instances_have_different_keys(tmp_path: Path) -> None:
    keys = {
        Settings.from_env({"GRIYA_MODE": "local", "GRIYA_INSTANCE": str(tmp_path / name)}).secret_key
        for name in ("a", "b")
    }
    assert len(keys) == 2


def test_what_is_not_set_has_a_documented_default(tmp_path: Path) -> None:
    settings = Settings.from_env(PRODUCTION | {"GRIYA_INSTANCE": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path.resolve()}/griya.db"
    assert settings.mail_from == "griya@griya.test"
    assert settings.office.name == "Griya IKM Kalimantan Barat"
    assert (settings.proxies, settings.threads, settings.smtp_url) == (0, 8, "")
    assert not settings.is_local
