"""Every setting of GraphFraud: `graphfraud.toml` < environment `GRAPHFRAUD_…` < flags.

The file is `graphfraud.toml` in the current folder, or the one named by `GRAPHFRAUD_CONFIG`. Relative
paths count from the current folder. An unknown name, in the file or the environment, is an error.
`docs/settings.md` is generated from the fields below.
"""

from __future__ import annotations

import os
import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from graphfraud.errors import SettingError

PREFIX = "GRAPHFRAUD_"
FILE = "graphfraud.toml"
# Variables that steer the process or the tests and are no settings.
PROCESS_VARIABLES = ("GRAPHFRAUD_CONFIG", "GRAPHFRAUD_REQUIRE_SERVICES")
TEST_PREFIX = "GRAPHFRAUD_TEST_"
SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT])i?B", re.IGNORECASE)
SMALLEST_MEMORY = 256 * 1024**2
SMALLEST_UPLOAD = 1024**2


def memory_bytes(text: str) -> int:
    """Give the number of bytes of a size such as `2GB`; K, M, G and T count by 1024.

    Raises:
        ValueError: not a size.
    """
    found = SIZE.fullmatch(text.strip())
    if not found:
        raise ValueError("write a number and a unit, as in 2GB or 512MB")
    number, unit = found.groups()
    return int(float(number) * 1024 ** (" KMGT".index(unit.upper())))


def _memory(text: str) -> str:
    if memory_bytes(text) < SMALLEST_MEMORY:
        raise ValueError("at least 256MB is needed")
    return text.strip()


def _upload(text: str) -> str:
    if memory_bytes(text) < SMALLEST_UPLOAD:
        raise ValueError("at least 1MB is needed")
    return text.strip()


class Settings(BaseSettings):
    """The settings of one process. Make them with `load`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True)

    workspace: Path = Field(
        default=Path("graphfraud-data"),
        description="Folder that holds everything the embedded default writes: lake, clean claims, runs.",
        json_schema_extra={"zh": "工作区文件夹：数据湖、清洗后的结算、扫描结果都在其中。"},
    )
    lang: Literal["zh", "en"] = Field(
        default="zh",
        description="Language of terminal reports and of the explorer's first view.",
        json_schema_extra={"zh": "终端报告和浏览器首屏的语言。"},
    )
    engine: Literal["duckdb"] = Field(
        default="duckdb",
        description="What runs the SQL of a scan.",
        json_schema_extra={"zh": "扫描所用的计算引擎。"},
    )
    memory_limit: Annotated[str, AfterValidator(_memory)] = Field(
        default="2GB",
        description="Memory for the engine; past it, it spills to disk. At least 256MB.",
        json_schema_extra={"zh": "引擎可用内存，超出部分写入磁盘；至少 256MB。", "range": "≥ 256MB"},
    )
    threads: int | None = Field(
        default=None,
        ge=1,
        le=1024,
        description="Threads of the engine; not set: one a core. Results do not depend on it.",
        json_schema_extra={"zh": "引擎线程数；不设则每核一个。不影响结果。"},
    )
    hub_degree: int = Field(
        default=500,
        ge=2,
        le=1_000_000,
        description="An entity with more neighbours than this is a hub, which path searches avoid.",
        json_schema_extra={"zh": "邻居数超过此值的实体视为枢纽，路径查询时绕开。"},
    )
    host: str = Field(
        default="127.0.0.1",
        min_length=1,
        description="Address that the explorer listens on.",
        json_schema_extra={"zh": "浏览器界面监听的地址。"},
    )
    port: int = Field(
        default=8501,
        ge=1,
        le=65535,
        description="Port that the explorer listens on.",
        json_schema_extra={"zh": "浏览器界面监听的端口。"},
    )
    inbox: Path | None = Field(
        default=None,
        description="Folder on the server from which the explorer may load; not set: `inbox` in the workspace.",
        json_schema_extra={"zh": "界面可载入的服务器文件夹；不设则为工作区下的 inbox。"},
    )
    upload_hours: int = Field(
        default=24,
        ge=1,
        le=720,
        description="Hours after which an uploaded file that nobody loaded is removed.",
        json_schema_extra={"zh": "未载入的上传文件保留的小时数，之后删除。"},
    )
    upload_limit: Annotated[str, AfterValidator(_upload)] = Field(
        default="512MB",
        description="Largest file that the explorer takes; the server holds it in memory while it is loaded. At least "
        "1MB. Bigger ones are loaded with `graphfraud load`.",
        json_schema_extra={
            "zh": "浏览器界面可上传的最大文件（占用服务器内存），至少 1MB；更大的请用 `graphfraud load` 载入。",
            "range": "≥ 1MB",
        },
    )
    store: Literal["embedded", "neo4j"] = Field(
        default="embedded",
        description="Where readers get rings and graph from: the workspace's files, or the Neo4j server of neo4j_uri.",
        json_schema_extra={"zh": "读取团伙和图的来源：工作区文件，或 neo4j_uri 所指的 Neo4j 服务器。"},
    )
    neo4j_uri: str | None = Field(
        default=None,
        pattern=r"^(neo4j|bolt)(\+s|\+ssc)?://.+",
        description="Neo4j server, as in neo4j://db.example:7687; not set: the embedded store alone.",
        json_schema_extra={
            "zh": "Neo4j 服务器地址；不设则只用内嵌图库。",
            "range": "neo4j://… or bolt://… (also +s, +ssc)",
        },
    )
    neo4j_user: str = Field(
        default="neo4j",
        min_length=1,
        description="User name at the Neo4j server.",
        json_schema_extra={"zh": "Neo4j 用户名。"},
    )
    neo4j_password_file: Path | None = Field(
        default=None,
        description="File whose first line is the password at the Neo4j server.",
        json_schema_extra={"zh": "首行为 Neo4j 密码的文件。"},
    )
    neo4j_memory: Annotated[str, AfterValidator(_memory)] = Field(
        default="1GB",
        description="Memory of a server that `graphfraud neo4j up` starts: its heap, and as much again for its page "
        "cache. At least 256MB.",
        json_schema_extra={
            "zh": "`graphfraud neo4j up` 所启动服务器的内存：堆内存，以及同样大小的页缓存；至少 256MB。",
            "range": "≥ 256MB",
        },
    )

    graph_claims: Literal["all", "evidence"] = Field(
        default="all",
        description="Which settlements `graphfraud graph push` gives nodes: all, or only those behind links, evidence "
        "and gatherings (for provinces). Sums and counts are of all in either case.",
        json_schema_extra={"zh": "推送到图数据库的结算节点：全部，或仅证据涉及的结算；汇总始终按全部结算计算。"},
    )
    graph_names: bool = Field(
        default=False,
        description="Whether the Neo4j server also gets the names of entities, persons' masked.",
        json_schema_extra={"zh": "是否将名称写入图数据库（个人姓名脱敏）。", "range": "`true`, `false`"},
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take flags, then the environment; `load` adds the file. No `.env` and no secrets folder."""
        return init_settings, env_settings

    def neo4j_password(self) -> str:
        """Give the password of the Neo4j user, empty where no file is set.

        Raises:
            SettingError: the file can't be read or is empty.
        """
        if self.neo4j_password_file is None:
            return ""
        try:
            text = self.neo4j_password_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as e:
            raise _password_error(f"Can't read the password file {self.neo4j_password_file}") from e
        if not text:
            raise _password_error(f"The password file {self.neo4j_password_file} is empty")
        return text.splitlines()[0].strip()


def load(**flags: object) -> Settings:
    """Give the settings from the file, the environment and `flags`; a flag that is None counts as not given.

    Raises:
        SettingError: an unknown name, a value out of range, or a file that can't be read.
    """
    given: dict[str, Any] = {name: value for name, value in flags.items() if value is not None}
    _known(given, "option")
    in_environment = _environment()
    _known(in_environment, "environment variable")
    in_file = _file()
    _known(in_file, f"key in {config_file()}")
    # The environment is left to pydantic-settings; the file fills only what neither it nor a flag sets.
    below = {name: value for name, value in in_file.items() if name not in in_environment}
    try:
        return Settings(**{**below, **given})
    except ValidationError as e:
        raise _invalid(e) from e


def config_file() -> Path | None:
    """Give the settings file in force, None where there is none.

    Raises:
        SettingError: `GRAPHFRAUD_CONFIG` names a file that isn't there.
    """
    named = os.environ.get("GRAPHFRAUD_CONFIG")
    path = Path(named or FILE)
    if path.is_file():
        return path
    if named:
        raise SettingError(
            f"GRAPHFRAUD_CONFIG names {named}, which is no file",
            name="GRAPHFRAUD_CONFIG",
            hint="Correct the path, or unset the variable.",
        )
    return None


def _environment() -> dict[str, str]:
    """Give the settings of the environment by field name; empty ones count as not given."""
    found = {name.upper(): value for name, value in os.environ.items() if value}
    return {
        name.removeprefix(PREFIX).lower(): value
        for name, value in found.items()
        if name.startswith(PREFIX) and not name.startswith(TEST_PREFIX) and name not in PROCESS_VARIABLES
    }


def _file() -> dict[str, Any]:
    path = config_file()
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as e:
        raise SettingError(
            f"Can't read the settings file {path}: {e}", name=str(path), hint="Correct it; it is a TOML file."
        ) from e


def _known(names: dict[str, Any], where: str) -> None:
    for name in sorted(names):
        if name not in Settings.model_fields:
            close = get_close_matches(name, Settings.model_fields, n=1, cutoff=0.0)
            shown, nearest = (name, *close)
            if where == "environment variable":
                shown, nearest = f"{PREFIX}{name.upper()}", f"{PREFIX}{nearest.upper()}"
            raise SettingError(f"Unknown {where}: {shown!r}", name=shown, nearest=nearest)


def _invalid(error: ValidationError) -> SettingError:
    first = error.errors()[0]
    name = str(first["loc"][0])
    return SettingError(
        f"The setting {name} can't be {first['input']!r}: {first['msg'].removeprefix('Value error, ')}",
        name=name,
        hint="docs/settings.md lists every setting with its range.",
    )


def _password_error(message: str) -> SettingError:
    return SettingError(
        message,
        name="neo4j_password_file",
        hint="Write the password on the first line of the file and let only its owner read it.",
    )
