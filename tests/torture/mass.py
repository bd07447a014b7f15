"""Kill the server while something is done to all parcels of an incident, and demand it of each once."""
import json
import os
import signal
import time
from collections import Counter

from store import PATIENCE_S

PARCELS = 1200
DEAD_S = 420  # more than a job's lease
NOS = [f'79{number:010d}' for number in range(PARCELS)]
INCIDENTS = '/api/v1/watch/incidents'
RIGHTS = ['incident.read', 'incident.act', 'ticket.read']
# What is done, one after the other; then marks that are set and taken back, in turns, to the end.
FIRST = [{'kind': 'notify', 'text': 'Our hub stands still.'}, {'kind': 'open_tickets'}]
TURNS = [{'kind': 'raise_exception', 'again': True}, {'kind': 'clear_exception', 'again': True}]


def action_of(place):
    return FIRST[place] if place < len(FIRST) else TURNS[(place - len(FIRST)) % len(TURNS)]


def told(store, method, path, body=None, **more):
    status, answer = store.ask(method, path, json.dumps(body) if body else None, **more)
    assert 200 <= status < 300, (method, path, status, answer)
    return json.loads(answer)


class Clock:
    """The servers', stood a day ahead and moved on: what a killed worker had counts as dead after some minutes."""

    def __init__(self, store):
        self.store, self.at = store, time.time() + 86400

    def move(self, seconds):
        self.at += seconds
        told(self.store, 'GET', INCIDENTS, clock=time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(self.at)))

    def wait(self, what, look):
        """For what must come, with a generous limit."""
        until = time.monotonic() + PATIENCE_S
        while not look():
            assert time.monotonic() < until, f'{what} did not come'
            time.sleep(0.2)
            self.move(1)


def given_incident(store, clock):
    """The id of one that is confirmed and binds all parcels."""
    at = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(time.time() - 3600))
    for first in range(0, PARCELS, 200):
        told(store, 'POST', '/api/v1/scans', [{'carrier': 'sto', 'no': no, 'stage': 'hub_in', 'site_code': 'M1', 'at': at}
                                              for no in NOS[first:first + 200]])
    incident = told(store, 'POST', INCIDENTS, {'title': 'Hub stopped', 'title_zh': '分拨中心停运', 'cause': 'hub_stopped'}, key='mass')['id']
    here = f'{INCIDENTS}/{incident}'

    def bound():
        version = told(store, 'GET', here)['version']
        return not told(store, 'POST', f'{here}/parcels', {'numbers': NOS}, etag=version)['unknown']
    clock.wait('every parcel', bound)
    told(store, 'POST', f'{here}/moves', {'move': 'confirm'}, etag=told(store, 'GET', here)['version'])
    return incident


def actions(store, incident):
    """The oldest first."""
    return told(store, 'GET', f'{INCIDENTS}/{incident}/actions')['items'][::-1]


def is_over(store, incident):
    return actions(store, incident)[-1]['state'] == 'done'


def go_on(store, incident):
    """Begins the next action where the last is over; the crash may come before the answer."""
    so_far = actions(store, incident)
    if so_far and so_far[-1]['state'] != 'done':
        return
    version = told(store, 'GET', f'{INCIDENTS}/{incident}')['version']
    told(store, 'POST', f'{INCIDENTS}/{incident}/actions', action_of(len(so_far)), etag=version, key=f'mass-{len(so_far)}')


def gone_through(store, incident):
    """By all actions so far."""
    return sum(action['done'] + action['passed_over'] for action in actions(store, incident))


def crash(store, clock, incident, seconds):
    """A moment after something was done to some parcels. True: others were left."""
    store.start()
    before = gone_through(store, incident)
    clock.move(DEAD_S)
    go_on(store, incident)
    clock.wait('what is done to some', lambda: gone_through(store, incident) > before or is_over(store, incident))
    time.sleep(seconds)
    amidst = not is_over(store, incident)
    store.stop(signal.SIGKILL)
    return amidst


def tickets_of(store, incident):
    found, cursor = [], ''
    while True:
        page = told(store, 'GET', f'/api/v1/tickets?limit=200&incident_id={incident}{cursor}')
        found += [item['id'] for item in page['items']]
        if not page['next']:
            return found
        cursor = f'&cursor={page["next"]}'


def entries_of(store, incident):
    counts, cursor = Counter(), ''
    while True:
        page = told(store, 'GET', f'{INCIDENTS}/{incident}/log?limit=200{cursor}')
        counts.update(item['what'] for item in page['items'])
        if not page['next']:
            return counts
        cursor = f'&cursor={page["next"]}'


def spans_of(store, no):
    """How often the mark was set on a parcel, and how often it still stands."""
    spans = [span for span in told(store, 'GET', f'/api/v1/waybills/sto/{no}')['exceptions'] if span['exception'] == 'network']
    return len(spans), sum(span['closed_at'] is None for span in spans)


def ended(store, clock, incident):
    clock.wait('the end of the last action', lambda: is_over(store, incident))


def problems_of(store, clock, incident):
    """What is wrong once all is done."""
    done, problems = actions(store, incident), []
    for place, action in enumerate(done):
        figures = tuple(action[name] for name in ('kind', 'total', 'done', 'passed_over', 'failed'))
        if figures != (action_of(place)['kind'], PARCELS, PARCELS, 0, 0):
            problems.append(f'action {place} says {figures}')
    kinds = Counter(action['kind'] for action in done)
    expected = (kinds['raise_exception'], kinds['raise_exception'] - kinds['clear_exception'])
    wrong = [no for no in NOS if spans_of(store, no) != expected]
    if wrong:
        problems.append(f'{len(wrong)} parcels were not marked {expected[0]} times: {wrong[0]} {spans_of(store, wrong[0])}')
    if kinds['open_tickets']:
        clock.wait('a ticket for each parcel', lambda: len(tickets_of(store, incident)) >= PARCELS)
        tickets = tickets_of(store, incident)
        if len(tickets) != PARCELS or len(set(tickets)) != PARCELS:
            problems.append(f'{len(tickets)} tickets of {PARCELS} parcels')
    entries = entries_of(store, incident)
    for what in ('action_started', 'action_ended'):
        if entries[what] != len(done):
            problems.append(f'the log has {entries[what]} times {what} of {len(done)} actions')
    return problems


def crashes(store, drawn, rounds):
    """Runs them; tells how many came in the midst of an action, and what is wrong."""
    os.environ['PARCELDESK_TEST'] = '1'
    clock = Clock(store)
    store.start()
    clock.move(0)
    incident = given_incident(store, clock)
    store.stop(signal.SIGTERM)
    amidst = sum(crash(store, clock, incident, drawn.uniform(0, 0.05)) for _ in range(rounds))
    store.start()
    clock.move(DEAD_S)
    while len(actions(store, incident)) < len(FIRST + TURNS):
        ended(store, clock, incident)
        clock.move(1)
        go_on(store, incident)
    ended(store, clock, incident)
    problems = problems_of(store, clock, incident)
    store.stop(signal.SIGTERM)
    del os.environ['PARCELDESK_TEST']
    return amidst, problems
