"""Tokens in, tokens out: the libraries that run models, behind one protocol."""
