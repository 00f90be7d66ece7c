"""A job from its file to its output tree."""
