"""Documents into other languages, every segment accounted for."""
