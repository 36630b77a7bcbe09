"""What stands in for the fonts of official documents while a page is drawn.

The documents always name the real fonts (方正小标宋简体, 仿宋_GB2312 …), which may not be shipped. Where one
is not installed, a generated fontconfig file lets LibreOffice draw with a free one; the document is not
changed. A real font that is installed always wins. LibreOffice asks fontconfig on Linux only; on Windows
and macOS the real fonts come with the system or with Office.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class StandIn:
    """One role of type: the names it has in documents, the free fonts that can take its place, best first."""

    role: str
    names: tuple[str, ...]
    free: tuple[str, ...]


STAND_INS = (
    StandIn(
        "小标宋",
        ("方正小标宋简体", "方正小标宋_GBK", "方正小标宋_GB2312", "FZXiaoBiaoSong-B05S", "小标宋"),
        ("Noto Serif CJK SC Black", "Noto Serif CJK SC"),
    ),
    StandIn(
        "仿宋",
        ("仿宋_GB2312", "仿宋", "FangSong_GB2312", "FangSong", "方正仿宋简体", "方正仿宋_GBK"),
        ("FandolFang R", "FandolFang", "Noto Serif CJK SC"),
    ),
    StandIn(
        "楷体",
        ("楷体_GB2312", "楷体", "KaiTi_GB2312", "KaiTi", "方正楷体简体", "方正楷体_GBK"),
        ("FandolKai", "Noto Serif CJK SC"),
    ),
    StandIn("黑体", ("黑体", "SimHei", "方正黑体简体", "方正黑体_GBK"), ("Noto Sans CJK SC",)),
    StandIn("宋体", ("宋体", "SimSun", "新宋体", "NSimSun"), ("Noto Serif CJK SC",)),
    StandIn("西文", ("Times New Roman",), ("Liberation Serif", "DejaVu Serif")),
)


@dataclass(frozen=True, slots=True)
class FontFound:
    """What is drawn where a document asks for a font.

    Args:
        wanted: the name in the document.
        role: 小标宋, 仿宋, 楷体, 黑体, 宋体, 西文.
        found: the family that is drawn.
        kind: ``real`` it is installed, ``stand-in`` a free one of the same kind, ``other`` something else.
    """

    wanted: str
    role: str
    found: str
    kind: Literal["real", "stand-in", "other"]


def default_fonts_folder() -> Path | None:
    """The folder of extra fonts: ``$QIJIN_FONTS``, else ``.tools/fonts`` of a checkout, if it is there."""
    if named := os.environ.get("QIJIN_FONTS"):
        return Path(named)
    checkout = Path(__file__).parents[3]
    folder = checkout / ".tools" / "fonts"
    return folder if (checkout / "pyproject.toml").is_file() and folder.is_dir() else None


def fontconfig_text(fonts: Path | None = None) -> str:
    """The fontconfig file: the system's own settings, the folder of extra fonts, the stand-ins.

    Args:
        fonts: folder of extra fonts; :func:`default_fonts_folder` if not given.
    """
    folder = fonts or default_fonts_folder()
    lines = [
        '<?xml version="1.0"?>',
        "<fontconfig>",
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>',
    ]
    if folder is not None:
        lines.append(f"<dir>{escape(str(folder.absolute()))}</dir>")
    for stand_in in STAND_INS:
        free = "".join(f"<family>{name}</family>" for name in stand_in.free)
        # binding="same": as if the document had named it, so it comes before the system's general choice.
        lines += [
            f'<alias binding="same"><family>{name}</family><accept>{free}</accept></alias>'
            for name in stand_in.names
        ]
    return "\n".join([*lines, "</fontconfig>", ""])


def environment_for(fontconfig: Path) -> dict[str, str]:
    """The variables with which LibreOffice draws with the fonts of a fontconfig file."""
    variables = {"FONTCONFIG_FILE": str(fontconfig)}
    if sys.platform == "linux":
        variables["LC_ALL"] = "C.UTF-8"  # in the plain C locale Chinese file names are not found
    return variables


def fonts_found(fonts: Path | None = None) -> tuple[FontFound, ...]:
    """What LibreOffice will draw for every font that official documents name.

    Args:
        fonts: folder of extra fonts; :func:`default_fonts_folder` if not given.

    Returns:
        One entry a name; nothing where fontconfig's ``fc-match`` is not installed (Windows, macOS).
    """
    program = shutil.which("fc-match")
    if program is None:
        return ()
    with tempfile.TemporaryDirectory(prefix="qijin-fonts-") as scratch:
        configuration = Path(scratch, "fonts.conf")
        configuration.write_text(fontconfig_text(fonts), encoding="utf-8")
        return tuple(
            _found(program, configuration, name, stand_in)
            for stand_in in STAND_INS
            for name in stand_in.names
        )


def _found(program: str, configuration: Path, name: str, stand_in: StandIn) -> FontFound:
    """Ask fontconfig for one name."""
    answer = subprocess.run(  # noqa: S603 - fc-match from PATH, the name is one of ours
        [program, "--format=%{family}", name.replace("-", r"\-")],  # a bare hyphen would begin the size
        env={**os.environ, "FONTCONFIG_FILE": str(configuration)},
        capture_output=True,
        check=False,
        timeout=60,
    )
    # A font may carry its name in several languages: "仿宋,FangSong".
    families = answer.stdout.decode("utf-8", "replace").split(",")
    kind: Literal["real", "stand-in", "other"] = "other"
    if name in families:
        kind = "real"
    elif not set(stand_in.free).isdisjoint(families):
        kind = "stand-in"
    return FontFound(name, stand_in.role, families[0], kind)
