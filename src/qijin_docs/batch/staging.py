"""The folder of what is not finished, and the list of what it becomes.

Documents are made in ``.未完成`` under the key of their content. Only when all are right do they move to their
names: first the list of contents is written beside them, then :mod:`.settling` gives them their names.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from qijin_docs.batch.index import Entry, Index
from qijin_docs.batch.journal import (
    CONTENTS,
    UNFINISHED,
    cannot_write,
    contents_head,
    contents_line,
    is_spread,
    read_contents,
)
from qijin_docs.batch.json_lines import AT_ONCE
from qijin_docs.batch.names import same_name_key

#: Files in one folder, above which they are spread over folders by the number of their record.
LARGE_FOLDER = 5000
FILES_A_FOLDER = 1000
_RETURNED = "有问题的行"


@dataclass(frozen=True, slots=True)
class Staging:
    """Where a batch keeps what is not finished.

    Args:
        folder: of what is not finished.
        suffix: of the documents.
    """

    folder: Path
    suffix: str

    def made(self, key: str) -> str:
        """Where the document with this key is made, as text: this is asked once a document."""
        return f"{self.folder}/{key[:2]}/{key}{self.suffix}"

    def file(self, key: str) -> Path:
        """Where the document with this key is made."""
        return Path(self.made(key))

    def pdf(self, key: str) -> Path:
        """Where its PDF is made."""
        return self.folder / "pdf" / (key + ".pdf")

    def returned(self) -> Path | None:
        """The file of bad rows, if one has been written."""
        return next(self.folder.glob(f"{_RETURNED}.*"), None) if self.folder.is_dir() else None

    def remove(self) -> None:
        """Take all of it away."""
        shutil.rmtree(self.folder)


def staging_in(folder: Path, suffix: str) -> Staging:
    """The staging of an output folder."""
    return Staging(folder / UNFINISHED, suffix)


def staging_beside(file: Path, suffix: str) -> Staging:
    """The staging of an output file."""
    return Staging(file.with_name(f".{file.name}{UNFINISHED}"), suffix)


def load_earlier(folder: Path, index: Index) -> None:
    """Remember what the list of contents in an output folder says."""
    spread = index.spread = is_spread(folder / CONTENTS)

    def asked_for(name: str) -> str:
        return same_name_key(name.partition("/")[2] if spread else name)

    index.add_earlier(
        (same_name_key(line["文件"]), line["文件"], _text(line), position, asked_for(line["文件"]))
        for position, line in enumerate(read_contents(folder / CONTENTS))
    )


def _text(line: dict[str, object]) -> str:
    import json

    return json.dumps(line, ensure_ascii=False) + "\n"


def final_name(entry: Entry, *, spread: bool) -> str:
    """The name below the output folder."""
    if not spread:
        return entry.name
    first = (entry.number - 1) // FILES_A_FOLDER * FILES_A_FOLDER + 1
    return f"{first:07d}-{first + FILES_A_FOLDER - 1:07d}/{entry.name}"


def write_contents(
    folder: Path, staging: Staging, index: Index, head: tuple[str, str, str]
) -> tuple[int, int]:
    """Write the new list of contents into the staging; bring documents that lie elsewhere there.

    Args:
        folder: the output folder.
        head: version, name and digest of the template.

    Returns:
        How many documents of an earlier run are carried over because this one does not make them, and in
        whose place there will be another one.

    Raises:
        OutputError: ``output.write_failed``.
    """
    spread = index.spread  # a folder keeps the form it began with
    if spread is None:
        spread = index.count() > LARGE_FOLDER and not index.has_folders()
    scratch = staging.folder / (CONTENTS + ".part")
    left_over = replaced = 0
    pdfs = index.has_earlier() or (staging.folder / "pdf").is_dir()
    try:
        if index.has_earlier():
            for entry in index.entries():
                index.add_final(same_name_key(final_name(entry, spread=spread)))
        with scratch.open("w", AT_ONCE, "utf-8", newline="\n") as stream:
            stream.write(contents_head(*head, spread=spread))
            for name, text in index.left_over():
                if (folder / name).is_file():
                    stream.write(text)
                    left_over += 1
            for entry in index.entries():
                name = final_name(entry, spread=spread)
                if index.spread is not None:
                    before = index.earlier(same_name_key(name))
                    replaced += before is not None and before["sha256"] != entry.sha256
                if entry.file != staging.made(entry.key) and Path(entry.file) != folder / name:
                    staging.file(entry.key).parent.mkdir(exist_ok=True)
                    shutil.copyfile(entry.file, staging.file(entry.key))
                pdf = _pdf(folder, name, entry.sha256, staging.pdf(entry.key), index) if pdfs else ""
                stream.write(contents_line(entry, name, pdf))
            stream.flush()
            os.fsync(stream.fileno())
        scratch.replace(staging.folder / CONTENTS)
    except OSError as error:
        raise cannot_write(staging.folder, error) from error
    return left_over, replaced


def _pdf(folder: Path, name: str, digest: str, made: Path, index: Index) -> str:
    """SHA-256 of the PDF that will stand beside a document: the one just made, or the right one from before."""
    return digest_of(made) if made.is_file() else earlier_pdf(folder, name, digest, index)


def earlier_pdf(folder: Path, name: str, digest: str, index: Index) -> str:
    """SHA-256 of the PDF an earlier run made of this very document, if it stands there unchanged.

    Args:
        folder: the output folder.
        name: of the document, below it.
        digest: SHA-256 of the document.
    """
    line = index.earlier(same_name_key(name)) or {}
    pdf = (folder / name).with_suffix(".pdf")
    wanted = line.get("pdf", "")
    right = wanted and line.get("sha256") == digest and pdf.is_file() and digest_of(pdf) == wanted
    return wanted if right else ""


def digest_of(file: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def returned_path(staging: Staging, suffix: str) -> Path:
    """Where the file of bad rows is written first."""
    return staging.folder / (_RETURNED + suffix)
