"""What services say to each other. Standard library only.

A contract may grow by an optional field. Anything else is a new version, published beside the old
one until nobody wants the old. What was once published is kept in `samples/` and never edited.
"""
