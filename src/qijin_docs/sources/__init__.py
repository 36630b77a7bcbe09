"""From files to values that know their place, and from those to checked models.

:func:`~.reader.read_source` reads YAML, JSON, xlsx and csv into a :class:`~.located.Located`;
:func:`~.validate.validate` makes a pydantic model of it or reports every problem at once, each with its
place. Nothing here knows a particular model.
"""

from __future__ import annotations

from qijin_docs.sources.located import Located
from qijin_docs.sources.reader import SUFFIXES, read_source

__all__ = ["SUFFIXES", "Located", "read_source"]
