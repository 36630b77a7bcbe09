"""What leaves the house: the package of a phase for its recipient, and the check that it arrived whole.

names.py    evidence under the names the committee office asks for
chosen.py   what of a built phase goes to the recipient, and why it may not go yet
pack.py     project → folder or zip, with a manifest and sums
sums.py     the list of sums, written and read
verify.py   folder or zip → what is damaged, missing or too much
"""

from __future__ import annotations

from qijin_docs.handover.pack import Package, Packed, pack
from qijin_docs.handover.verify import Verified, verify

__all__ = ["Package", "Packed", "Verified", "pack", "verify"]
