"""Logs and metrics, as all rooms use them.

One event per unit of work; secrets are redacted here, whatever a caller binds.
"""
