#!/usr/bin/env python3
"""Kill the server while scans come in, start it again, and demand every scan that was acknowledged.

usage: crash.py PROGRAM sqlite|postgresql [ROUNDS]
"""
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

CLIENTS = 6
SEED = 20261122


def free_port():
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        return free.getsockname()[1]


class Store:
    """A data folder, and on PostgreSQL a database, with a server that comes and goes."""

    def __init__(self, program, folder, engine):
        self.program, self.port, self.process = os.path.abspath(program), free_port(), None
        self.log = open(os.path.join(folder, 'log'), 'ab')
        self.flags = ['--data', os.path.join(folder, 'data')]
        if engine == 'postgresql':
            admin = os.environ['PARCELDESK_TEST_PG']
            name = f'crash_{os.getpid()}'
            subprocess.run(['psql', '-XAtq', '-d', admin, '-c', f'CREATE DATABASE {name}'], check=True)
            self.flags += ['--database', admin.rsplit('/', 1)[0] + '/' + name]
        made = self.run('token', 'create', 'crash', '--right', 'scan.write', '--right', 'waybill.read')
        self.token = next(word for word in made.stdout.split() if word.startswith('pd_'))

    def run(self, *words):
        return subprocess.run([self.program, *words, *self.flags], capture_output=True, text=True)

    def start(self):
        self.process = subprocess.Popen([self.program, 'serve', *self.flags, '--listen', f'127.0.0.1:{self.port}'],
                                        stdout=self.log, stderr=self.log)
        for _ in range(3000):
            try:
                if self.ask('GET', '/readyz')[0] == 200:
                    return
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit(f'the server ended with {self.process.returncode}')
            time.sleep(0.01)
        raise SystemExit('the server does not become ready')

    def stop(self, how):
        self.process.send_signal(how)
        return self.process.wait(60)

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=30)
        try:
            headers = {'Authorization': f'Bearer {self.token}', 'Content-Type': 'application/json'}
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def client(store, number, acknowledged, stopped):
    """Sends scans until the server is gone; notes those it was told are kept."""
    drawn = random.Random(SEED * 1000 + number)
    sent = 0
    while not stopped.is_set():
        sent += 1
        scans = [{'carrier': 'sto', 'no': f'77{number:05d}{drawn.randrange(50):08d}',
                  'at': f'2026-11-{1 + sent // 1440 % 20:02d}T{sent // 60 % 24:02d}:{sent % 60:02d}:{row:02d}Z',
                  'stage': drawn.choice(['hub_in', 'hub_out']), 'site_code': f'H{number}', 'text': f'{number} {sent} {row}'}
                 for row in range(drawn.choice([1, 1, 1, 20]))]
        try:
            status, _ = store.ask('POST', '/api/v1/scans', json.dumps(scans))
        except (OSError, http.client.HTTPException):
            return
        if 200 <= status < 300:
            acknowledged.extend((scan['no'], scan['text']) for scan in scans)


def kept_texts(store, no):
    """The texts of a parcel's journey, page by page."""
    texts, cursor = set(), ''
    while True:
        status, body = store.ask('GET', f'/api/v1/waybills/sto/{no}/scans?limit=200{cursor}')
        if status != 200:
            return texts
        page = json.loads(body)
        texts.update(scan['text'] for scan in page['items'])
        if not page.get('next'):
            return texts
        cursor = f'&cursor={page["next"]}'


def missing(store, acknowledged):
    """What is not there once everything left over from before the crash is applied."""
    until = time.monotonic() + 20
    lost = unseen(store, acknowledged)
    while lost and time.monotonic() < until:
        time.sleep(0.2)
        lost = unseen(store, lost)
    return lost


def unseen(store, acknowledged):
    by_parcel = {}
    for no, text in acknowledged:
        by_parcel.setdefault(no, set()).add(text)
    return [(no, text) for no, texts in by_parcel.items() for text in texts - kept_texts(store, no)]


def one_round(store, number, drawn):
    acknowledged, stopped = [], threading.Event()
    how = signal.SIGTERM if number % 3 == 2 else signal.SIGKILL
    store.start()
    clients = [threading.Thread(target=client, args=(store, number * 100 + n, acknowledged, stopped))
               for n in range(CLIENTS)]
    for thread in clients:
        thread.start()
    time.sleep(drawn.uniform(0.3, 1.5))
    code = store.stop(how)
    stopped.set()
    for thread in clients:
        thread.join()
    problems = []
    if how == signal.SIGTERM and code != 0:
        problems.append(f'round {number}: stopped with SIGTERM it ends with {code}')
    if not acknowledged:
        problems.append(f'round {number}: nothing was acknowledged')
    store.start()
    lost = missing(store, acknowledged)
    if lost:
        problems.append(f'round {number}: {len(lost)} of {len(acknowledged)} acknowledged scans are missing: {lost[:3]}')
    store.stop(signal.SIGTERM)
    for proof in (('figures', '--verify'), ('audit', 'verify')):
        done = store.run(*proof)
        if done.returncode:
            problems.append(f'round {number}: {" ".join(proof)} ends with {done.returncode}: {done.stdout[-300:]}{done.stderr[-300:]}')
    return problems


def main():
    program, engine = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 4
    failed, drawn = 0, random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(program, folder, engine)
        for number in range(rounds):
            problems = one_round(store, number, drawn)
            failed += bool(problems)
            for problem in problems:
                print(problem)
    print(f'{rounds - failed} passed, {failed} failed')
    sys.exit(failed > 0)


main()
