"""Systems side by side: numbers that hold up, with references or without."""
