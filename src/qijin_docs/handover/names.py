"""Evidence under the names the committee office asks for: 领域_日期_单位_题名_序号 (A.12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from qijin_docs.models import Evidence, EvidenceCatalogue
from qijin_docs.text.filenames import safe_name

# With folder and number the whole path stays well below the 260 signs that Windows allows.
_LONGEST_TITLE = 40


def file_of(item: Evidence) -> str:
    """The file below 见证材料/, with ``/`` whatever the catalogue was written on."""
    return item.file.replace("\\", "/")


def evidence_names(catalogue: EvidenceCatalogue) -> Mapping[str, str]:
    """Id of a piece of evidence → its new file name below 见证材料/, in the order of the catalogue.

    The number counts within a kind and is never cut off, so no two names are equal whatever the titles are.
    """
    names: dict[str, str] = {}
    count: Counter[str] = Counter()
    for item in catalogue.items:
        count[item.kind] += 1
        parts = (
            item.sphere or "综合",
            f"{item.date:%Y%m%d}",
            item.provider or catalogue.organ.name,
            item.title[:_LONGEST_TITLE],
        )
        ending = f"_{count[item.kind]:02}.{item.format.lower()}"
        names[item.id] = f"{item.kind}/{safe_name('_'.join(parts), ending)}"
    return names


def renamed(catalogue: EvidenceCatalogue, names: Mapping[str, str]) -> EvidenceCatalogue:
    """The catalogue with the new names."""
    sizes = {
        names[i.id]: catalogue.sizes[file_of(i)] for i in catalogue.items if file_of(i) in catalogue.sizes
    }
    items = tuple(i.model_copy(update={"file": names[i.id]}) for i in catalogue.items)
    return catalogue.model_copy(update={"items": items, "sizes": sizes})
