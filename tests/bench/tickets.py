#!/usr/bin/env python3
"""What tickets cost: opened in bulk, listed, found by words, and opened one a request.

    tests/bench/tickets.py [--postgresql] [--tickets N] [--seconds N] [--connections N] [--build DIR] FOLDER

Runs desk_bench on a new store in FOLDER (empty, on a disk), then a server on it that tickets are opened
at (load --kind tickets) and one of them is read from. --postgresql: on a cluster of its own in
FOLDER/postgresql, with fsync, which is stopped at the end. Build first: ninja -C DIR parceldesk
tests/bench/load tests/bench/desk_bench, with optimisation (meson setup --buildtype=release DIR).
Absolute numbers of a shared machine mean little: compare runs of one hour on one machine."""
import argparse
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HARNESS = os.path.join(TOP, 'tests', 'harness', 'postgres.sh')
RIGHTS = 'ticket.read,ticket.write,personal.read'


@contextlib.contextmanager
def postgresql(folder):
    """The URL of an empty database on a cluster of its own, until the block ends."""
    os.makedirs(folder, exist_ok=True)
    made = subprocess.run([HARNESS, 'start', folder], check=True, capture_output=True, text=True)
    try:
        yield made.stdout.split()[-1]
    finally:
        subprocess.run([HARNESS, 'stop', folder], check=False)


def free_port():
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        return one.getsockname()[1]


def answers(url, token):
    request = urllib.request.Request(url, headers={'Authorization': f'Bearer {token}'})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


@contextlib.contextmanager
def server(program, flags):
    """The port of a server and a token for it, until the block ends."""
    made = subprocess.run([program, 'token', 'create', 'bench', '--right', RIGHTS, *flags], check=True, capture_output=True, text=True)
    port, token = free_port(), re.search(r'pd_\S+', made.stdout)[0]
    process = subprocess.Popen([program, 'serve', '--listen', f'127.0.0.1:{port}', '--log', 'warning', *flags], stdout=subprocess.PIPE, text=True)
    try:
        while ' listens on ' not in (line := process.stdout.readline()):
            if not line:
                raise SystemExit('the server ended')
        yield port, token
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate()


def measure(arguments, url):
    tools = os.path.join(arguments.build, 'tests', 'bench')
    data = os.path.join(arguments.folder, 'data')
    at = ['--url', url] if url else []
    subprocess.run([os.path.join(tools, 'desk_bench'), '--tickets', str(arguments.tickets), *at, data], check=True)
    flags = ['--data', data] + (['--database', url] if url else [])
    with server(os.path.join(arguments.build, 'parceldesk'), flags) as (port, token):
        load = [os.path.join(tools, 'load'), '--port', str(port), '--token', token,
                '--connections', str(arguments.connections), '--seconds', str(arguments.seconds)]
        one = answers(f'http://127.0.0.1:{port}/api/v1/tickets?limit=1', token)['items'][0]['id']
        for what, kind, path in (('opened one a request', 'tickets', '/api/v1/tickets'),
                                 ('read one a request', 'get', f'/api/v1/tickets/{one}')):
            made = subprocess.run([*load, '--kind', kind, '--path', path], check=True, capture_output=True, text=True)
            result = json.loads(made.stdout)
            print(f'{what}, {arguments.connections} connections: {result["rate"]:.0f} a second, '
                  f'{result["p50_ms"]:.1f} ms in the middle, {result["p99_ms"]:.1f} ms at 99 %, {result["errors"]} errors')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--postgresql', action='store_true')
    parser.add_argument('--tickets', type=int, default=100000)
    parser.add_argument('--seconds', type=int, default=10)
    parser.add_argument('--connections', type=int, default=64)
    parser.add_argument('--build', default=os.path.join(TOP, 'build-release'))
    parser.add_argument('folder')
    arguments = parser.parse_args()
    os.makedirs(arguments.folder, exist_ok=True)
    if os.listdir(arguments.folder):
        sys.exit(f'{arguments.folder} is not empty')
    if not arguments.postgresql:
        return measure(arguments, None)
    with postgresql(os.path.join(arguments.folder, 'postgresql')) as url:
        return measure(arguments, url)


if __name__ == '__main__':
    main()
