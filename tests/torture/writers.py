#!/usr/bin/env python3
"""Many write the same things at once; afterwards each acknowledged write must be there exactly once.

usage: writers.py PROGRAM sqlite|postgresql
"""
import http.client
import itertools
import json
import signal
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta, timezone

from store import Store

LOAD_S = 6
CLAIMS, RIVALS = 5, 4
YUAN_12 = {'amount': 1200, 'currency': 'CNY'}
SENDER = ['scan.write', 'waybill.read']
AGENT = ['ticket.read', 'ticket.write', 'personal.read', 'claim.read', 'claim.write']
BOSS = ['claim.read', 'claim.approve', 'claim.approve_large', 'personal.read']
CASHIER = ['claim.read', 'claim.pay']


class Company:
    """A server, who writes there, and what they were told."""

    def __init__(self, store):
        self.store, self.problems, self.longest = store, [], 0.0
        self.until = 0.0
        self.agent, self.boss, self.cashier = (store.new_token(*made) for made in (
            ('agent', AGENT), ('boss', BOSS), ('cashier', CASHIER)))

    def demand(self, holds, what):
        if not holds:
            self.problems.append(what)

    def ask(self, method, path, body=None, token=None, **more):
        begun = time.monotonic()
        status, answer = self.store.ask(method, path, None if body is None else json.dumps(body), token=token, **more)
        self.longest = max(self.longest, time.monotonic() - begun)
        self.demand(status < 500, f'{method} {path} is answered with {status}: {answer[:200]}')
        return status, json.loads(answer) if answer else {}

    def pages(self, path, token=None):
        cursor = ''
        while cursor is not None:
            page = self.store.read(f'{path}limit=200{cursor}', token=token)
            yield from page['items']
            cursor = f'&cursor={page["next"]}' if page.get('next') else None

    def lasts(self):
        return time.monotonic() < self.until


def at_once(company, tasks):
    """Runs them all at the same time; what one of them raises is a problem."""
    barrier = threading.Barrier(len(tasks))

    def guarded(task):
        barrier.wait()
        try:
            task()
        except (OSError, http.client.HTTPException, AssertionError, KeyError) as raised:
            company.problems.append(f'{task.__name__}: {raised!r}')
    threads = [threading.Thread(target=guarded, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Openers:
    """Two clients send each ticket under one key: one ticket must come of it."""

    def __init__(self, company):
        self.company, self.told, self.lock = company, {}, threading.Lock()

    def open(self, key):
        status, ticket = self.company.ask(
            'POST', '/api/v1/tickets', {'kind': 'complaint', 'channel': 'email', 'subject': key, 'description': 'where'},
            self.company.agent, key=key)
        self.company.demand(status == 201, f'a ticket is answered with {status}: {ticket}')
        with self.lock:
            self.told.setdefault(key, set()).add(ticket.get('no'))

    def run_openers(self, pair):
        for number in itertools.count():
            if not self.company.lasts():
                return
            self.open(f'ticket {pair} {number}')

    def check(self):
        company = self.company
        stored = [(item['subject'], item['no']) for item in company.pages('/api/v1/tickets?', company.agent)]
        numbers = [no for _, no in stored]
        company.demand(all(len(nos) == 1 for nos in self.told.values()), 'a key opened two tickets')
        told = {(key, no) for key, nos in self.told.items() for no in nos}
        company.demand(told <= set(stored), f'{len(told - set(stored))} of {len(told)} tickets are missing')
        company.demand(len(numbers) == len(set(numbers)), 'two tickets have one number')
        without_holes(company, numbers, 'tickets')


def without_holes(company, numbers, what):
    days = {}
    for no in numbers:
        day, count = no.split('-')
        days.setdefault(day, []).append(int(count))
    for day, counts in days.items():
        company.demand(sorted(counts) == list(range(1, len(counts) + 1)), f'numbers of {what} of {day} have holes')


class Changers:
    """All change the same few tickets, each by the version that it last read."""

    def __init__(self, company):
        self.company, self.told, self.tickets = company, [], []
        for number in range(3):
            _, ticket = company.ask('POST', '/api/v1/tickets', {'kind': 'complaint', 'channel': 'email',
                                                                'subject': f'shared {number}', 'description': 'where'},
                                    company.agent)
            self.tickets.append(ticket['id'])

    def run_changers(self, who):
        for number, ticket in zip(itertools.count(), itertools.cycle(self.tickets)):
            if self.told and not self.company.lasts():
                return
            path = f'/api/v1/tickets/{ticket}'
            _, before = self.company.ask('GET', path, token=self.company.agent)
            version = before['version']
            status, after = self.company.ask('PATCH', path, {'subject': f'by {who} the {number}'}, self.company.agent,
                                             etag=str(version))
            self.company.demand(status in (200, 412), f'a change is answered with {status}: {after}')
            if status == 200:
                self.company.demand(after['version'] == version + 1, f'{version} became {after["version"]}')
                self.told.append((ticket, after['version']))

    def check(self):
        company = self.company
        company.demand(self.told, 'no ticket was changed')
        company.demand(len(self.told) == len(set(self.told)), 'two changes were told the same version')
        for ticket in self.tickets:
            _, stored = company.ask('GET', f'/api/v1/tickets/{ticket}', token=company.agent)
            told = [version for one, version in self.told if one == ticket]
            company.demand(stored['version'] >= max(told, default=1), 'a version went back')


class Senders:
    """All send scans of the same parcels, which the watch finds meanwhile."""

    def __init__(self, company):
        self.company, self.told = company, []
        self.nos = [f'76{place:013d}' for place in range(12)]

    def run_senders(self, who):
        base = datetime.now(timezone.utc) - timedelta(hours=40)
        for number in itertools.count():
            if not self.company.lasts():
                return
            at = (base + timedelta(seconds=number)).strftime('%Y-%m-%dT%H:%M:%SZ')
            scans = [{'carrier': 'sto', 'no': no, 'at': at, 'stage': 'hub_in', 'site_code': f'H{who}',
                      'text': f'{who} {number}'} for no in self.nos]
            status, answer = self.company.ask('POST', '/api/v1/scans', scans)
            self.company.demand(status < 300, f'scans are answered with {status}: {answer}')
            self.told += [(no, f'{who} {number}') for no in self.nos]

    def check(self):
        stored = [(no, scan['text']) for no in self.nos
                  for scan in self.company.pages(f'/api/v1/waybills/sto/{no}/scans?')]
        missing = set(self.told) - set(stored)
        self.company.demand(not missing, f'{len(missing)} of {len(self.told)} scans are missing')
        self.company.demand(len(stored) == len(set(stored)), 'a scan is there twice')


class Payers:
    """All approve the same claim, then all pay it, each with a reference of their own."""

    def __init__(self, company):
        self.company = company
        self.claims = [self.given_claim(number) for number in range(CLAIMS)]

    def given_claim(self, number):
        _, claim = self.company.ask(
            'POST', '/api/v1/claims', {'kind': 'delay', 'demanded': YUAN_12, 'freight': YUAN_12, 'delay_hours': 49,
                                       'waybills': [{'no': f'789{number:011d}'}]}, self.company.agent)
        claim = self.step(claim, 'POST', 'assessment', None, self.company.agent)
        for kind in ('demand', 'journey', 'known_parcel'):
            claim = self.step(claim, 'PUT', f'evidence/{kind}', {'waived_why': 'known'}, self.company.boss)
        return self.step(claim, 'POST', 'proposal', {}, self.company.agent)

    def step(self, claim, method, what, body, token):
        status, after = self.company.ask(method, f'/api/v1/claims/{claim["id"]}/{what}', body, token,
                                         etag=str(claim['version']))
        assert status == 200, (what, after)
        return after

    def rivals(self, claim, what, bodies, token):
        """All take the step at once: one of them is told that it is done."""
        done = []

        def take(body):
            status, after = self.company.ask('POST', f'/api/v1/claims/{claim["id"]}/{what}', body, token,
                                             etag=str(claim['version']))
            self.company.demand(status in (200, 409, 412), f'{what} is answered with {status}: {after}')
            if status == 200:
                done.append(after)
        at_once(self.company, [lambda body=body: take(body) for body in bodies])
        self.company.demand(len(done) == 1, f'{what} was done {len(done)} times')
        assert done, what
        self.company.demand(done[0]['version'] == claim['version'] + 1, f'{what} skips a version')
        return done[0]

    def run_payers(self):
        for number, claim in enumerate(self.claims):
            claim = self.rivals(claim, 'approval', [None] * RIVALS, self.company.boss)
            claim = self.step(claim, 'POST', 'answer', {'accepted': True}, self.company.agent)
            references = [{'reference': f'bank {number} {rival}'} for rival in range(RIVALS)]
            self.claims[number] = self.rivals(claim, 'payments', references, self.company.cashier)

    def check(self):
        for claim in self.claims:
            _, stored = self.company.ask('GET', f'/api/v1/claims/{claim["id"]}', token=self.company.agent)
            self.company.demand(stored['paid'] == YUAN_12, f'paid are {stored["paid"]}')
            self.company.demand(stored['version'] == claim['version'], 'a claim was changed afterwards')
            ledger = list(self.company.pages(f'/api/v1/claims/{claim["id"]}/ledger?', self.company.agent))
            self.company.demand(sum(row['what'] == 'pay' for row in ledger) == 1, 'the ledger has two payments')
        without_holes(self.company, [claim['no'] for claim in self.claims], 'claims')


def load(company):
    parts = openers, changers, senders, payers = Openers(company), Changers(company), Senders(company), Payers(company)
    company.until = time.monotonic() + LOAD_S
    at_once(company, [lambda pair=pair: openers.run_openers(pair) for pair in (0, 0, 1, 1)] +
            [lambda who=who: changers.run_changers(who) for who in range(3)] +
            [lambda who=who: senders.run_senders(who) for who in range(3)] + [payers.run_payers])
    for part in parts:
        part.check()
    print(f'{len(openers.told)} tickets, {len(changers.told)} changes, {len(senders.told)} scans, {CLAIMS} claims; '
          f'the longest answer took {company.longest:.2f} s')


def main():
    program, engine = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        store = Store(program, folder, engine, SENDER)
        company = Company(store)
        store.start()
        try:
            load(company)
        finally:
            code = store.stop(signal.SIGTERM)
        company.demand(code == 0, f'stopped with SIGTERM it ends with {code}')
        store.prove(company.demand)
    for problem in company.problems[:20]:
        print(problem)
    print(f'{int(not company.problems)} passed, {len(company.problems)} failed')
    sys.exit(bool(company.problems))


main()
