#!/usr/bin/env python3
"""A continuous archive, drilled: the machine is lost while people and scanners write, and what is brought back lacks
nothing that was acknowledged before the archive said so, or before a moment that is named.

usage: moments.py PROGRAM
"""
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime, timezone

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'torture'))
from store import PATIENCE_S, Store  # noqa: E402
from checks import Checks  # noqa: E402

RIGHTS = ['scan.write', 'waybill.read', 'customer.read', 'customer.write', 'personal.read', 'job.read']
LOSS_S = 5
ABSENT = {'absent': True}
PICTURE = bytes.fromhex('89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de') + bytes(200000)

checks = Checks()
check = checks.holds


class Writers:
    """Who writes: scans, which the intake keeps, and customers, which stand in the main database at once."""

    def __init__(self, store, name):
        self.store, self.name, self.stopped = store, name, threading.Event()
        self.scans, self.customers = [], []  # (what, when it was acknowledged)
        self.threads = [threading.Thread(target=self.scan, args=(1,)), threading.Thread(target=self.scan, args=(2,)),
                        threading.Thread(target=self.customer)]
        for thread in self.threads:
            thread.start()

    def write(self, path, body, kept, what):
        try:
            status, _ = self.store.ask('POST', path, json.dumps(body))
        except (OSError, http.client.HTTPException):
            return False
        if 200 <= status < 300:
            kept.append((what, time.time()))
        return True

    def scan(self, number):
        sent = 0
        while not self.stopped.is_set():
            sent += 1
            no = f'79{self.name}{number}{sent:07d}'
            if not self.write('/api/v1/scans', [{'carrier': 'sto', 'no': no, 'at': '2026-11-20T08:00:00Z',
                                                 'stage': 'hub_in', 'site_code': 'H1'}], self.scans, no):
                return

    def customer(self):
        sent = 0
        while not self.stopped.is_set():
            sent += 1
            code = f'C{self.name}{sent:06d}'
            if not self.write('/api/v1/customers', [{'code': code, 'name': '王小明'}], self.customers, code):
                return

    def wait_for(self, count):
        until = time.monotonic() + PATIENCE_S
        while min(len(self.scans), len(self.customers)) < count and time.monotonic() < until:
            time.sleep(0.05)
        check(f'{count} scans and customers are written', min(len(self.scans), len(self.customers)) >= count)

    def end(self):
        self.stopped.set()
        for thread in self.threads:
            thread.join()


def metric(store, name):
    _, body = store.ask('GET', '/metrics')
    return int(next(line for line in body.decode().splitlines() if line.startswith(name + ' ')).split()[1])


def wait_until(what, holds):
    until = time.monotonic() + PATIENCE_S
    while not holds() and time.monotonic() < until:
        time.sleep(0.1)
    check(what, holds())


def stands_well(state):
    return state['on'] and state['base_at'] and state['safe_at'] and not state['problem']


def safe_after(store, when):
    wait_until('what is acknowledged is in the archive in the end',
               lambda: metric(store, 'parceldesk_archive_timestamp_seconds') > when)


def is_there(store, no):
    return store.read(f'/api/v1/waybills/sto/{no}', absent=ABSENT) is not ABSENT


def has_customer(store, code):
    return json.loads(store.ask('GET', f'/api/v1/customers?code={code}')[1])['items'] != []


def lost(store, written):
    """What of it is not there, by when it was acknowledged."""
    return ([when for no, when in written.scans if not is_there(store, no)]
            + [when for code, when in written.customers if not has_customer(store, code)])


def given_picture(store):
    store.ask('POST', '/api/v1/customers', json.dumps([{'code': 'P1', 'name': '李雷'}]))
    customer = json.loads(store.ask('GET', '/api/v1/customers?code=P1')[1])['items'][0]['id']
    status, body = store.ask('POST', f'/api/v1/files?owner=customer&owner_id={customer}&name=a.png', PICTURE)
    assert status == 201, body
    return json.loads(body)['id']


def killed_and_continued(store, archive, keys, program):
    """A death, a command while nobody serves, and a clean end break nothing off."""
    store.start('--archive', archive)
    writers = Writers(store, '0')
    writers.wait_for(30)
    store.stop(signal.SIGKILL)
    writers.end()
    said = store.run('set', 'company', 'Between')
    check('a command writes while nobody serves', said.returncode == 0, said)
    store.start('--archive', archive)
    picture = given_picture(store)
    safe_after(store, time.time())
    store.stop(signal.SIGTERM)
    said = subprocess.run([program, 'verify', archive, '--data', keys], capture_output=True, text=True)
    check('the archive is whole', said.returncode == 0 and 'an archive of 1 copies' in said.stdout, said)
    check('nothing was broken off', 'gaps' not in said.stdout, said.stdout)
    return writers, picture


def commands_beside(store):
    """Each takes the database for one that nobody has open where the server has lost its locks on it."""
    for _ in range(3):
        safe_after(store, time.time())
        said = store.run('settings')
        check('a command reads beside the server', said.returncode == 0, said)
        check('the server goes on', store.process.poll() is None, store.process.poll())


def machine_lost(store, archive, data):
    """Two times of writing, an instant between them, and the end of the machine in the midst of the second."""
    store.start('--archive', archive)
    first = Writers(store, '1')
    first.wait_for(50)
    commands_beside(store)
    first.end()
    safe_after(store, time.time())
    between = time.time()
    safe_after(store, between + 1)
    second = Writers(store, '2')
    second.wait_for(50)
    safe_after(store, second.scans[0][1] + 2)
    wait_until('the archive tells how it stands', lambda: stands_well(json.loads(store.ask('GET', '/api/v1/archive')[1])))
    wait_until('the archive is not late', lambda: metric(store, 'parceldesk_archive_lag_seconds') < LOSS_S)
    safe = metric(store, 'parceldesk_archive_timestamp_seconds')
    store.stop(signal.SIGKILL)
    second.end()
    shutil.rmtree(data)
    return first, between, second, safe


def damaged(archive, keys, program):
    group = os.path.join(archive, 'moments', '00000000')
    names = sorted(os.listdir(group))
    middle = os.path.join(group, names[len(names) // 2])
    verify = [program, 'verify', archive, '--data', keys]
    with open(middle, 'r+b') as file:
        file.seek(200)
        old = file.read(1)
        file.seek(200)
        file.write(bytes([old[0] ^ 1]))
    said = subprocess.run(verify, capture_output=True, text=True)
    check('a changed moment is found', said.returncode and 'was changed' in said.stderr, said)
    with open(middle, 'r+b') as file:
        file.seek(200)
        file.write(old)
    other = os.path.join(group, names[len(names) // 2 + 1])
    os.rename(middle, middle + '.away')
    os.rename(other, middle)
    said = subprocess.run(verify, capture_output=True, text=True)
    check('a moment in another\'s place is found', said.returncode and 'another\'s place' in said.stderr, said)
    os.rename(middle, other)
    os.rename(middle + '.away', middle)
    words = b''.join(open(os.path.join(where, name), 'rb').read()
                     for where, _, names in os.walk(archive) for name in names)
    check('nothing in it can be read', b'CREATE TABLE' not in words and b'SQLite format' not in words)


def restored(program, archive, keys, data, *more):
    said = subprocess.run([program, 'restore', archive, '--data', data, '--keys', keys, *more],
                          capture_output=True, text=True)
    check(f'it is brought back {" ".join(more)}', said.returncode == 0, said)
    left = [name for _, _, names in os.walk(data) for name in names if 'dump' in name]
    check('what it was made of is gone', not left, left)


def proven(store):
    for proof in (('figures', '--verify'), ('audit', 'verify'), ('files', 'verify')):
        done = store.run(*proof)
        check(' '.join(proof), done.returncode == 0, done.stdout[-300:] + done.stderr[-300:])


def all_back(store, picture, zeroth, first, second, safe):
    store.start()
    for name, written in (('died with the server', zeroth), ('came before', first)):
        check(f'what {name} is there', not lost(store, written), name)
    late = lost(store, second)
    check('nothing is lost that was acknowledged before the archive had it', not [when for when in late if when < safe],
          late[:3])
    last = max(when for _, when in second.scans + second.customers)
    print(f'{len(late)} acknowledged writes of {len(second.scans) + len(second.customers)} were lost with the machine, '
          f'the oldest {last - min(late, default=last):.1f} s before its end')
    status, body = store.ask('GET', f'/api/v1/files/{picture}/content')
    check('a stored file is what it was', status == 200 and body == PICTURE, status)
    store.stop(signal.SIGTERM)
    proven(store)


def as_it_was(store, first, second):
    store.start()
    check('what came before the instant is there', not lost(store, first))
    there = len(second.scans) + len(second.customers) - len(lost(store, second))
    check('what came after it is not', there == 0, there)
    store.stop(signal.SIGTERM)
    proven(store)


def goes_on(store, archive, keys, program):
    """What was brought back is archived to the same place: another line, behind a gap."""
    store.start('--archive', archive)
    writers = Writers(store, '3')
    writers.wait_for(20)
    writers.end()
    wait_until('a copy to begin with is made', lambda: len(os.listdir(os.path.join(archive, 'bases'))) > 1
               and not os.path.exists(os.path.join(archive, 'bases', 'partial')))
    safe_after(store, time.time())
    store.stop(signal.SIGTERM)
    said = subprocess.run([program, 'verify', archive, '--data', keys], capture_output=True, text=True)
    check('both lines are whole', said.returncode == 0 and 'with 1 gaps' in said.stdout, said)


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        keys, archive, data = (os.path.join(folder, name) for name in ('safe', 'archive', 'data'))
        store = Store(program, folder, 'sqlite', RIGHTS)
        os.mkdir(keys)
        shutil.copy(os.path.join(data, 'keys'), keys)
        zeroth, picture = killed_and_continued(store, archive, keys, program)
        first, between, second, safe = machine_lost(store, archive, data)
        damaged(archive, keys, program)
        until = datetime.fromtimestamp(between, timezone.utc).isoformat(timespec='milliseconds')
        then, new = os.path.join(folder, 'then'), os.path.join(folder, 'new')
        early = subprocess.run([program, 'restore', archive, '--data', new, '--keys', keys, '--until', '2001-01-01'],
                               capture_output=True, text=True)
        check('an instant before the archive is refused', early.returncode and 'so far' in early.stderr, early)
        restored(program, archive, keys, then, '--until', until)
        restored(program, archive, keys, new)
        store.flags = ['--data', then]
        as_it_was(store, first, second)
        store.flags = ['--data', new]
        all_back(store, picture, zeroth, first, second, safe)
        goes_on(store, archive, keys, program)
    checks.end()


main()
