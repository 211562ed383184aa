"""Settings from the environment or `.env`, checked before anything starts. A secret may come from a file
(`ABSENSI_BOT_TOKEN_FILE`).
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

PREFIX = "ABSENSI_"
_SECRETS = ("bot_token", "webhook_secret", "database_url")


class SettingsError(Exception):
    """A setting cannot be used. The message names it, its value (never a secret) and what is allowed."""


@dataclass(frozen=True, slots=True)
class ModemSettings:
    """One modem: its name in logs and rows, and how gammu reaches it (`at115200`, `/dev/ttyUSB0`)."""

    name: str
    connection: str
    device: str


def _read_modems(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return tuple(_read_modem(part.strip()) for part in value.split(",") if part.strip())


def _read_modem(text: str) -> ModemSettings:
    name, equals, rest = text.partition("=")
    connection, colon, device = rest.partition(":")
    if not (equals and colon and name.strip() and connection.strip() and device.strip()):
        raise ValueError
    return ModemSettings(name.strip(), connection.strip(), device.strip())


def _read_zone(value: Any) -> Any:
    if isinstance(value, ZoneInfo):
        return value
    if value not in ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"):
        raise ValueError
    return ZoneInfo(str(value))


def _empty_is_none(value: Any) -> Any:
    return None if value == "" else value


class _FilesSource(PydanticBaseSettingsSource):
    """`ABSENSI_X_FILE=/run/secrets/x` gives X: how containers hand over secrets."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        path = os.environ.get(f"{PREFIX}{field_name.upper()}_FILE")
        if not path:
            return None, field_name, False
        try:
            return Path(path).read_text().strip(), field_name, False
        except OSError as error:
            raise SettingsError(f"{PREFIX}{field_name.upper()}_FILE={path}: {error.strerror}") from error

    def __call__(self) -> dict[str, Any]:
        found = {name: self.get_field_value(None, name)[0] for name in _SECRETS}
        return {name: value for name, value in found.items() if value is not None}


class Settings(BaseSettings):
    """What the machine decides; what the school decides is in `core.school_rules`. Descriptions say what is allowed."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    database_url: SecretStr = Field(
        SecretStr(""), description="postgresql://user:pass@host/db, or empty for the embedded one"
    )
    data_dir: Path = Field(Path("data"), description="a folder")
    bot_token: SecretStr = Field(SecretStr(""), description="the token that BotFather gave, 123456:ABC…")
    telegram_api_url: str = Field(
        "https://api.telegram.org",
        pattern=r"^https?://\S+$",
        description="the address of a Bot API server, http(s)://…",
    )
    webhook_url: Annotated[str | None, BeforeValidator(_empty_is_none)] = Field(
        None, pattern=r"^https?://\S+$", description="empty for long polling, or the public base address, http(s)://…"
    )
    webhook_secret: SecretStr = Field(SecretStr(""), description="1 to 256 of A-Z a-z 0-9 _ -, needed with a webhook")
    public_url: Annotated[str | None, BeforeValidator(_empty_is_none)] = Field(
        None, pattern=r"^https?://\S+$", description="empty, or the address at which tablets find us, http(s)://…"
    )
    http_host: str = Field("127.0.0.1", min_length=1, description="an address of this machine")
    http_port: int = Field(8080, ge=0, le=65535, description="a port, 0 to 65535 (0: any free one)")
    modems: Annotated[tuple[ModemSettings, ...], NoDecode, BeforeValidator(_read_modems)] = Field(
        (), description="name=connection:device, several by commas, as satu=at115200:/dev/ttyUSB0"
    )
    timezone: Annotated[ZoneInfo, BeforeValidator(_read_zone)] = Field(
        ZoneInfo("Asia/Jakarta"), description="Asia/Jakarta, Asia/Pontianak, Asia/Makassar or Asia/Jayapura"
    )
    now: Annotated[datetime | None, BeforeValidator(_empty_is_none)] = Field(
        None, description="empty, or an ISO time such as 2026-11-23T07:00"
    )
    log: Literal["debug", "info", "warning", "error"] = Field("info", description="debug, info, warning or error")
    log_format: Literal["text", "json"] = Field("text", description="text or json")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        assert isinstance(env_settings, EnvSettingsSource)
        assert isinstance(dotenv_settings, DotEnvSettingsSource)
        return init_settings, env_settings, _FilesSource(settings_cls), dotenv_settings

    @model_validator(mode="after")
    def _webhook_has_its_secret(self) -> Self:
        if self.webhook_url and not self.webhook_secret.get_secret_value():
            raise SettingsError(f"{PREFIX}WEBHOOK_SECRET is empty: a webhook needs it, 1 to 256 of A-Z a-z 0-9 _ -")
        return self

    @property
    def clock_offset(self) -> timedelta:
        """How far the service's clock is from the real one; ask once, for `ABSENSI_NOW` counts from then."""
        if self.now is None:
            return timedelta()
        start = self.now if self.now.tzinfo else self.now.replace(tzinfo=self.timezone)
        return start - datetime.now(UTC)


def load_settings(**given: Any) -> Settings:
    """Read and check everything. Raises SettingsError with one sentence for the first wrong value."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError(_in_words(error)) from error


def _in_words(error: ValidationError) -> str:
    first = error.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    field = Settings.model_fields.get(name)
    value = "(not shown)" if name in _SECRETS else repr(first["input"])
    return f"{PREFIX}{name.upper()}={value} cannot be used; allowed: {field.description if field else first['msg']}"
