#!/usr/bin/env python3
"""The clock jumps while the server runs, and while it does not: back an hour, ahead a day, and to where it was.

usage: clock.py PROGRAM sqlite|postgresql

What is written keeps its order, nothing that was acknowledged is missing, who was let in stays in, and what the clock drives is done
once, at its time. (What a session, a timer and a failed job do then is in src/access/session_test.c and src/job/job_test.c.)
"""
import json
import os
import signal
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone

from store import PATIENCE_S, Store

RIGHTS = ['scan.write', 'waybill.read', 'ticket.read', 'ticket.write', 'personal.read', 'watch.read']
BEGAN = datetime(2026, 11, 22, 8, tzinfo=timezone.utc)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# A parcel may stand in a hub for less than a day and more than an hour (docs/watch.md): it does by day two.
RULE = 'hub_no_departure'
PARCEL = '771234567890123'


def text_of(instant):
    return instant.strftime('%Y-%m-%dT%H:%M:%SZ')


class Company:
    def __init__(self, store):
        self.store, self.problems, self.ids, self.now = store, [], [], BEGAN

    def demand(self, holds, what):
        if not holds:
            self.problems.append(f'at {text_of(self.now)} (begun at {text_of(BEGAN)}): {what}')

    def jump(self, to):
        self.now = to
        status, _ = self.store.ask('GET', '/healthz', clock=text_of(to))
        self.demand(status == 200, f'the server answers {status}')

    def write(self):
        """Two tickets, whose ids go on from the last one."""
        for _ in range(2):
            what = f'ticket {len(self.ids)}'
            status, answer = self.store.ask('POST', '/api/v1/tickets', json.dumps(
                {'kind': 'complaint', 'channel': 'email', 'subject': what, 'description': 'where is it'}), key=what)
            self.demand(status == 201, f'a ticket is answered with {status}: {answer[:300]}')
            if status == 201:
                ticket = json.loads(answer)
                self.demand(not self.ids or int(ticket['id']) > self.ids[-1], f'{ticket["id"]} came after {self.ids[-1:]}')
                self.ids.append(int(ticket['id']))
                _, again = self.store.ask('POST', '/api/v1/tickets', json.dumps(
                    {'kind': 'complaint', 'channel': 'email', 'subject': what, 'description': 'where is it'}), key=what)
                self.demand(json.loads(again).get('id') == ticket['id'], f'the same key gives another ticket: {again[:300]}')

    def scan(self, no, at):
        status, answer = self.store.ask('POST', '/api/v1/scans', json.dumps(
            [{'carrier': 'sto', 'no': no, 'at': text_of(at), 'stage': 'hub_in', 'site_code': 'H1'}]))
        self.demand(status in (200, 202), f'a scan is answered with {status}: {answer[:300]}')
        kept = self.store.read(f'/api/v1/waybills/sto/{no}/scans?limit=10', absent={'items': []})['items']
        self.demand(len(kept) == 1, f'a scan is there {len(kept)} times')

    def findings(self):
        return [item for state in ('open', 'closed')
                for item in self.store.read(f'/api/v1/watch/findings?limit=200&rule={RULE}&state={state}')['items']
                if item['no'] == PARCEL]

    def wait_for_finding(self):
        until = time.monotonic() + PATIENCE_S
        while not self.findings() and time.monotonic() < until:
            time.sleep(0.05)
        self.demand(len(self.findings()) == 1, f'{len(self.findings())} findings where one is due')


def jumps(company):
    company.jump(BEGAN)
    company.write()
    company.scan(PARCEL, BEGAN - HOUR)
    company.jump(BEGAN - HOUR)
    company.write()
    company.demand(not company.findings(), 'what is not due is found')
    company.jump(BEGAN + 2 * DAY)
    company.write()
    company.wait_for_finding()
    company.jump(BEGAN)
    company.write()
    company.scan('771234567890124', BEGAN)
    company.demand(len(company.findings()) == 1, 'the finding is gone, or doubled')
    company.jump(BEGAN + 2 * DAY + HOUR)
    company.write()
    company.demand(len(company.findings()) == 1, 'the finding is doubled')


def restarts(company):
    """The server is started again by a clock that was set back, and then by one that is ahead."""
    store = company.store
    for at in (BEGAN - HOUR, BEGAN + DAY, BEGAN):
        code = store.stop(signal.SIGTERM)
        company.demand(code == 0, f'stopped with SIGTERM it ends with {code}')
        company.now = at
        os.environ['PARCELDESK_NOW'] = text_of(at)
        store.start()
        company.write()
        company.demand(len(company.findings()) == 1, 'the finding is gone, or doubled')


def main():
    program, engine = sys.argv[1:3]
    os.environ.update(PARCELDESK_TEST='1', PARCELDESK_NOW=text_of(BEGAN))
    with tempfile.TemporaryDirectory() as folder:
        store = Store(program, folder, engine, RIGHTS)
        store.start()
        company = Company(store)
        jumps(company)
        restarts(company)
        found = sorted(int(item['id']) for item in store.read('/api/v1/tickets?limit=200')['items']
                       if item['subject'].startswith('ticket '))
        company.demand(found == company.ids, f'there are {len(found)} tickets, {len(company.ids)} were opened')
        code = store.stop(signal.SIGTERM)
        company.demand(code == 0, f'stopped with SIGTERM it ends with {code}')
        store.prove(company.demand)
    for problem in company.problems[:20]:
        print(problem)
    print(f'{8 - min(len(company.problems), 8)} passed, {len(company.problems)} failed')
    sys.exit(bool(company.problems))


main()
