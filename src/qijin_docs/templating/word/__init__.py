"""Word templates, in the order of the flow.

source, marks, runs, links, clean
                               the XML taken in: tags made whole, traces removed, every place marked
levels, columns, repair        tags of paragraphs, rows and cells given their level; the dialect's own put right
part, parts, compile           one part and then all parts compiled, once for each template
environment, state, ledger     one rendering: Jinja with the ledger of everything printed
values, texts, formats, rich, pictures, relations, cells
                               values on their way into the document
copies, lists                  what has to be unique or to begin anew in a copy
stretches                      the finished part: repaired, proved and passed on stretch by stretch
"""
