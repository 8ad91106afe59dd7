"""The demonstration: the chain walked once on the reference data, through the same services as everybody's work.

Everything in it is invented and marked as a demonstration; production settings refuse to load it.
"""
