#!/usr/bin/env python3
"""Kill the server while the watch finds trouble, start it again, and demand every finding once; then
the same while something is done to all parcels of an incident (mass.py).

usage: watch.py PROGRAM sqlite|postgresql [ROUNDS]
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

import mass
from store import PATIENCE_S, Store

CLIENTS = 3
SEED = 20261123
RULE = 'hub_no_departure'


def hours_ago(hours):
    return (datetime.now(timezone.utc) - timedelta(hours=hours)).strftime('%Y-%m-%dT%H:%M:%SZ')


def send(store, scans):
    try:
        status, _ = store.ask('POST', '/api/v1/scans', json.dumps(scans))
    except (OSError, http.client.HTTPException):
        return False
    return 200 <= status < 300


def client(store, number, silent, gone_on):
    """Parcels that stand in a hub for too long; every third goes on. Notes what was acknowledged."""
    drawn = random.Random(SEED * 1000 + number)
    for sent in range(1000000):
        nos = [f'78{number:06d}{sent:04d}{place:02d}' for place in range(drawn.choice([1, 2, 6]))]
        scan = {'carrier': 'sto', 'site_code': f'H{number % 7}'}
        if not send(store, [{**scan, 'no': no, 'stage': 'hub_in', 'at': hours_ago(30)} for no in nos]):
            return
        leave = nos[::3]
        silent.update(nos)
        silent.difference_update(leave)
        if not send(store, [{**scan, 'no': no, 'stage': 'hub_out', 'at': hours_ago(1)} for no in leave]):
            return
        gone_on.update(leave)


def findings(store, state):
    """Numbers of the parcels with a finding, as often as they have one."""
    found, cursor = [], ''
    while True:
        page = store.read(f'/api/v1/watch/findings?limit=200&rule={RULE}&state={state}{cursor}')
        found += [item['no'] for item in page['items']]
        if not page['next']:
            return found
        cursor = f'&cursor={page["next"]}'


def stalled(store):
    """Numbers of the parcels on which the exception stands."""
    found, cursor = set(), ''
    while True:
        page = store.read(f'/api/v1/waybills?limit=200&exception=stalled{cursor}')
        found |= {item['no'] for item in page['items']}
        if not page['next']:
            return found
        cursor = f'&cursor={page["next"]}'


def heat(store):
    cells = store.read('/api/v1/watch/heat?by=hour')['items']
    return sum(cell['found'] for cell in cells), sum(cell['open'] for cell in cells)


def check(store, silent, gone_on):
    found, closed = findings(store, 'open'), findings(store, 'closed')
    problems = []
    every = found + closed

    def demand(holds, what):
        if not holds:
            problems.append(what)
    demand(silent <= set(found), f'{len(silent - set(found))} of {len(silent)} findings are missing')
    demand(len(every) == len(set(every)), f'{len(every) - len(set(every))} of {len(every)} are doubled')
    demand(not gone_on & set(found), f'{len(gone_on & set(found))} are open though the parcel went on')
    demand(stalled(store) == set(found), 'exceptions and open findings are not the same parcels')
    demand(heat(store) == (len(every), len(found)), f'the heat {heat(store)} is not {len(every), len(found)}')
    return problems


def settled(store, silent, gone_on):
    """What is wrong once what the last crash left over has been looked at; what is doubled stays so."""
    until = time.monotonic() + PATIENCE_S
    problems = check(store, silent, gone_on)
    while problems and time.monotonic() < until:
        time.sleep(0.5)
        problems = check(store, silent, gone_on)
    return problems


def one_round(store, number, drawn, silent, gone_on):
    store.start()
    clients = [threading.Thread(target=client, args=(store, number * 10 + n, silent, gone_on))
               for n in range(CLIENTS)]
    for thread in clients:
        thread.start()
    until = time.monotonic() + (0 if number else PATIENCE_S)
    while not silent and time.monotonic() < until:  # on a busy machine every crash might come before the first answer
        time.sleep(0.01)
    time.sleep(drawn.uniform(0.05, 0.7))
    store.stop(signal.SIGKILL)
    for thread in clients:
        thread.join()


def main():
    program, engine = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 50 if engine == 'sqlite' else 20
    drawn, silent, gone_on = random.Random(SEED), set(), set()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(program, folder, engine, ['scan.write', 'waybill.read', 'watch.read', *mass.RIGHTS])
        for number in range(rounds):
            one_round(store, number, drawn, silent, gone_on)
        store.start()
        problems = settled(store, silent, gone_on)
        store.stop(signal.SIGTERM)
        amidst, wrong = mass.crashes(store, drawn, max(rounds // 2, 4))
        problems += wrong
        done = store.run('figures', '--verify')
        if done.returncode:
            problems.append(f'figures --verify ends with {done.returncode}: {done.stdout[-300:]}{done.stderr[-300:]}')
    if not silent:
        problems.append('nothing was acknowledged')
    for problem in problems:
        print(f'after {rounds} crashes: {problem}')
    print(f'{len(silent)} findings, {len(gone_on)} parcels that went on, {amidst} crashes amidst what was done to all')
    print(f'{rounds if not problems else 0} passed, {len(problems)} failed')
    sys.exit(bool(problems))


main()
