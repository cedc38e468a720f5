"""Figures of coded sources, for print and screen: one module a kind.

Each kind is drawn from the tables of the same name, and says in words what it shows.
"""
