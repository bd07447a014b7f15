#!/usr/bin/env python3
"""How much writers are in each other's way while the watch works: contention.py PARCELDESK sqlite|postgresql [SECONDS].

Scans of parcels that have stood still for 30 hours come from three connections, so that each becomes
a finding and a ticket; two others open tickets and change them. Then the server is killed, started
again, and asked until all that was acknowledged is there."""
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta, timezone

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'torture'))
from store import Store  # noqa: E402

# Two tokens: who sent scans waits, when reading, until they are applied.
SENDER, AGENT = ['scan.write', 'waybill.read'], ['ticket.read', 'ticket.write', 'personal.read']


class Load:
    """What the clients did, and how long they waited."""

    def __init__(self, store):
        self.store, self.ends, self.agent = store, threading.Event(), store.new_token('agent', AGENT)
        self.scans, self.tickets, self.changes, self.refused, self.slowest = [], 0, 0, 0, {}

    def ask(self, method, path, body, etag=None, token=None):
        begun = time.monotonic()
        status, answer = self.store.ask(method, path, json.dumps(body), etag, token)
        what, took = path.split('/')[3], time.monotonic() - begun
        self.slowest[what] = max(self.slowest.get(what, 0.0), took)
        self.refused += status >= 400
        return status, answer

    def scan(self, number):
        at = (datetime.now(timezone.utc) - timedelta(hours=30)).strftime('%Y-%m-%dT%H:%M:%SZ')
        for sent in range(1000000):
            nos = [f'79{number:05d}{sent:06d}{place:02d}' for place in range(10)]
            scans = [{'carrier': 'sto', 'no': no, 'stage': 'hub_in', 'at': at, 'site_code': f'H{number}'} for no in nos]
            if self.ask('POST', '/api/v1/scans', scans)[0] < 300:
                self.scans += nos
            if self.ends.is_set():
                return

    def work(self, number):
        for sent in range(1000000):
            status, body = self.ask('POST', '/api/v1/tickets', {'kind': 'complaint', 'channel': 'email',
                                                                'subject': f'{number} {sent}', 'description': 'where'},
                                    token=self.agent)
            if status == 201:
                self.tickets += 1
                ticket = json.loads(body)
                status, _ = self.ask('PATCH', f'/api/v1/tickets/{ticket["id"]}', {'priority': 'high'},
                                     str(ticket['version']), self.agent)
                self.changes += status == 200
            if self.ends.is_set():
                return

    def start(self):
        def guarded(run, number):
            try:
                run(number)
            except (OSError, http.client.HTTPException):
                pass
        for number in range(3):
            threading.Thread(target=guarded, args=(self.scan, number), daemon=True).start()
        for number in range(2):
            threading.Thread(target=guarded, args=(self.work, number), daemon=True).start()


def transactions(store):
    """Committed and undone ones; on SQLite pieces of writing wait for each other and none is undone."""
    url = store.flags[-1]
    if '://' not in url:
        return 0, 0
    names = 'xact_commit, xact_rollback'
    made = subprocess.run(['psql', '-XAtq', '-F', ' ', '-d', url, '-c',
                           f'SELECT {names} FROM pg_stat_database WHERE datname = current_database()'],
                          check=True, capture_output=True, text=True)
    return tuple(int(word) for word in made.stdout.split())


def applied(store, no):
    return store.ask('GET', f'/api/v1/waybills/sto/{no}')[0] == 200


def figure(store, name):
    for line in store.ask('GET', '/metrics')[1].decode().splitlines():
        if line.startswith(name + ' '):
            return float(line.split()[-1])
    return 0.0


def backlog(program, engine, parcels=1500):
    """Tickets a second from findings that were all made at once."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(program, folder, engine, SENDER)
        agent = store.new_token('agent', AGENT)
        store.start()
        at = (datetime.now(timezone.utc) - timedelta(hours=30)).strftime('%Y-%m-%dT%H:%M:%SZ')
        scans = [{'carrier': 'sto', 'no': f'75{number:013d}', 'stage': 'hub_in', 'at': at, 'site_code': 'H1'}
                 for number in range(parcels)]
        begun, count = time.monotonic(), 0
        store.ask('POST', '/api/v1/scans', json.dumps(scans))
        while count < parcels:
            time.sleep(0.2)
            count = json.loads(store.ask('GET', '/api/v1/desk/count', token=agent)[1])['count']
        took = time.monotonic() - begun
        store.stop(signal.SIGTERM)
    print(f'{parcels} findings at once are tickets after {took:.1f} s: {parcels / took:.0f} a second')


def main(program, engine, seconds=20):
    with tempfile.TemporaryDirectory() as folder:
        store = Store(program, folder, engine, SENDER)
        store.start()
        load = Load(store)
        commits, undone = transactions(store)
        load.start()
        time.sleep(float(seconds))
        after, lost = transactions(store)
        rows = figure(store, 'parceldesk_intake_applied_rows_total')
        runs = figure(store, 'parceldesk_job_runs_total')
        store.stop(signal.SIGKILL)
        load.ends.set()
        begun = time.monotonic()
        store.start()
        while not all(applied(store, no) for no in load.scans[-30:]):
            time.sleep(0.05)
        delay = time.monotonic() - begun
        store.stop(signal.SIGTERM)
    per = float(seconds)
    print(f'{len(load.scans) / per:.0f} scans/s acknowledged, {rows / per:.0f} applied; {load.tickets / per:.0f} tickets/s '
          f'opened, {load.changes / per:.0f} changed; {runs / per:.0f} jobs/s; {load.refused} refused; '
          f'at most {load.slowest["scans"]:.2f} s for scans, {load.slowest["tickets"]:.2f} s for tickets')
    if after > commits:
        print(f'{after - commits} transactions, {lost - undone} undone: '
              f'{1000 * (lost - undone) / (after - commits):.1f} of 1,000')
    print(f'{delay:.2f} s from SIGKILL until what was acknowledged can be read')
    backlog(program, engine)


main(*sys.argv[1:])
