"""Small faults put into the product, one at a time: do the tests notice? `make mutants`."""
