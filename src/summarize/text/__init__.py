"""Pure functions over text: no models, no files."""
