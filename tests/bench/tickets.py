#!/usr/bin/env python3
"""What tickets cost: opened in bulk, listed, found by words, and opened one a request.

    tests/bench/tickets.py [--postgresql] [--write] [--tickets N] [--seconds N] [--connections N] [--build DIR] FOLDER

Runs desk_bench on a new store in FOLDER (empty, on a disk), then a server on it that tickets are opened
at (load --kind tickets) and one of them is read from. --postgresql: on a cluster of its own in
FOLDER/postgresql, with fsync, which is stopped at the end. Build first: ninja -C DIR parceldesk
tests/bench/load tests/bench/desk_bench, with optimisation (meson setup --buildtype=release DIR).
--write puts what is wanted of tickets into docs/performance.md, in place of what stands there or at
its end. Absolute numbers of a shared machine mean little: compare runs of one hour on one machine."""
import argparse
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HARNESS = os.path.join(TOP, 'tests', 'harness', 'postgres.sh')
PAGE = os.path.join(TOP, 'docs', 'performance.md')
BEGIN, END = '## Tickets\n', '<!-- end of tickets -->\n'
CREATED, READ, LISTED = 2000, 10000, 5
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
    parts = subprocess.run([os.path.join(tools, 'desk_bench'), '--tickets', str(arguments.tickets), *at, data], check=True,
                           capture_output=True, text=True).stdout
    print(parts, end='')
    # The slowest of the pages and counts: what is in the middle of its hundred times, and the longest of them.
    listed = max((float(middle), float(longest)) for middle, longest in re.findall(r'^(?:page|count): .*?(\d+\.\d+) +(\d+\.\d+) ms', parts, re.M))
    rates = []
    flags = ['--data', data] + (['--database', url] if url else [])
    with server(os.path.join(arguments.build, 'parceldesk'), flags) as (port, token):
        load = [os.path.join(tools, 'load'), '--port', str(port), '--token', token,
                '--connections', str(arguments.connections), '--seconds', str(arguments.seconds)]
        one = answers(f'http://127.0.0.1:{port}/api/v1/tickets?limit=1', token)['items'][0]['id']
        for what, kind, path in (('opened one a request', 'tickets', '/api/v1/tickets'),
                                 ('read one a request', 'get', f'/api/v1/tickets/{one}')):
            made = subprocess.run([*load, '--kind', kind, '--path', path], check=True, capture_output=True, text=True)
            result = json.loads(made.stdout)
            rates.append(result)
            print(f'{what}, {arguments.connections} connections: {result["rate"]:.0f} a second, '
                  f'{result["p50_ms"]:.1f} ms in the middle, {result["p99_ms"]:.1f} ms at 99 %, {result["errors"]} errors')
    return [(f'opened one a request, {arguments.connections} connections', f'{rates[0]["rate"]:,.0f}/s', f'≥ {CREATED:,}/s',
             rates[0]['rate'] >= CREATED and not rates[0]['errors']),
            (f'read one a request, {arguments.connections} connections', f'{rates[1]["rate"]:,.0f}/s', f'≥ {READ:,}/s',
             rates[1]['rate'] >= READ and not rates[1]['errors']),
            (f'a queue page of 50 out of {arguments.tickets:,} open, or how many there are, in the server: the slowest of its filters and orders',
             f'{listed[0]:.1f} ms in the middle, {listed[1]:.1f} ms at most', f'< {LISTED} ms', listed[0] < LISTED)]


def write(rows, engine):
    """The section of the page that tells of them."""
    told = [BEGIN, f'By `tests/bench/tickets.py --write FOLDER`: {engine}, every ticket with its clocks, its words in the index and its events, on disk before '
            'the answer goes out;', f'on {os.cpu_count()} processors, which the load generator and the server shared, {time.strftime("%Y-%m-%d", time.gmtime())}.', '',
            '| what | measured | wanted |', '| --- | --- | --- |',
            *(f'| {what} | **{measured}** | {wanted} {"✓" if kept else "✗"} |' for what, measured, wanted, kept in rows), '', END]
    with open(PAGE, encoding='utf-8') as file:
        page = file.read()
    before, _, rest = page.partition('\n' + BEGIN)
    after = rest.partition(END)[2]
    with open(PAGE, 'w', encoding='utf-8') as file:
        file.write(before.rstrip('\n') + '\n\n' + '\n'.join(told) + after)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--postgresql', action='store_true')
    parser.add_argument('--write', action='store_true')
    parser.add_argument('--tickets', type=int, default=100000)
    parser.add_argument('--seconds', type=int, default=10)
    parser.add_argument('--connections', type=int, default=64)
    parser.add_argument('--build', default=os.path.join(TOP, 'build-release'))
    parser.add_argument('folder')
    arguments = parser.parse_args()
    os.makedirs(arguments.folder, exist_ok=True)
    if os.listdir(arguments.folder):
        sys.exit(f'{arguments.folder} is not empty')
    if arguments.postgresql:
        with postgresql(os.path.join(arguments.folder, 'postgresql')) as url:
            rows = measure(arguments, url)
    else:
        rows = measure(arguments, None)
    if arguments.write:
        write(rows, 'PostgreSQL' if arguments.postgresql else 'SQLite')


if __name__ == '__main__':
    main()
