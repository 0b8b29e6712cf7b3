"""A real SMTP server that keeps what it gets, and a page to read it: for a demonstration only.

Nothing that arrives here ever leaves: so the platform can be tried without writing to anybody.
"""
