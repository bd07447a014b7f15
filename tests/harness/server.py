"""A server under test: where it listens, once it is ready."""
import re
import time
import urllib.request

PATIENCE_S = 120


def is_ready(address):
    try:
        return urllib.request.urlopen(address + '/readyz').status == 200
    except OSError:
        return False


def said(log):
    with open(log, encoding='utf-8', errors='replace') as file:
        return file.read()


def address_of(process, log):
    """The address in the log of a server that chose its port itself (--listen …:0); ends the run, with that log, where it is never ready."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        ended = process.poll() is not None
        found = re.search(r' listens on (http://\S+) ', said(log))
        if found and is_ready(found.group(1)):
            return found.group(1)
        if ended:
            break
        time.sleep(0.02)
    raise SystemExit(f'the server is not ready: {said(log)}\n0 passed, 1 failed')
