"""Which documents of a project are due, and what the template of each may read.

due.py          the documents that can be built now, and the gaps
values.py       what a template reads
attachments.py  what an official document carries as attachments
first_page.py   what the first page has room for
last_lines.py   which lines of a text stay with its ending, reckoned by ending.py
"""

from __future__ import annotations

from qijin_docs.contents.due import Due, Gap, due_documents
from qijin_docs.contents.last_lines import ending_problems
from qijin_docs.contents.values import values_of

__all__ = ["Due", "Gap", "due_documents", "ending_problems", "values_of"]
