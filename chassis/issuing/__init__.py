"""Documents that are issued: each once, with a code that anybody may verify, and sealed.

`codigo` is the code as people write it, `codes` how it rests, `seal` the signature on the PDF, and
`press` does it all in one transaction. What is drawn, and what of it is told, each service knows.
"""
