#!/usr/bin/env python3
"""Kill the server while scans come in, start it again, and demand every scan that was acknowledged.

usage: crash.py PROGRAM sqlite|postgresql [ROUNDS]
"""
import http.client
import json
import random
import signal
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta, timezone

from store import PATIENCE_S, Store

CLIENTS = 6
SEED = 20261122
BEGAN = datetime.now(timezone.utc) - timedelta(days=21)


def client(store, number, acknowledged, stopped):
    """Sends scans until the server is gone; notes those it was told are kept."""
    drawn = random.Random(SEED * 1000 + number)
    sent = 0
    while not stopped.is_set():
        sent += 1
        scans = [{'carrier': 'sto', 'no': f'77{number:05d}{drawn.randrange(50):08d}',
                  'at': (BEGAN + timedelta(minutes=sent % 28800, seconds=row)).strftime('%Y-%m-%dT%H:%M:%SZ'),
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
        page = store.read(f'/api/v1/waybills/sto/{no}/scans?limit=200{cursor}', absent={'items': []})
        texts.update(scan['text'] for scan in page['items'])
        if not page.get('next'):
            return texts
        cursor = f'&cursor={page["next"]}'


def missing(store, acknowledged):
    """What is not there once everything left over from before the crash is applied."""
    until = time.monotonic() + PATIENCE_S
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
    until = time.monotonic() + PATIENCE_S
    while not acknowledged and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(drawn.uniform(0, 1.2))
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
        store = Store(program, folder, engine, ['scan.write', 'waybill.read'])
        for number in range(rounds):
            problems = one_round(store, number, drawn)
            failed += bool(problems)
            for problem in problems:
                print(problem)
    print(f'{rounds - failed} passed, {failed} failed')
    sys.exit(failed > 0)


main()
