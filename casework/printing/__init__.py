"""Papers as files: PDF set by Typst, DOCX to be edited, and the whole file of a case."""
