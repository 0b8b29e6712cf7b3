"""What changes something in identity, one module a noun. A use case is one transaction."""
