"""All rules about the form on paper, in the order of the clauses."""

from __future__ import annotations

from qijin_docs.check.rules.attachments import ATTACHMENT_RULES
from qijin_docs.check.rules.body import BODY_RULES
from qijin_docs.check.rules.corner import CORNER_RULES
from qijin_docs.check.rules.edges import EDGE_RULES
from qijin_docs.check.rules.head import HEAD_RULES
from qijin_docs.check.rules.imprint import IMPRINT_RULES
from qijin_docs.check.rules.imprint_lines import IMPRINT_LINE_RULES
from qijin_docs.check.rules.landscape import LANDSCAPE_RULES
from qijin_docs.check.rules.letter import LETTER_RULES
from qijin_docs.check.rules.masthead import MASTHEAD_RULES
from qijin_docs.check.rules.minutes import MINUTES_RULES
from qijin_docs.check.rules.order import ORDER_RULES
from qijin_docs.check.rules.page import PAGE_RULES
from qijin_docs.check.rules.page_numbers import PAGE_NUMBER_RULES
from qijin_docs.check.rules.seal import SEAL_RULES
from qijin_docs.check.rules.signatory import SIGNATORY_RULES
from qijin_docs.check.rules.signature import SIGNATURE_RULES
from qijin_docs.check.rules.stamp import STAMP_RULES
from qijin_docs.check.rules.title import TITLE_RULES
from qijin_docs.check.rules.type import TYPE_RULES

LAYOUT_RULES = (
    *PAGE_RULES,
    *EDGE_RULES,
    *TYPE_RULES,
    *CORNER_RULES,
    *MASTHEAD_RULES,
    *HEAD_RULES,
    *SIGNATORY_RULES,
    *TITLE_RULES,
    *BODY_RULES,
    *SIGNATURE_RULES,
    *SEAL_RULES,
    *STAMP_RULES,
    *ATTACHMENT_RULES,
    *IMPRINT_RULES,
    *IMPRINT_LINE_RULES,
    *PAGE_NUMBER_RULES,
    *LANDSCAPE_RULES,
    *LETTER_RULES,
    *ORDER_RULES,
    *MINUTES_RULES,
)
