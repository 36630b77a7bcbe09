"""OPC packages (ISO/IEC 29500-2): a zip whose members are parts with content types and relationships.

Serves .docx and .xlsx alike and knows no document kind. A package that :func:`read_package` returns has been
held against every bound and every rule of safety, so what comes after may trust it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from qijin_docs.errors import Place, Problem, QijinError, TemplateError
from qijin_docs.ooxml.archive import Member, PackageLimits, read_archive
from qijin_docs.ooxml.xml import faults_of_xml, parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

CONTENT_TYPES = "[Content_Types].xml"
_CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"


@dataclass(frozen=True, slots=True)
class Relationship:
    """One arrow from a part to another part or to the world outside.

    Args:
        id: as used in ``r:id``.
        type: the last segment of the type's address: ``image``, ``hyperlink``, ``attachedTemplate``.
        target: name of the part, or the address if ``external``.
        external: it points outside the package.
        source: name of the part it starts from; empty for the package itself.
        uri: the type's whole address.
    """

    id: str
    type: str
    target: str
    external: bool
    source: str
    uri: str


@dataclass(frozen=True, slots=True)
class Package:
    """A package in memory, its members still compressed. Immutable, picklable, safe between threads.

    Args:
        file: name for messages, if there is one.
        members: name → member, in the order of the archive.
        defaults: extension in lower case → content type.
        overrides: part name in lower case → content type.
    """

    file: str | None
    members: Mapping[str, Member]
    defaults: Mapping[str, str]
    overrides: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all members, in the order of the archive."""
        return tuple(self.members)

    def __contains__(self, name: object) -> bool:
        return name in self.members

    def part(self, name: str) -> bytes:
        """The inflated bytes of a part; inflated at each call.

        Raises:
            KeyError: there is no such part.
        """
        return self.members[name].content()

    def xml(self, name: str) -> _Element:
        """The root element of a part; parsed at each call, without entities and network.

        Raises:
            KeyError: there is no such part.
            TemplateError: it is not well-formed (``package.not_wellformed``).
        """
        return parse_xml(self.part(name), self.place(name))

    def content_type(self, name: str) -> str:
        """Content type of a part, empty if none is declared."""
        found = self.overrides.get(name.lower())
        return found if found is not None else self.defaults.get(posixpath.splitext(name)[1][1:].lower(), "")

    def relationships(self, source: str = "") -> tuple[Relationship, ...]:
        """Relationships of a part, or of the package itself if no part is named; empty if it has none.

        Raises:
            TemplateError: the relationship part is not well-formed.
        """
        name = relationships_part(source)
        if name not in self.members:
            return ()
        return tuple(_relationship(element, source) for element in self.xml(name).iter(f"{_REL}Relationship"))

    def all_relationships(self) -> Iterator[Relationship]:
        """Relationships of the package and of all its parts."""
        for name in self.members:
            folder, _, leaf = name.rpartition("/")
            if leaf.endswith(".rels") and folder.split("/")[-1] == "_rels":
                yield from self.relationships(posixpath.join(folder[: -len("_rels")], leaf[: -len(".rels")]))

    def place(self, where: str | None = None) -> Place:
        """A place in this package for a problem."""
        return Place(file=self.file, where=where)


def read_package(
    source: Path | str | bytes,
    *,
    file: str | None = None,
    limits: PackageLimits = PackageLimits(),  # noqa: B008  (immutable)
    allow: Iterable[str] = (),
    error: type[QijinError] = TemplateError,
) -> Package:
    """The package, checked.

    Args:
        source: a path, or the bytes of the file.
        file: name for messages; the path's own name if not given.
        limits: bounds, each with its own code.
        allow: active content that is accepted, see :data:`qijin_docs.ooxml.active_content.SWITCHES`.
        error: the branch to raise, by who has to act: :class:`TemplateError`, :class:`DataError`.

    Raises:
        QijinError: of the class given, with all problems (codes ``package.…`` and ``active.…``).
    """
    if not isinstance(source, bytes):
        path = Path(source)
        file = file or path.name
        try:
            size = path.stat().st_size
            # A file far above the bound is not even read; one byte more is enough to refuse it.
            with path.open("rb") as stream:
                source = stream.read(min(size, limits.archive_bytes) + 1)
        except OSError as cause:
            raise error(_unreadable(path, file, cause)) from cause
    members, problems = read_archive(source, file=file, limits=limits)
    if problems:
        raise error(problems)
    by_name = {member.name: member for member in members}
    if CONTENT_TYPES not in by_name:
        raise error(
            Problem(
                "package.no_content_types",
                f"压缩包里没有“{CONTENT_TYPES}”，不是 Word 或 Excel 文件",
                Place(file=file),
                "确认文件真是用 Word、Excel 或 WPS 保存的 .docx 或 .xlsx",
            )
        )
    bare = Package(file, by_name, {}, {})
    try:
        faults = tuple(faults_of_xml(by_name[CONTENT_TYPES].content(), bare.place(CONTENT_TYPES)))
        if faults:
            raise TemplateError(faults)
        package = _with_content_types(bare)
        faults = tuple(_faults_of_parts(package))
        if not faults:
            faults = tuple(_refused(package, frozenset(allow)))
    except TemplateError as found:
        raise error(found.problems) from found
    if faults:
        raise error(faults)
    return package


def relationships_part(source: str) -> str:
    """Name of the part that holds the relationships of a part: ``word/_rels/document.xml.rels``."""
    folder, leaf = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{leaf}.rels")


def _unreadable(path: Path, file: str | None, cause: OSError) -> Problem:
    place = Place(file=file)
    if isinstance(cause, FileNotFoundError):
        return Problem("package.missing_file", f"找不到文件“{path}”", place, "检查路径和文件名")
    if isinstance(cause, IsADirectoryError):
        return Problem(
            "package.is_folder", f"“{path}”是文件夹，不是文件", place, "写出文件夹里那个文件的路径"
        )
    return Problem("package.unreadable", f"读不了文件“{path}”", place, "检查权限，或先在 Word、WPS 里关闭它")


def _with_content_types(package: Package) -> Package:
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    for element in package.xml(CONTENT_TYPES):
        kind = element.get("ContentType", "")
        if element.tag == f"{_CT}Default":
            defaults[element.get("Extension", "").lower()] = kind
        elif element.tag == f"{_CT}Override":
            overrides[element.get("PartName", "").removeprefix("/").lower()] = kind
    return Package(package.file, package.members, defaults, overrides)


def _faults_of_parts(package: Package) -> Iterator[Problem]:
    for name in package.names:
        if is_xml(name, package.content_type(name)):
            yield from faults_of_xml(package.part(name), package.place(name))


def is_xml(name: str, content_type: str) -> bool:
    """Whether a program would read the part as XML."""
    return content_type.endswith(("+xml", "/xml", ".vmlDrawing")) or name.lower().endswith(
        (".xml", ".rels", ".vml")
    )


def _refused(package: Package, allow: frozenset[str]) -> Iterator[Problem]:
    from qijin_docs.ooxml.active_content import find_active_content

    return (found.problem for found in find_active_content(package) if found.switch not in allow)


def _relationship(element: _Element, source: str) -> Relationship:
    target = element.get("Target", "")
    external = element.get("TargetMode") == "External"
    uri = element.get("Type", "")
    return Relationship(
        id=element.get("Id", ""),
        type=uri.rpartition("/")[2],
        target=target if external else resolve(source, target),
        external=external,
        source=source,
        uri=uri,
    )


def resolve(source: str, target: str) -> str:
    """Part name that a relative target means, seen from a part: ``../media/a.png`` → ``word/media/a.png``."""
    address = unquote(target.partition("#")[0])
    joined = address if address.startswith("/") else posixpath.join("/", posixpath.dirname(source), address)
    return posixpath.normpath(joined).lstrip("/")
