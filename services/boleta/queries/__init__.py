"""What is looked up in boleta: whose data it is, the Principal says, who comes first."""
