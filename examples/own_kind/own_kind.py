"""A kind of document of one's own, with a model of one's own: ten lines, one template, one line in kinds.yaml.

python examples/own_kind/own_kind.py
"""

from datetime import date
from pathlib import Path

from pydantic import BaseModel, Field


class Visit(BaseModel):
    """走访记录: its Chinese descriptions are what ``qijin fields`` shows."""

    unit: str = Field(alias="走访单位", description="去了哪个单位")
    day: date = Field(alias="日期", description="哪天去的")
    people: list[str] = Field(alias="走访人员", description="谁去的")
    findings: list[str] = Field(default=[], alias="发现问题", description="看到的问题，一条一项")


if __name__ == "__main__":
    from qijin_docs import render

    here = Path(__file__).parent
    render("走访记录", here / "走访.yaml", templates=here / "templates").save("走访记录.docx")
