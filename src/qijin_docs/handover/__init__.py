"""What leaves the house: the package of a phase for its recipient, the check that it arrived whole, the archive.

chosen.py     what of a built phase goes to the recipient, and what it lacks
standing.py   why documents may not leave the house
names.py      evidence under the names the committee office asks for
contents.py   the files of a package                    item.py    one of them
cover.py      the cover list                            pages.py   printed pages, for it
volumes.py    which file goes on which disc
listed.py     清单.json                                  sums.py    校验.sha256
write.py      files → folder or zip
package.py    project → package
opened.py     a package as the receiver has it          verified.py  what is damaged, missing or too much
filed.py      the items of an archive                   archived.py project → 归档 folder with R16
"""

from __future__ import annotations

from qijin_docs.handover.archived import Archived, archive
from qijin_docs.handover.package import Package, Packed, pack
from qijin_docs.handover.verified import Verified, verify

__all__ = ["Archived", "Package", "Packed", "Verified", "archive", "pack", "verify"]
