"""Evidence under the names the committee office asks for: 领域_日期_单位_题名_序号 (A.12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from qijin_docs.models import EvidenceCatalogue
from qijin_docs.text.filenames import safe_name

# With folder and number the whole path stays well below the 260 signs that Windows allows.
_LONGEST_TITLE = 40


def evidence_names(catalogue: EvidenceCatalogue) -> Mapping[str, str]:
    """Old file name → new one, both below 见证材料/, in the order of the catalogue.

    The number counts within a kind, so no two names are equal whatever the titles are.
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
            f"{count[item.kind]:02}",
        )
        names[item.file] = f"{item.kind}/{safe_name('_'.join(parts), '.' + item.format.lower())}"
    return names


def renamed(catalogue: EvidenceCatalogue, names: Mapping[str, str]) -> EvidenceCatalogue:
    """The catalogue with the new names."""
    return catalogue.model_copy(
        update={
            "items": tuple(i.model_copy(update={"file": names[i.file]}) for i in catalogue.items),
            "sizes": {names.get(name, name): size for name, size in catalogue.sizes.items()},
        }
    )
