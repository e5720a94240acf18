"""The report on a ring: a PDF to read and file, and its graph as a picture, drawn without a browser.

The same ring of the same run, with the same decision on it, gives the same bytes.
"""
