"""Templates of Word and Excel, compiled once and filled as often as wanted."""

from __future__ import annotations

from qijin_docs.templating.compiled import CompiledTemplate, compile_template
from qijin_docs.templating.rendered import Rendered
from qijin_docs.templating.tags import Tag

__all__ = ["CompiledTemplate", "Rendered", "Tag", "compile_template"]
