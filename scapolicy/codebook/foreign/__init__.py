"""Dictionaries of other programs, made into codebooks."""
