"""What survives when everything fails at random: `make chaos`."""
