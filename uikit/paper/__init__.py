"""What our PDFs look like: the only door to fpdf2.

A document is a `Paper` on which one puts, from top to bottom, a heading, pairs, columns of amounts,
totals and notes. The same content gives the same bytes.
"""

from uikit.paper.page import Column, Paper

__all__ = ["Column", "Paper"]
