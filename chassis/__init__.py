"""What every service stands on.

Two rules keep it small: no noun of the ministry may appear here, and a thing moves in only when its
third user needs it.
"""
