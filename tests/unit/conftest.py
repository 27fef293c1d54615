"""Unit tests touch no network: a socket that is opened fails the test."""

import pytest_socket


def pytest_runtest_setup():
    pytest_socket.disable_socket(allow_unix_socket=True)


def pytest_runtest_teardown():
    pytest_socket.enable_socket()
