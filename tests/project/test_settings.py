"""Settings: read from the environment, refused in words, listed in the reference."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from minzheng.project.configuration import Settings, SettingsProblem, load_settings
from minzheng.project.settings_page import page


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("MINZHENG_")]:
        monkeypatch.delenv(name)


def test_the_reference_lists_every_setting_as_it_is(repository: Path) -> None:
    assert (repository / "docs/reference/settings.md").read_text(encoding="utf-8") == page()
    assert all(f"MINZHENG_{name.upper()}" in page() for name in Settings.model_fields)
    assert all(field.description for field in Settings.model_fields.values())


def test_nothing_set_means_the_embedded_server_beside_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    settings = load_settings()
    assert settings.embedded
    assert settings.county_home.path == tmp_path / ".minzheng"
    assert not settings.county_home.demo
    assert settings.key_ring_file == tmp_path / ".minzheng" / "secrets" / "key-ring"


def test_variables_are_read_and_empty_ones_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINZHENG_HOME", "~/county")
    monkeypatch.setenv("MINZHENG_DEMO", "1")
    monkeypatch.setenv("MINZHENG_DATABASE_URL", "")
    monkeypatch.setenv("MINZHENG_KEY_RING", "/etc/keys")
    settings = load_settings()
    assert settings.county_home.path == Path.home() / "county"
    assert settings.county_home.demo
    assert settings.embedded
    assert settings.key_ring_file == Path("/etc/keys")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MINZHENG_DEMO", "也许"),
        ("MINZHENG_LOCALITY", "寻甸"),
        ("MINZHENG_LOG_LEVEL", "LOUD"),
        ("MINZHENG_ALLOWED_HOSTS", "{"),
        ("MINZHENG_PASSKEY_ORIGINS", '["https://mz.example.gov.cn"]'),
    ],
)
def test_a_wrong_value_names_its_variable_and_not_itself(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsProblem, match=f"环境变量 {name} 的值不正确") as caught:
        load_settings()
    assert value not in str(caught.value)


def test_importing_the_settings_starts_and_creates_nothing(tmp_path: Path, repository: Path) -> None:
    environment = {
        **os.environ,
        "MINZHENG_HOME": str(tmp_path / "home"),
        "DJANGO_SETTINGS_MODULE": "minzheng.project.settings",
    }
    script = "import django; django.setup(); from django.conf import settings; print(sorted(settings.DATABASES), settings.TIME_ZONE, settings.USE_TZ)"
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=repository, capture_output=True, text=True, check=True
    )
    assert done.stdout == "['default', 'owner'] Asia/Shanghai True\n"
    assert list(tmp_path.iterdir()) == []


def test_an_external_server_takes_the_place_of_the_embedded_one(tmp_path: Path, repository: Path) -> None:
    environment = {
        **os.environ,
        "MINZHENG_HOME": str(tmp_path),
        "MINZHENG_DATABASE_URL": "postgresql://app:a@db.county/mz",
        "MINZHENG_OWNER_DATABASE_URL": "postgresql://owner:o@db.county/mz",
    }
    script = "from minzheng.project import settings; print([settings.DATABASES[alias]['USER'] for alias in ('default', 'owner')])"
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=repository, capture_output=True, text=True, check=True
    )
    assert done.stdout == "['app', 'owner']\n"


@pytest.mark.parametrize(
    "origins",
    ['["https://mz.example.gov.cn"]', '["https://example.gov.cn", "https://a.example.gov.cn:8443"]'],
)
def test_passkeys_hold_for_addresses_of_their_host(monkeypatch: pytest.MonkeyPatch, origins: str) -> None:
    monkeypatch.setenv("MINZHENG_PASSKEY_HOST", "example.gov.cn")
    monkeypatch.setenv("MINZHENG_PASSKEY_ORIGINS", origins)
    assert load_settings().passkey_origins


@pytest.mark.parametrize(
    "origins",
    [
        "[]", '["http://mz.example.gov.cn"]', '["https://evil.cn"]', '["https://evilexample.gov.cn"]',
        '["https://mz.example.gov.cn/"]', '["mz.example.gov.cn"]',
    ],
)  # fmt: skip
def test_passkeys_are_never_taken_from_elsewhere(monkeypatch: pytest.MonkeyPatch, origins: str) -> None:
    monkeypatch.setenv("MINZHENG_PASSKEY_HOST", "example.gov.cn")
    monkeypatch.setenv("MINZHENG_PASSKEY_ORIGINS", origins)
    with pytest.raises(SettingsProblem, match="MINZHENG_PASSKEY_ORIGINS"):
        load_settings()
