"""One document of the example project, without building the whole year.

python examples/render_one.py
"""

from pathlib import Path

from qijin_docs import render

project = Path(__file__).parent / "yunling-2018"
plan = render("实施方案", project / "方案.yaml")
plan.save("实施方案.docx")
