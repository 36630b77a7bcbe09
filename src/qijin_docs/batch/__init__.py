"""Many documents: planned, made on all cores or many machines, resumed after any interruption.

job.py        what goes in and what comes out: Job, Outcome
run.py        run_batch: jobs → outcomes, for programs
filling.py    fill: template and table → folder, zip, one document, PDFs; the ``qijin fill`` command (filled.py:
              what it is asked for, what it has done; typed.py: records of a kind of document)
rows.py       records to workers and back, with the names of their files
records.py    files of data as a stream of records (blocks.py: large tables; json_lines.py: lines)
names.py      names of files from a pattern
worker.py     what a worker does with a chunk; pool.py: chunks through any executor
journal.py    what survives a crash; index.py: what a run remembers
staging.py    where documents are until all are right; settling.py: how they get their names
sinks.py      zip, single file, PDFs (merged.py: one document of all); returned.py: bad rows given back
"""
