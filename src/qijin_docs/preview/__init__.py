"""A template as it will look: filled with samples or data, as files or as a local page that follows every save.

records.py   what the template is filled with
pages.py     PDF → sizes and marks of pages, pictures, what differs from the last version
made.py      template + record → PDF, once: what ``qijin preview`` writes
spots.py     place of a finding → where that is on the pages
subject.py   what is looked at, as it is on disk now
sheets.py    the last good pages of a record
findings.py  everything that is wrong, once
desk.py      what is shown; made anew after each save, what is looked at first
watch.py     the files that are followed
server.py    the local page: routes, guards, events
serve.py     all of it put together, and taken apart again
browser/     the page itself: one HTML, one CSS, one script
"""

from __future__ import annotations
