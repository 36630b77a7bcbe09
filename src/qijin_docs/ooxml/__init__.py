"""Office Open XML: the zip package, its parts and their XML; knows no document kind.

Reading begins in :mod:`qijin_docs.ooxml.package`, writing ends in :mod:`qijin_docs.ooxml.writer`.
"""
