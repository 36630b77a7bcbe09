"""A project folder → campaign, organs and every document of the year, checked against each other.

    活动.yaml  单位.yaml                        the campaign, the organs
    方案  任务分工  领导小组  总结  统计表        one file each
    活动台账  见证材料                          tables
    典型/  进展/  公文/                         one file a document
    见证材料/                                   the files themselves
    templates/                                  own templates, own kinds.yaml

Each file may be YAML, JSON, xlsx or csv. Nothing is written. All problems of all files come in one error.
"""

from __future__ import annotations

from qijin_docs.project.load import load_project
from qijin_docs.project.parts import PARTS, Entry, Part, Project

__all__ = ["PARTS", "Entry", "Part", "Project", "load_project"]
