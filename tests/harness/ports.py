#!/usr/bin/env python3
"""Ports for servers that cannot choose their own: from below those that the system hands out by itself, and never the same to two tests.

usage: ports.py      prints one
"""
import random
import socket

LOWEST = 10000
SYSTEM = '/proc/sys/net/ipv4/ip_local_port_range'

kept = []


def is_free(port):
    with socket.socket() as probe:
        try:
            probe.bind(('127.0.0.1', port))
        except OSError:
            return False
    return True


def keep(port):
    """Whether it is ours from now on, as long as this process lives: another test that tries it finds the name taken."""
    name = socket.socket(socket.AF_UNIX)
    try:
        name.bind(f'\0parceldesk-test-port-{port}')
    except OSError:
        name.close()
        return False
    kept.append(name)
    return True


def candidates():
    with open(SYSTEM, encoding='ascii') as file:
        first, last = map(int, file.read().split())
    below = range(LOWEST, min(first, 32768))
    return below if len(below) > 1000 else range(first, last)


def free_port():
    drawn, among = random.SystemRandom(), candidates()
    while True:
        port = drawn.choice(among)
        if keep(port) and is_free(port):
            return port


if __name__ == '__main__':
    print(free_port())
