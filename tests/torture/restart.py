#!/usr/bin/env python3
"""PostgreSQL goes away while tickets and scans come in: restarted, crashed, stopped for a while.

usage: restart.py PROGRAM [ROUNDS [SECONDS]]

It is the database alone that goes; Parceldesk runs on. Who is refused (503) or not answered sends the same under the same key
again until it is told that it is kept: afterwards each is there once. ROUNDS (3): by turns restarted, crashed, and stopped for
SECONDS (2).
"""
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

from store import PATIENCE_S, Store

POSTGRES = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'harness', 'postgres.sh')
RIGHTS = ['scan.write', 'waybill.read', 'ticket.read', 'ticket.write', 'personal.read']
OPENERS, SENDERS, PAUSE_S = 3, 2, 0.02
PARCELS = 10


def postgres(*words):
    done = subprocess.run([POSTGRES, *words], capture_output=True, text=True)
    assert done.returncode == 0, (words, done.stdout, done.stderr)
    return done.stdout.strip()


class Load:
    """Clients that do not give up, and what they were told."""

    def __init__(self, store):
        self.store, self.stopped, self.problems = store, threading.Event(), []
        self.tickets, self.scans, self.refused, self.longest = {}, set(), 0, 0.0
        self.began = datetime.now(timezone.utc) - timedelta(days=2)
        self.threads = [threading.Thread(target=self.run, args=(self.open_ticket, place)) for place in range(OPENERS)]
        self.threads += [threading.Thread(target=self.run, args=(self.send_scan, place)) for place in range(SENDERS)]

    def demand(self, holds, what):
        if not holds and len(self.problems) < 20:
            self.problems.append(what)

    def ask(self, *request, **more):
        """The answer; None where there is none, or it says that the database is away."""
        began = time.monotonic()
        try:
            status, answer = self.store.ask(*request, **more)
        except (OSError, http.client.HTTPException) as raised:
            self.demand(False, f'{request[:2]} is not answered: {raised!r}')
            return None
        self.longest = max(self.longest, time.monotonic() - began)
        if 200 <= status < 300:
            return json.loads(answer) if answer else {}
        self.refused += 1
        self.demand(status == 503 and json.loads(answer)['code'] == 'unavailable',
                    f'{request[:2]} is answered with {status}: {answer[:300]}')
        return None

    def until_kept(self, send):
        """Sent again and again, also when we stop: who has sent wants to know."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and not self.problems:
            answer = send()
            time.sleep(PAUSE_S)
            if answer is not None:
                return answer
        self.demand(self.problems, 'what was sent is refused for ever')
        return None

    def open_ticket(self, place, sent):
        subject = f'ticket {place} {sent}'
        body = json.dumps({'kind': 'complaint', 'channel': 'email', 'subject': subject, 'description': 'where is it'})
        answer = self.until_kept(lambda: self.ask('POST', '/api/v1/tickets', body, key=subject))
        if answer:
            self.tickets[subject] = answer['id']

    def send_scan(self, place, sent):
        text = f'sender {place} sent {sent} times'
        at = (self.began + timedelta(seconds=sent)).strftime('%Y-%m-%dT%H:%M:%SZ')
        body = json.dumps([{'carrier': 'sto', 'no': f'7701{sent % PARCELS:011d}', 'at': at, 'stage': 'hub_in',
                            'site_code': f'H{place}', 'text': text}])
        if self.until_kept(lambda: self.ask('POST', '/api/v1/scans', body)) is not None:
            self.scans.add(text)

    def run(self, send, place):
        sent = 0
        while not self.stopped.is_set() and not self.problems:
            sent += 1
            send(place, sent)

    def kept(self):
        return len(self.tickets), len(self.scans)

    def go_on(self, when):
        """Some of both are kept from now on."""
        tickets, scans = self.kept()
        until = time.monotonic() + PATIENCE_S
        while (len(self.tickets) < tickets + 5 or len(self.scans) < scans + 5) and time.monotonic() < until and not self.problems:
            time.sleep(0.01)
        self.demand(len(self.tickets) > tickets and len(self.scans) > scans, f'{when} nothing is kept any more')

    def end(self):
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def pages(self, path):
        cursor = ''
        while cursor is not None:
            page = self.store.read(f'{path}limit=200{cursor}')
            yield from page['items']
            cursor = f'&cursor={page["next"]}' if page.get('next') else None

    def check(self):
        found = [(item['subject'], item['id']) for item in self.pages('/api/v1/tickets?') if item['subject'].startswith('ticket ')]
        self.demand(len(found) == len(dict(found)), f'{len(found) - len(dict(found))} tickets are doubled')
        self.demand(dict(found) == self.tickets, f'{len(found)} tickets are there, {len(self.tickets)} were acknowledged')
        texts = [scan['text'] for place in range(PARCELS)
                 for scan in self.pages(f'/api/v1/waybills/sto/7701{place:011d}/scans?')]
        self.demand(set(texts) == self.scans, f'{len(self.scans - set(texts))} of {len(self.scans)} scans are missing')
        self.demand(len(texts) == len(set(texts)), f'{len(texts) - len(set(texts))} scans are doubled')


def interruptions(load, cluster, rounds, seconds):
    kinds = (('restarted', ('restart', cluster)), ('crashed', ('restart', '--fast', cluster)),
             ('stopped for a while', ('restart', cluster, str(seconds))))
    for number in range(rounds):
        name, words = kinds[number % len(kinds)]
        load.go_on('before' if not number else 'then')
        postgres(*words)
        load.go_on(f'after PostgreSQL was {name}')
        if load.problems:
            return


def load_it(program, folder, cluster, rounds, seconds):
    store = Store(program, folder, 'postgresql', RIGHTS)
    store.start('--log', 'warning')
    process = store.process
    load = Load(store)
    for thread in load.threads:
        thread.start()
    try:
        interruptions(load, cluster, rounds, seconds)
    finally:
        load.end()
    load.check()
    load.demand(process.poll() is None, 'the server has ended')
    code = store.stop(signal.SIGTERM)
    load.demand(code == 0, f'stopped with SIGTERM it ends with {code}')
    store.prove(load.demand)
    return load


def main():
    program = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 2
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        cluster = os.path.join(folder, 'postgres')
        os.environ['PARCELDESK_TEST_PG'] = postgres('start', '--fast', cluster)
        try:
            load = load_it(program, folder, cluster, rounds, seconds)
        finally:
            postgres('stop', cluster)
    for problem in load.problems:
        print(problem)
    print(f'{len(load.tickets)} tickets and {len(load.scans)} scans were kept, {load.refused} times somebody was asked to come again, '
          f'the longest answer took {load.longest:.2f} s')
    print(f'{0 if load.problems else rounds} passed, {len(load.problems)} failed')
    sys.exit(bool(load.problems))


main()
