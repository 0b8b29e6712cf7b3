"""One class for each page of the platform: what a person sees there, and can do.

A test speaks to these and never to a selector; each page, when one arrives, is examined.
"""
