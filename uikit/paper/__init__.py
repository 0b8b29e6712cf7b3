"""What our PDFs look like: the only door to fpdf2.

A document is a `Paper` on which one puts, from top to bottom, a heading, pairs, columns of amounts,
totals, notes and tables. The same content gives the same bytes: PDF/A-2u, tagged, fonts embedded.
"""

from uikit.paper.canvas import Style
from uikit.paper.columns import Column
from uikit.paper.page import Paper, Verification
from uikit.paper.table import Heading

__all__ = ["Column", "Heading", "Paper", "Style", "Verification"]
