#!/usr/bin/env python3
"""The first five minutes of a newcomer: ./run --help, ./run on an empty folder, ./run again, stop.

usage: run.py      from the project's folder, built
"""
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

PATIENCE_S = 60


def free_port():
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        return free.getsockname()[1]


class Checks:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, good, words):
        self.passed, self.failed = self.passed + bool(good), self.failed + (not good)
        if not good:
            print(words)


def serve(folder, *flags):
    """Starts ./run and waits until it is ready; gives the process, its address and how long that took."""
    port, began = free_port(), time.monotonic()
    log = open(os.path.join(folder, 'log'), 'wb')
    process = subprocess.Popen(['./run', '--data', os.path.join(folder, 'data'), '--listen', f'127.0.0.1:{port}', *flags],
                               stdout=log, stderr=subprocess.STDOUT)
    address = f'http://127.0.0.1:{port}'
    while time.monotonic() - began < PATIENCE_S and process.poll() is None:
        try:
            urllib.request.urlopen(address + '/readyz')
            break
        except OSError:
            time.sleep(0.02)
    took = time.monotonic() - began
    # It answers a moment before it says so.
    while 'listens on' not in said(folder) and process.poll() is None and time.monotonic() - began < 60:
        time.sleep(0.02)
    return process, address, took


def said(folder):
    with open(os.path.join(folder, 'log'), encoding='utf-8', errors='replace') as file:
        return file.read()


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
        process, address, took = serve(folder)
        text = said(folder)
        checks.check(process.poll() is None, f'./run ended: {text}')
        checks.check(address in text, f'./run does not print its address: {text}')
        checks.check(re.search('password', text, re.I), f'./run does not print a one-time password: {text}')
        checks.check(status_of(address + '/healthz') == 200, '/healthz does not answer')
        parcel = re.search(r'parcel to look at: (\w+)', text)
        checks.check(parcel and status_of(f'{address}/t/{parcel.group(1)}') == 200, f'no parcel to look at: {text}')
        checks.check(stop(process) == 0, f'stopped by SIGTERM it does not end well: {said(folder)}')
        print(f'first start with the demonstration company: {took:.1f} s')
        process, address, took = serve(folder)
        checks.check(took < 5 and status_of(address + '/readyz') == 200, f'the second start took {took:.1f} s: {said(folder)}')
        checks.check(stop(process) == 0, 'the second stop does not end well')
    with tempfile.TemporaryDirectory() as folder:
        process, address, took = serve(folder, '--no-demo')
        checks.check(status_of(address + '/readyz') == 200, f'./run --no-demo does not start: {said(folder)}')
        checks.check(stop(process) == 0, 'it does not end well')
    print(f'{checks.passed} passed, {checks.failed} failed')
    sys.exit(checks.failed > 0)


main()
