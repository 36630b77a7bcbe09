"""The settings of the throw-away profile: nothing is run, nothing fetched, everything calculated anew."""

from __future__ import annotations

from pathlib import Path

#: Path in LibreOffice's registry, name, value, and why.
SETTINGS = (
    # No macro of a document is ever run.
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    # A linked picture is not fetched: a page must not depend on a server, nor tell one that it is read.
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "1"),
    # A workbook that was filled by a program carries the results of its former figures: calculate always.
    ("/org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", "0"),
    ("/org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
)


def write_profile(profile: Path) -> None:
    """Lay out a new profile in the folder."""
    items = "\n".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
        f"{items}\n</oor:items>\n",
        encoding="utf-8",
    )
