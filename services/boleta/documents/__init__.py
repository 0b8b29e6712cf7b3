"""Documents that people keep: what they look like is `uikit.paper`, what they say is `domain`."""
