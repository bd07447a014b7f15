#!/usr/bin/env python3
"""Kill the server while scans, tickets and files come in, start it again, and demand each that was acknowledged: once.

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
RIGHTS = ['scan.write', 'waybill.read', 'ticket.read', 'ticket.write', 'personal.read', 'customer.read', 'customer.write']
SEED = 20261122
BEGAN = datetime.now(timezone.utc) - timedelta(days=21)


class Told:
    """What the clients of a round were told is kept."""

    def __init__(self):
        self.scans, self.tickets, self.files, self.unsure = [], {}, {}, []

    def __bool__(self):
        return bool(self.scans and self.tickets and self.files)

    def __len__(self):
        return len(self.scans) + len(self.tickets) + len(self.files)


def send_scans(store, number, sent, drawn, told):
    scans = [{'carrier': 'sto', 'no': f'77{number:05d}{drawn.randrange(50):08d}',
              'at': (BEGAN + timedelta(minutes=sent % 28800, seconds=row)).strftime('%Y-%m-%dT%H:%M:%SZ'),
              'stage': drawn.choice(['hub_in', 'hub_out']), 'site_code': f'H{number}', 'text': f'client {number} sent {sent} row {row}'}
             for row in range(drawn.choice([1, 1, 1, 20]))]
    status, _ = store.ask('POST', '/api/v1/scans', json.dumps(scans))
    if 200 <= status < 300:
        told.scans.extend((scan['no'], scan['text']) for scan in scans)


def open_ticket(store, subject):
    """Under its subject as the key: however often it is sent, there is one."""
    return store.ask('POST', '/api/v1/tickets', json.dumps(
        {'kind': 'complaint', 'channel': 'email', 'subject': subject, 'description': 'where'}), key=subject)


def send_ticket(store, number, sent, told):
    subject = f'ticket {number} {sent}'
    told.unsure.append(subject)
    status, answer = open_ticket(store, subject)
    if status == 201:
        told.tickets[subject] = json.loads(answer)['id']
        told.unsure.remove(subject)


def send_file(store, number, sent, told):
    content = f'file {number} {sent} '.encode() * 400
    status, answer = store.ask('POST', f'/api/v1/files?owner=customer&owner_id={store.customer}&name={number}-{sent}.txt', content)
    if status == 201:
        told.files[json.loads(answer)['id']] = content


def client(store, number, told, stopped):
    """Sends until the server is gone."""
    drawn = random.Random(SEED * 1000 + number)
    sent = 0
    while not stopped.is_set():
        sent += 1
        try:
            if number % CLIENTS == 0:
                send_ticket(store, number, sent, told)
            elif number % CLIENTS == 1:
                send_file(store, number, sent, told)
            else:
                send_scans(store, number, sent, drawn, told)
        except (OSError, http.client.HTTPException):
            return


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


def check_written(store, told, demand):
    """Tickets and files are there once they were acknowledged, and what nobody was told of can be sent again."""
    for subject in told.unsure:
        status, answer = open_ticket(store, subject)
        demand(status == 201, f'sent again {subject} is answered with {status}: {answer[:200]}')
        told.tickets[subject] = json.loads(answer)['id']
    for subject, ticket in told.tickets.items():
        status, answer = store.ask('GET', f'/api/v1/tickets/{ticket}')
        demand(status == 200 and json.loads(answer)['subject'] == subject, f'{subject} is answered with {status}')
    for file, content in told.files.items():
        status, answer = store.ask('GET', f'/api/v1/files/{file}/content')
        demand(status == 200 and answer == content, f'file {file} is answered with {status}, {len(answer)} bytes')


def check_tickets(store, tickets, demand):
    """After all crashes there is one ticket of each subject; the watch has opened others."""
    found, cursor = [], ''
    store.start()
    while cursor is not None:
        page = store.read(f'/api/v1/tickets?limit=200{cursor}')
        found += [(item['subject'], item['id']) for item in page['items'] if item['subject'].startswith('ticket ')]
        cursor = f'&cursor={page["next"]}' if page.get('next') else None
    store.stop(signal.SIGTERM)
    demand(len(found) == len(set(found)) == len(dict(found)), f'{len(found)} tickets have {len(dict(found))} subjects')
    demand(dict(found) == tickets, f'{len(found)} tickets are there, {len(tickets)} were opened')


def load_until_it_ends(store, number, drawn, how):
    told, stopped = Told(), threading.Event()
    clients = [threading.Thread(target=client, args=(store, number * 10 * CLIENTS + n, told, stopped)) for n in range(CLIENTS)]
    for thread in clients:
        thread.start()
    until = time.monotonic() + PATIENCE_S
    while not told and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(drawn.uniform(0, 1.2))
    code = store.stop(how)
    stopped.set()
    for thread in clients:
        thread.join()
    return told, code


def one_round(store, number, drawn):
    problems = []

    def demand(holds, what):
        if not holds:
            problems.append(f'round {number}: {what}')
    how = signal.SIGTERM if number % 3 == 2 else signal.SIGKILL
    store.start()
    told, code = load_until_it_ends(store, number, drawn, how)
    demand(how != signal.SIGTERM or code == 0, f'stopped with SIGTERM it ends with {code}')
    demand(told, 'not all was acknowledged: scans, tickets, files')
    store.start()
    lost = missing(store, told.scans)
    demand(not lost, f'{len(lost)} of {len(told.scans)} acknowledged scans are missing: {lost[:3]}')
    check_written(store, told, demand)
    store.stop(signal.SIGTERM)
    store.prove(demand)
    return problems, told


def given_customer(store):
    store.start()
    status, answer = store.ask('POST', '/api/v1/customers', json.dumps([{'code': 'C1'}]))
    assert status == 200, answer
    store.customer = store.read('/api/v1/customers?code=C1')['items'][0]['id']
    store.stop(signal.SIGTERM)


def main():
    program, engine = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 4
    failed, kept, tickets, drawn = 0, 0, {}, random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(program, folder, engine, RIGHTS)
        given_customer(store)
        for number in range(rounds):
            problems, told = one_round(store, number, drawn)
            kept += len(told)
            tickets.update(told.tickets)
            failed += bool(problems)
            for problem in problems:
                print(problem)
        problems = []
        check_tickets(store, tickets, lambda holds, what: holds or problems.append(what))
    for problem in problems:
        print(problem)
    failed = min(failed + len(problems), rounds)
    print(f'{kept} acknowledged writes were looked for')
    print(f'{rounds - failed} passed, {failed} failed')
    sys.exit(failed > 0)


main()
