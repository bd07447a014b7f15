#!/usr/bin/env python3
"""The first five minutes of a newcomer: ./run --help, ./run on an empty folder, ./run again, stop.

usage: run.py      from the project's folder, built
"""
import os
import re
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

from checks import Checks
from server import PATIENCE_S, address_of, said


def serve(folder, *flags):
    """Starts ./run; gives the process, its address once it is ready, and its log."""
    log = os.path.join(folder, 'log')
    with open(log, 'wb') as file:
        process = subprocess.Popen(['./run', '--data', os.path.join(folder, 'data'), '--listen', '127.0.0.1:0', *flags],
                                   stdout=file, stderr=subprocess.STDOUT)
    return process, address_of(process, log), log


def stop(process):
    process.send_signal(signal.SIGTERM)
    return process.wait(PATIENCE_S)


def status_of(url):
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def main():
    checks = Checks()
    shown = subprocess.run(['./run', '--help'], capture_output=True, text=True)
    checks.check(shown.returncode == 0 and '--listen' in shown.stdout, f'./run --help does not help: {shown.stdout}{shown.stderr}')
    wrong = subprocess.run(['./run', '--no-demo', '--no-such-flag', '--data', '/nonexistent/x'], capture_output=True, text=True)
    checks.check(wrong.returncode != 0 and 'no-such-flag' in wrong.stderr, f'a wrong flag is not named: {wrong.stderr}')
    with tempfile.TemporaryDirectory() as folder:
        wrong = subprocess.run(['./run', '--no-such-flag', '--data', os.path.join(folder, 'data')], capture_output=True, text=True)
        checks.check(wrong.returncode == 64 and not os.listdir(folder), f'a wrong flag is found after parcels were made: {wrong.stderr}')
    with tempfile.TemporaryDirectory() as folder:
        process, address, log = serve(folder)
        text = said(log)
        checks.check(process.poll() is None, f'./run ended: {text}')
        checks.check(re.search('password', text, re.I), f'./run does not print a one-time password: {text}')
        checks.check(status_of(address + '/healthz') == 200, '/healthz does not answer')
        parcel = re.search(r'parcel to look at: (\w+)', text)
        checks.check(parcel and status_of(f'{address}/t/{parcel.group(1)}') == 200, f'no parcel to look at: {text}')
        checks.check(stop(process) == 0, f'stopped by SIGTERM it does not end well: {said(log)}')
        process, address, log = serve(folder)
        checks.check(status_of(address + '/readyz') == 200, f'it does not start again: {said(log)}')
        again = re.search(r'parcel to look at|password', said(log), re.I)
        checks.check(not again, f'the second start fills the company anew: {said(log)}')
        checks.check(stop(process) == 0, 'the second stop does not end well')
    with tempfile.TemporaryDirectory() as folder:
        process, address, log = serve(folder, '--no-demo')
        checks.check(status_of(address + '/readyz') == 200, f'./run --no-demo does not start: {said(log)}')
        checks.check(stop(process) == 0, 'it does not end well')
    checks.end()


main()
