"""Frozen records: what two rooms share, they share as one of these.

Every record is immutable, built by keyword, and free of I/O; ids are ``NewType`` strings. Records hold
plain values only, so that storage can round-trip them and a property test can prove it.
"""
