"""qijin_docs: the documents of the 安全生产宣传教育“七进” campaign, filled, checked and packed."""

__version__ = "0.1.0"
