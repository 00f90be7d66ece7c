"""Which models there are, and getting them onto this machine whole and verified."""
