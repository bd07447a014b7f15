#!/usr/bin/env python3
"""PostgreSQL goes away while tickets and scans come in: restarted, crashed, stopped for a while, its disk full, its log without room.

usage: restart.py PROGRAM [ROUNDS [SECONDS]]

It is the database alone that goes; Parceldesk runs on. Who is refused (503; 507 where the disk is full) sends the same under the
same key again until it is told that it is kept: afterwards each is there once. ROUNDS (5): by turns as above, stopped for SECONDS
(2). The cluster lies on a small file system of its own; where none may be mounted, nothing gets full.
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

from small import Disk, gone, in_namespace, mounted
from store import PATIENCE_S, Store

POSTGRES = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'harness', 'postgres.sh')
RIGHTS = ['scan.write', 'waybill.read', 'ticket.read', 'ticket.write', 'personal.read']
OPENERS, SENDERS, PAUSE_S = 3, 2, 0.02
PARCELS = 10
SMALL_MB = 400


def postgres(*words):
    done = subprocess.run([POSTGRES, *words], capture_output=True, text=True)
    assert done.returncode == 0, (words, done.stdout, done.stderr)
    return done.stdout.strip()


class Load:
    """Clients that do not give up, and what they were told."""

    def __init__(self, store):
        self.store, self.stopped, self.problems = store, threading.Event(), []
        self.tickets, self.scans, self.refused, self.without_room, self.longest = {}, set(), 0, 0, 0.0
        self.began = datetime.now(timezone.utc) - timedelta(days=2)
        self.threads = [threading.Thread(target=self.run, args=(self.open_ticket, place)) for place in range(OPENERS)]
        self.threads += [threading.Thread(target=self.run, args=(self.send_scan, place)) for place in range(SENDERS)]

    def demand(self, holds, what):
        if not holds and len(self.problems) < 20:
            self.problems.append(what)

    def ask(self, *request, **more):
        """The answer; None where there is none, or it says that the database is away or has no room."""
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
        self.without_room += status == 507
        self.demand((status, json.loads(answer)['code']) in ((503, 'unavailable'), (507, 'no_space')),
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

    def wait(self, holds, what):
        until = time.monotonic() + PATIENCE_S
        while not holds() and not self.problems:
            if time.monotonic() > until:
                self.demand(False, what)
            time.sleep(0.01)

    def go_on(self, when):
        """Some of both are kept from now on."""
        tickets, scans = self.kept()
        self.wait(lambda: len(self.tickets) >= tickets + 5 and len(self.scans) >= scans + 5, f'{when} nothing is kept any more')

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


class Cluster:
    """A PostgreSQL of our own, and what may become of it."""

    def __init__(self, folder, disk, seconds):
        self.folder, self.disk, self.seconds, self.url = folder, disk, seconds, postgres('start', '--fast', folder)

    def kinds(self):
        """What happens, each with its words."""
        kinds = [('a restart', self.restart), ('a crash', self.crash), ('a pause', self.pause)]
        return kinds + ([('a full disk', self.fill_disk), ('a log without room', self.fill_log)] if self.disk else [])

    def restart(self, load):
        postgres('restart', self.folder)

    def crash(self, load):
        postgres('restart', '--fast', self.folder)

    def pause(self, load):
        postgres('restart', self.folder, str(self.seconds))

    def fill_disk(self, load):
        """The segment of the log that is being written has room yet: what grows is refused, and PostgreSQL lives, most times."""
        without_room = load.without_room
        self.new_segment()
        self.disk.fill(0)
        load.wait(lambda: load.without_room > without_room or not self.is_up(), 'nobody is told that the disk is full')
        self.make_room(load)

    def fill_log(self, load):
        """A new segment finds no room: PostgreSQL ends itself, and does not come back before somebody starts it."""
        self.disk.fill(0)
        load.wait(lambda: not self.new_segment() and not self.is_up(), 'PostgreSQL goes on without room for its log')
        self.make_room(load)

    def make_room(self, load):
        self.disk.free()
        load.wait(lambda: self.is_up() or self.comes_back(), 'PostgreSQL does not come back')

    def is_up(self):
        return self.ask('SELECT 1')

    def new_segment(self):
        return self.ask("SELECT pg_logical_emit_message(false, 'x', 'x'), pg_switch_wal()")

    def comes_back(self):
        """It may be on its way down, or up, by itself."""
        subprocess.run([POSTGRES, 'restart', '--fast', self.folder], capture_output=True)
        return self.is_up()

    def ask(self, statement):
        return subprocess.run(['psql', '-XAtq', '-d', self.url, '-c', statement], capture_output=True).returncode == 0


def interruptions(load, cluster, rounds):
    """Names of those that happened."""
    kinds, happened = cluster.kinds(), []
    for number in range(rounds):
        name, happens = kinds[number % len(kinds)]
        load.go_on('before' if not number else 'then')
        happens(load)
        load.go_on(f'after {name}')
        if load.problems:
            break
        happened.append(name)
    return happened


def load_it(program, folder, cluster, rounds):
    os.environ['PARCELDESK_TEST_PG'] = cluster.url
    store = Store(program, folder, 'postgresql', RIGHTS)
    store.start('--log', 'warning')
    process = store.process
    load = Load(store)
    for thread in load.threads:
        thread.start()
    try:
        happened = interruptions(load, cluster, rounds)
    finally:
        load.end()
    if not load.problems:
        load.check()
    load.demand(process.poll() is None, 'the server has ended')
    code = store.stop(signal.SIGTERM)
    load.demand(code == 0, f'stopped with SIGTERM it ends with {code}')
    store.prove(load.demand)
    return load, happened


def main():
    small = in_namespace('-m')  # PostgreSQL has a user of its own: not by a namespace that knows one
    program = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 2
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        disk = Disk(mounted(tempfile.mkdtemp(), SMALL_MB)) if small else None
        place = os.path.join(disk.folder if disk else folder, 'postgres')
        try:
            load, happened = load_it(program, folder, Cluster(place, disk, seconds), rounds)
        finally:
            postgres('stop', place)
        if disk:
            gone(disk.folder)
    for problem in load.problems:
        print(problem)
    print(f'{len(happened)} interruptions: {len(load.tickets)} tickets and {len(load.scans)} scans were kept, {load.refused} times somebody was '
          f'asked to come again, the longest answer took {load.longest:.2f} s')
    print(f'{len(happened)} passed, {len(load.problems)} failed')
    sys.exit(bool(load.problems))


main()
