"""``python -m qijin_docs`` is the command ``qijin``."""

from qijin_docs.cli import main

main()
