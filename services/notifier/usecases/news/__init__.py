"""What others announce becomes letters: one module for each who announces, one function a fact."""
