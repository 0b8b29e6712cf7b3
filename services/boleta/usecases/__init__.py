"""What changes boleta: each function is one transaction, and announces what it did."""
