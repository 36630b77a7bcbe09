"""Whatever a document looks like, the rules answer: findings, or what they could not look at; never an exception."""

from __future__ import annotations

import random
from typing import Any

import pytest

from qijin_docs.check.document import report_on
from qijin_docs.check.docx_facts import docx_facts

ODD: dict[str, list[Any]] = {
    "text": [
        "",
        "附件",
        "附件：",
        "签发人",
        "一、",
        "2018年4月25日",
        "抄送：",
        "特急",
        "〔2018〕1号",
        "x" * 3000,
        "\n",
    ],
    "size": [0, 1, 32, 84],
    "align": ["left", "right", "center", "both"],
    "line": [0, -5, 579],
    "face": ["", "黑体", "Arial"],
    "before": [0, -3, 50],
    "left": [-500, 0, 9999],
    "borders": ["", '<w:bottom w:val="single"/>', '<w:top w:val="nil" w:sz="x" w:color="auto"/>'],
}


@pytest.mark.parametrize("seed", range(60))
def test_odd_documents_are_answered(seed: int, documents: Any) -> None:
    choice = random.Random(seed)
    doc = choice.choice(list(documents.values()))()
    for _ in range(choice.randint(1, 8)):
        name = choice.choice(list(doc.paras))
        if choice.random() < 0.3:
            del doc.paras[name]
        else:
            key = choice.choice(list(ODD))
            setattr(doc.paras[name], key, choice.choice(ODD[key]))
    if choice.random() < 0.3:
        order = list(doc.paras.items())
        choice.shuffle(order)
        doc.paras = dict(order)
    report = report_on(docx_facts(doc.bytes(), file="文件.docx"))
    assert report.file == "文件.docx"
    assert len(report.findings) + len(report.unverified) > 0


def test_an_empty_document_is_answered(documents: Any) -> None:
    doc = documents["材料"]()
    doc.paras = {}
    assert report_on(docx_facts(doc.bytes(), file="文件.docx")).errors == ()
