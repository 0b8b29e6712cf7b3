"""The demonstration: invented people, their legajos and two years of their pay.

`generate` makes the files, the same ones for the same month; `seed` imports them as an operator
does. Nothing in them is true: no register issues DNIs that begin with 00000.
"""
