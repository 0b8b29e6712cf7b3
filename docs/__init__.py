"""The documents, and what writes those that are read off the code."""
