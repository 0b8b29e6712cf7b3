"""Settings: read once, every mistake told at once, no secret shown."""

from dataclasses import dataclass

import pytest

from chassis.settings import BadSettings, Secret, read_settings


@dataclass(frozen=True, kw_only=True)
class Settings:
    database_url: Secret
    max_attachment_mb: int = 5
    quick: bool = False


def test_a_setting_is_read_under_the_name_of_its_service():
    settings = read_settings(Settings, "legajo", {"LEGAJO_DATABASE_URL": "postgresql://x"})

    assert settings == Settings(database_url=Secret("postgresql://x"))


def test_what_all_services_share_may_be_said_once():
    environ = {"AYNI_DATABASE_URL": "shared", "AYNI_QUICK": "true", "LEGAJO_QUICK": "false"}

    settings = read_settings(Settings, "legajo", environ)

    assert (settings.database_url, settings.quick) == ("shared", False)


def test_every_mistake_is_told_at_once():
    environ = {"LEGAJO_MAX_ATTACHMENT_MB": "five", "LEGAJO_QUICK": "perhaps"}

    with pytest.raises(BadSettings) as told:
        read_settings(Settings, "legajo", environ)

    assert str(told.value) == (
        "LEGAJO_DATABASE_URL is not set; LEGAJO_MAX_ATTACHMENT_MB is not a valid int;"
        " LEGAJO_QUICK is not a valid bool"
    )


def test_a_secret_does_not_show_itself():
    settings = Settings(database_url=Secret("postgresql://user:password@host"))

    assert "password@host" not in repr(settings)
