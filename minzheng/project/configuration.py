"""Every setting of the product, from environment variables beginning with MINZHENG_."""

from __future__ import annotations

import os
import secrets
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from minzheng.engine.database.home import Home, default_home
from minzheng.engine.database.problems import Problem


class SettingsProblem(Problem):
    """An environment variable holds what it must not."""


class Settings(BaseSettings):
    """What an operator may set. Each description is Chinese first, then English."""

    model_config = SettingsConfigDict(env_prefix="MINZHENG_", env_ignore_empty=True, frozen=True, extra="ignore")

    home: Path = Field(
        default_factory=lambda: default_home(start=Path.cwd(), root=os.geteuid() == 0),
        description="存放数据库、密钥、日志的目录；默认为当前目录下的 .minzheng。Directory of database, keys and logs.",
    )
    demo: bool = Field(
        default=False,
        description="演示模式：虚构的县，参数未确认也可计算；与正式数据不能混用。Invented county; never mixes with real data.",
    )
    database_url: SecretStr = Field(
        default=SecretStr(""),
        description="外部 PostgreSQL（18 或更新）应用角色的地址；空则使用内置数据库。Application role on an external server.",
    )
    owner_database_url: SecretStr = Field(
        default=SecretStr(""),
        description="外部 PostgreSQL 属主角色的地址，只用于建表和升级。Owner role on an external server, for migrations only.",
    )
    key_ring: Path | None = Field(
        default=None,
        description="密钥文件；默认在数据目录的 secrets/key-ring。File of the keys that seal personal data.",
    )
    locality: str = Field(
        default="530129", pattern=r"^[0-9]{6}$", description="本县行政区划代码（6 位）。Division code of the county."
    )
    secret_key: SecretStr = Field(
        default_factory=lambda: SecretStr(secrets.token_urlsafe(50)),
        description="网页会话签名密钥；默认每次启动随机生成。Signs web sessions; random at each start unless set.",
    )
    allowed_hosts: list[str] = Field(
        default=["localhost", "127.0.0.1"], description="允许访问的主机名（JSON 列表）。Host names served (JSON list)."
    )
    trusted_proxies: list[str] = Field(
        default=[],
        description='反向代理的地址或网段（JSON 列表），如 ["127.0.0.1"]；只相信它们转来的来访地址和 https。不填则一律按直接来访算。Reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.',
    )
    callback_hosts: list[str] = Field(
        default=[],
        description="可以接收办件通知、地址却不在公网的主机名（JSON 列表），如政务外网里的；公网主机不必列出。Hosts without public addresses that may be told what happens to cases.",
    )
    passkey_host: str = Field(
        default="",
        pattern=r"^[a-z0-9.-]*$",
        description="通行密钥所属的主机名或其上级域名；空则不用通行密钥。启用后不得更改，否则已有密钥全部失效。Host (relying party) of passkeys; never change it once used.",
    )
    passkey_origins: list[str] = Field(
        default=[],
        validate_default=True,
        description='使用通行密钥的网址（JSON 列表），如 ["https://mz.example.gov.cn"]，主机名须等于或属于 passkey_host。Addresses on which passkeys are accepted.',
    )
    platform_issuer: str = Field(
        default="",
        description="统一身份认证平台（OpenID Connect）的签发者网址；空则不用。工作人员账户的用户名应与平台上的账号相同。Issuer of the identity platform that officers may sign in with.",
    )
    platform_client_id: str = Field(
        default="", description="本系统在统一身份认证平台登记的客户端编号。Client id at the identity platform."
    )
    platform_client_secret: SecretStr = Field(
        default=SecretStr(""), validate_default=True, description="上项的密钥。Client secret at the identity platform."
    )
    platform_name: str = Field(
        default="统一身份认证平台",
        max_length=30,
        description="登录页上平台的名称。What the platform is called on the sign-in page.",
    )
    platform_claim: str = Field(
        default="preferred_username",
        pattern=r"^[A-Za-z0-9_.:/-]{1,60}$",
        description="平台用哪一项给出账号。The claim that holds the username.",
    )
    debug: bool = Field(
        default=False, description="开发用的详细错误页，正式环境不得开启。Detailed error pages, for development only."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="写入日志的最低级别。Log level."
    )
    log_file: Path | None = Field(
        default=None,
        description="日志文件；网页服务默认写到标准错误，命令行默认写到数据目录的 logs/minzheng.log。Log file.",
    )

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, proxies: list[str]) -> list[str]:
        for each in proxies:
            ip_network(each)
        return proxies

    @field_validator("passkey_origins")
    @classmethod
    def _origins_of_the_host(cls, origins: list[str], known: ValidationInfo) -> list[str]:
        host = known.data.get("passkey_host", "")
        for each in origins:
            parts = urlsplit(each)
            named = parts.hostname or ""
            safe = parts.scheme == "https" or (parts.scheme, named) == ("http", "localhost")
            if not safe or each != f"{parts.scheme}://{parts.netloc}" or not f".{named}".endswith(f".{host}"):
                raise ValueError(each)
        if bool(origins) != bool(host):
            raise ValueError(host)
        return origins

    @field_validator("platform_issuer")
    @classmethod
    def _encrypted_issuer(cls, issuer: str) -> str:
        parts = urlsplit(issuer)
        if issuer and parts.scheme != "https" and parts.hostname not in {"localhost", "127.0.0.1"}:
            raise ValueError(issuer)
        return issuer.rstrip("/")

    @field_validator("platform_client_secret")
    @classmethod
    def _platform_is_whole(cls, secret: SecretStr, known: ValidationInfo) -> SecretStr:
        set_ = {
            bool(secret.get_secret_value()),
            *(bool(known.data.get(f"platform_{each}")) for each in ("issuer", "client_id")),
        }
        if len(set_) > 1:
            raise ValueError("platform")
        return secret

    @property
    def platform_apps(self) -> list[dict[str, Any]]:
        """The identity platform as django-allauth is told of it; nothing where none is set."""
        if not self.platform_issuer:
            return []
        secret = self.platform_client_secret.get_secret_value()
        return [
            {
                "provider_id": "platform",
                "name": self.platform_name,
                "client_id": self.platform_client_id,
                "secret": secret,
                "settings": {"server_url": self.platform_issuer},
            }
        ]

    @property
    def embedded(self) -> bool:
        """Whether the embedded server is used."""
        return not self.database_url.get_secret_value()

    @property
    def county_home(self) -> Home:
        """The county's directory."""
        return Home(self.home.expanduser().absolute(), demo=self.demo)

    @property
    def key_ring_file(self) -> Path:
        """File of the keys that seal personal data."""
        return self.key_ring or self.county_home.key_ring


def load_settings() -> Settings:
    """Read the environment.

    Raises:
        SettingsProblem: a variable cannot be read; its value is not repeated, it may be a secret.
    """
    try:
        return Settings()
    except (ValidationError, SettingsError) as error:
        names = _names(error)
        raise SettingsProblem(
            f"环境变量 {names} 的值不正确。", remedy="请对照 docs/reference/settings.md 修改后重试。"
        ) from None


def _names(error: ValidationError | SettingsError) -> str:
    if isinstance(error, ValidationError):
        return "、".join(f"MINZHENG_{str(each['loc'][0]).upper()}" for each in error.errors())
    return "MINZHENG_" + next((name.upper() for name in Settings.model_fields if f'"{name}"' in str(error)), "*")
