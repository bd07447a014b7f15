#!/usr/bin/env python3
"""A disk that gets full, again and again, and has room again: in transcripts, and under load.

usage: disk.py PROGRAM PLAYER [ROUNDS | all]

On small file systems of its own (in memory, in a mount namespace that ends with it) first transcripts are played with no page
free at each request, then one, two … until it is answered as ever (`all`: every transcript that waits for nothing). Then tickets,
files and scans come in while the disk gets full ROUNDS times (4): each is refused with 507 or kept, reads go on, and once there is
room all goes on, in the same process. The same with the disk of the continuous archive.
"""
import glob
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta, timezone

from small import Disk, gone, in_namespace, mounted
from store import PATIENCE_S, Store

SEED = 20261124
HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
# The journal under this load must fit beside all else: it is emptied when nothing comes for a second.
SMALL_MB, DATA_MB, PAUSE_S = 28, 112, 0.02
RIGHTS = ['scan.write', 'waybill.read', 'ticket.read', 'ticket.write', 'personal.read', 'customer.read', 'customer.write']
# Rows and stored files, sealed and not.
TRANSCRIPTS = ['src/file/file.http']


def play_transcripts(program, player, every):
    """What the player says: its last line counts."""
    words = TRANSCRIPTS
    if every:
        words = [path for path in sorted(glob.glob('src/*/*.http')) if 'within:' not in open(path, encoding='utf-8').read()]
    small = mounted(tempfile.mkdtemp(), SMALL_MB)
    done = subprocess.run([player, '--program', program, '--engine', 'sqlite', '--jobs', '1', '--full-disk', *words],
                          capture_output=True, text=True, cwd=TOP, env={**os.environ, 'TMPDIR': small})
    gone(small)
    print(done.stdout + done.stderr, end='')
    passed, failed = (int(word) for word in done.stdout.split('\n')[-2].replace(',', '').split()[::2])
    return passed, failed


class Writer:
    """Sends one kind of thing until it is told to stop; notes what was kept and what was refused."""

    def __init__(self, load, name, send):
        self.load, self.name, self.send = load, name, send
        self.kept, self.refused, self.sent = {}, 0, 0
        self.thread = threading.Thread(target=self.run)

    def run(self):
        while not self.load.stopped.is_set():
            self.sent += 1
            what = f'{self.name} {self.sent}'
            try:
                status, answer = self.send(what)
            except (OSError, http.client.HTTPException) as raised:
                self.load.demand(False, f'{what} is not answered: {raised!r}')
                return
            if 200 <= status < 300:
                self.kept[what] = json.loads(answer) if answer else {}
                time.sleep(PAUSE_S)
            else:
                self.refused += 1
                self.load.demand(status == 507 and json.loads(answer)['code'] == 'no_space',
                                 f'{what} is answered with {status}: {answer[:300]}')
                time.sleep(PAUSE_S)


class Load:
    def __init__(self, store):
        self.store, self.stopped, self.problems = store, threading.Event(), []
        self.reader = store.new_token('reader', ['waybill.read', 'ticket.read', 'customer.read'])
        self.began = datetime.now(timezone.utc) - timedelta(days=2)
        self.writers = [Writer(self, 'ticket', self.send_ticket), Writer(self, 'file', self.send_file),
                        Writer(self, 'scan', self.send_scan)]

    def demand(self, holds, what):
        if not holds and len(self.problems) < 20:
            self.problems.append(what)

    def send_ticket(self, what):
        return self.store.ask('POST', '/api/v1/tickets', json.dumps(
            {'kind': 'complaint', 'channel': 'email', 'subject': what, 'description': 'where is it'}), key=what)

    def content(self, what):
        return (what + ' of a parcel\n').encode() * 600

    def send_file(self, what):
        return self.store.ask('POST', f'/api/v1/files?owner=customer&owner_id={self.customer}&name={what.replace(" ", "-")}.txt',
                              self.content(what))

    def send_scan(self, what):
        number = int(what.split()[1])
        at = (self.began + timedelta(seconds=number)).strftime('%Y-%m-%dT%H:%M:%SZ')
        return self.store.ask('POST', '/api/v1/scans', json.dumps(
            [{'carrier': 'sto', 'no': f'7700{number % 20:011d}', 'at': at, 'stage': 'hub_in', 'site_code': 'H1',
              'text': f'the {what}'}]))

    def begin(self):
        status, answer = self.store.ask('POST', '/api/v1/customers', json.dumps([{'code': 'C1'}]))
        assert status == 200, answer
        self.customer = self.store.read('/api/v1/customers?code=C1')['items'][0]['id']
        for writer in self.writers:
            writer.thread.start()

    def end(self):
        self.stopped.set()
        for writer in self.writers:
            writer.thread.join()

    def wait(self, holds, what, patience=PATIENCE_S):
        """True when it came to that; what does not within the patience is a problem, where `what` says so."""
        until = time.monotonic() + patience
        while not holds() and time.monotonic() < until:
            time.sleep(0.01)
        came = holds()
        self.demand(came or not what, what)
        return came

    def read_all(self):
        """Reads go on, whatever the disk."""
        for path in ('/readyz', '/api/v1/waybills?limit=5', '/api/v1/tickets?limit=5', '/api/v1/customers?limit=5'):
            status, answer = self.store.ask('GET', path, token=self.reader)
            self.demand(status == 200, f'while the disk is full GET {path} is answered with {status}: {answer[:200]}')

    def go_on(self, when):
        for writer in self.writers:
            kept = len(writer.kept)
            self.wait(lambda w=writer, k=kept: len(w.kept) > k or not w.thread.is_alive(), f'{when} no {writer.name} is kept')

    def one_round(self, disk, drawn):
        refused = [writer.refused for writer in self.writers]
        disk.fill(drawn.choice([0, 0, 1, 2, 5, 20]))
        self.wait(lambda: all(w.refused > r for w, r in zip(self.writers, refused)), None, 3)  # the journal may have room yet
        self.wait(lambda: self.writers[1].refused > refused[1], 'no file met the full disk')
        self.read_all()
        disk.free()
        self.go_on('with room again')

    def check_kept(self):
        tickets, files, scans = (writer.kept for writer in self.writers)
        for what, ticket in tickets.items():
            status, answer = self.store.ask('GET', f'/api/v1/tickets/{ticket["id"]}')
            self.demand(status == 200 and json.loads(answer)['subject'] == what, f'{what} is answered with {status}')
        for what, file in files.items():
            status, answer = self.store.ask('GET', f'/api/v1/files/{file["id"]}/content')
            self.demand(status == 200 and answer == self.content(what), f'{what} is answered with {status}, {len(answer)} bytes')
        self.wait(lambda: {f'the {what}' for what in scans} <= self.texts(), 'acknowledged scans are missing')
        subjects = self.pages('/api/v1/tickets?', 'subject')
        mine = [subject for subject in subjects if subject.startswith('ticket ')]
        self.demand(len(mine) == len(set(mine)), 'a ticket is there twice')

    def pages(self, path, name):
        cursor = ''
        while cursor is not None:
            page = self.store.read(f'{path}limit=200{cursor}')
            yield from (item[name] for item in page['items'])
            cursor = f'&cursor={page["next"]}' if page.get('next') else None

    def texts(self):
        return {text for place in range(20) for text in self.pages(f'/api/v1/waybills/sto/7700{place:011d}/scans?', 'text')}


def metric(store, name):
    _, text = store.ask('GET', '/metrics')
    return next(float(line.split()[1]) for line in text.decode().split('\n') if line.startswith(name + ' '))


def prove(load, *words):
    done = load.store.run(*words)
    load.demand(done.returncode == 0, f'{" ".join(words)} ends with {done.returncode}: {done.stdout[-300:]}{done.stderr[-300:]}')


def fill_data(load, disk, rounds, drawn):
    """The data's own disk: database, intake journal, stored files."""
    for _ in range(rounds):
        if not load.problems:
            load.one_round(disk, drawn)


def fill_archive(load, disk):
    """The archive's disk: what is written goes on, the archive is late, and catches up."""
    disk.fill(0)
    load.go_on('with a full archive')
    load.wait(lambda: metric(load.store, 'parceldesk_archive_failures_total') > 0, 'the archive does not tell that it fails')
    disk.free()


def caught_up(load):
    load.wait(lambda: metric(load.store, 'parceldesk_archive_waiting_moments') == 0 and
              metric(load.store, 'parceldesk_archive_late') == 0, 'the archive does not catch up')


def backup_to(load, disk, folder):
    """A backup for which there is no room says so, and is none."""
    disk.fill(20)
    done = load.store.run('backup', '--to', folder)
    load.demand(done.returncode == 74 and 'full' in done.stderr, f'a backup without room ends with {done.returncode}: {done.stderr[-300:]}')
    load.demand(load.store.run('verify', folder).returncode != 0, 'a backup without room is taken for one')
    disk.free()


def load_it(program, rounds):
    data, archive = mounted(tempfile.mkdtemp(), DATA_MB), mounted(tempfile.mkdtemp(), DATA_MB)
    with tempfile.TemporaryDirectory() as folder:
        problems = load_disks(program, rounds, data, archive, os.path.join(folder, 'log'))
    gone(data)
    gone(archive)
    for problem in problems:
        print(problem)
    return rounds - min(len(problems), rounds), len(problems)


def load_disks(program, rounds, data, archive, log):
    store = Store(program, data, 'sqlite', RIGHTS)
    store.log = log
    store.start('--log', 'warning', '--archive', os.path.join(archive, 'kept'))
    load, drawn, process = Load(store), random.Random(SEED), store.process
    load.begin()
    load.go_on('at first')
    fill_data(load, Disk(data), rounds, drawn)
    fill_archive(load, Disk(archive))
    load.go_on('after all')
    load.end()
    caught_up(load)
    load.check_kept()
    load.demand(process.poll() is None, 'the server has ended')
    code = store.stop(signal.SIGTERM)
    load.demand(code == 0, f'stopped with SIGTERM it ends with {code}')
    for words in (('figures', '--verify'), ('audit', 'verify'), ('files', 'verify')):
        prove(load, *words)
    backup_to(load, Disk(archive), os.path.join(archive, 'copy'))
    print(', '.join(f'{len(w.kept)} of {w.sent} {w.name}s kept, {w.refused} refused' for w in load.writers))
    return load.problems


def main():
    if not in_namespace('-m', '-rm'):
        print('no small file system may be mounted here')
        print('0 passed, 0 failed, 1 skipped')
        return
    program, player = (os.path.abspath(word) for word in sys.argv[1:3])
    word = sys.argv[3] if len(sys.argv) > 3 else '4'
    passed, failed = play_transcripts(program, player, word == 'all')
    more = load_it(program, 20 if word == 'all' else int(word))
    print(f'{passed + more[0]} passed, {failed + more[1]} failed')
    sys.exit(failed + more[1] > 0)


main()
