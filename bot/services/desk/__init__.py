"""The desk: the one place that carries out commands, buttons and modals, whoever hands them in.

Called by the Slack edge and by any other surface that people type at. Takes records and plain values, gives
rendered messages; knows no platform.
"""
