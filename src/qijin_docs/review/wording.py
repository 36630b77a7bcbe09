"""Wording of a document in the project, asked with the checker's own rules before any page exists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from qijin_docs.check.elements import Elements, Form, Kind, Said
from qijin_docs.check.facts import Facts, Paragraph
from qijin_docs.check.report import Finding as FormFinding
from qijin_docs.errors import Flaw, Severity
from qijin_docs.models import DatedDocument
from qijin_docs.review.texts import Text
from qijin_docs.sources.located import where_of

Rule = Callable[[Facts, Elements], Iterator[Said]]


def slips(
    document: DatedDocument,
    texts: tuple[Text, ...],
    rules: Iterable[Rule],
    code: str,
    severity: Severity,
) -> Iterator[Flaw]:
    """What rules of the checker say about the prose of a document, under an acceptance rule's code.

    Args:
        document: whose prose it is; gives title, signature and date.
        texts: its headings and paragraphs.
        rules: of :mod:`qijin_docs.check.rules`.
        code, severity: of the flaws.
    """
    paths = {where_of(text.path) or "": text.path for text in texts}
    lines = [(Kind.TITLE, document.full_title, "标题")]
    lines += [(Kind.HEADING_1 if t.heading else Kind.BODY, t.text, where_of(t.path) or "") for t in texts]
    lines += [(Kind.SIGNATURE, document.organ.name, "署名"), (Kind.DATE, document.date_text, "成文日期")]
    paragraphs = tuple(
        Paragraph(text, place=replace(Paragraph("").place, where=where), number=number)
        for number, (_, text, where) in enumerate(lines, 1)
    )
    facts = Facts(file="", kind="docx", paragraphs=paragraphs)
    known = Elements(
        facts, Form.PLAIN, tuple(kind for kind, _, _ in lines), title=document.full_title, genre="方案"
    )
    for rule in rules:
        for said in rule(facts, known):
            if isinstance(said, FormFinding):
                where = said.problem.place.where or ""
                path = paths.get(where, ("标题",) if where == "标题" else ())
                yield Flaw(path, code, said.problem.message, said.problem.hint, severity)
