"""Chinese official text as pure functions: numbers, dates, document numbers, punctuation.

Nothing here reads a file or knows a model. A tolerant reader gives a :class:`~.reading.Reading`: the value
and what had to be put right. A reader that is not certain refuses with a ``DataError``; it never guesses.
"""
