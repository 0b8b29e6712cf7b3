"""What services look like: templates, filters, styles, icons. No query and no rule.

A service calls `register(app)`; its pages then extend `ui/base.html` (signed in) or `ui/auth.html`
(not yet), import `ui/macros.html`, and say nothing about colours.
"""

from uikit.pages import register

__all__ = ["register"]
