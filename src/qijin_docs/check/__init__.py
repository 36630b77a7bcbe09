"""Is the form of a document right? Facts from the file and from the page, rules by clause, a report."""
