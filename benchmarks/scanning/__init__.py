"""Invented reports as offices scan them: typeset, printed as pictures, spoiled as scanners spoil them, and filed again.

A `ScanStyle` says what a scan went through (`styles`); `spoil` does it to the picture of a page; `files` makes pictures
of pages and files of pictures; `measured` reads them back and counts. The same style always gives the same bytes.
"""
