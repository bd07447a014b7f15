#!/usr/bin/env python3
"""How long after its cause a finding of the watch can be seen: visible.py PARCELDESK STORE [TIMES].

On a store that `ingest_bench build` made; its timers are put off first, as at a server that was not
away. Each time a scan is sent that a parcel came into a hub 25 hours ago, and the list of findings
is asked until it has the parcel."""
import datetime
import json
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request


def free_port():
    with socket.socket() as found:
        found.bind(('127.0.0.1', 0))
        return found.getsockname()[1]


def call(port, token, path, body=None):
    headers = {'Authorization': f'Bearer {token}', 'Content-Type': 'application/json', 'Prefer': 'wait'}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f'http://127.0.0.1:{port}{path}', data, headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def seen_after(port, token, number):
    at = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=25)
    scan = {'carrier': 'sto', 'no': number, 'at': at.isoformat(timespec='seconds'), 'code': 'hub_in'}
    begun = time.monotonic()
    call(port, token, '/api/v1/scans', [scan])
    while time.monotonic() < begun + 60:
        items = call(port, token, '/api/v1/watch/findings?state=open&limit=5')['items']
        if any(item['no'] == number for item in items):
            break
        time.sleep(0.02)
    return time.monotonic() - begun


def main(program, store, times=20):
    with sqlite3.connect(f'{store}/parceldesk.db') as database:
        database.execute('UPDATE watch_due SET due_ms = due_ms + 31536000000000')
        scans = database.execute('SELECT count(*) FROM scan').fetchone()[0]
        timers = database.execute('SELECT count(*) FROM watch_due').fetchone()[0]
    made = subprocess.run([program, 'token', 'create', f'visible{time.time_ns()}', '--data', store, '--right',
                           'scan.write', '--right', 'watch.read'], capture_output=True, text=True, check=True)
    token, port = made.stdout.split()[-1], free_port()
    server = subprocess.Popen([program, 'serve', '--data', store, '--listen', f'127.0.0.1:{port}',
                               '--log', 'warning'])
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f'http://127.0.0.1:{port}/readyz').close()
                break
            except OSError:
                time.sleep(0.1)
        base = 990000000000000 + int(time.time()) * 1000
        took = sorted(seen_after(port, token, str(base + i)) for i in range(int(times)))
    finally:
        server.terminate()
        server.wait()
    print(f'{scans} scans, {timers} timers: seen after {took[len(took) // 2]:.2f} s in the middle, '
          f'{took[-1]:.2f} s at most of {len(took)}')


main(*sys.argv[1:])
