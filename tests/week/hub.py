"""A hub stops, and 3,000 parcels stand in it: found, bound into one incident, told of, promised anew, and under way again; the server is
killed twice meanwhile."""
import signal
import time
from collections import Counter

from house import HOUR, PATIENCE_S, SECOND, instant, iso

PARCELS, BATCH = 3000, 1000
HEADERS = {'Prefer': 'wait'}


def batches(rows):
    return (rows[at:at + BATCH] for at in range(0, len(rows), BATCH))


def scan_all(world, hub, stage, site):
    rows = [{'carrier': 'sto', 'no': no, 'at': iso(world.now), 'stage': stage, 'site_code': site} for no in hub['nos']]
    for some in batches(rows):
        world.house.ask('scanner', 'POST', '/api/v1/scans', some, **HEADERS)
    world.settle()


def comes_in(world):
    """Parcels of every sort: receivers without a phone, with a wrong one, with one nobody answers, and customers among them."""
    hub = {'nos': [f'7720{n:011d}' for n in range(PARCELS)], 'receivers': []}
    rows = []
    for n, no in enumerate(hub['nos']):
        phone = None if n % 100 == 7 else f'139{n // 2 * 2:08d}' if n % 50 == 1 else f'139{n:08d}'
        code = ('C02', 'C03', 'C06')[n // 60 % 3] if n % 60 == 5 else None
        if phone and n % 150 == 17:
            world.numbers.dead.add(phone)
            world.gateway.dead.add(phone)
        hub['receivers'].append((phone, world.customers.get(code)))
        rows.append({'carrier': 'sto', 'no': no, 'origin': '310000', 'destination': '440300', 'ordered_at': iso(world.now),
                     'promised_at': iso(world.now + 52 * HOUR), **({'receiver_phone': phone} if phone else {}),
                     **({'receiver_ref': code} if code else {})})
    for some in batches(rows):
        world.house.ask('scanner', 'POST', '/api/v1/waybills', some)
    scan_all(world, hub, 'hub_in', 'HUB')
    return hub


def findings(world, state):
    return len(world.house.every('director', f'/api/v1/watch/findings?state={state}'))


def is_found(world, hub):
    """A day after it came in each parcel is found once, and all of them are proposed as one incident."""
    world.house.until(lambda: findings(world, 'open') >= PARCELS, f'{PARCELS} findings')
    world.settle()
    world.until(world.now + 5 * SECOND)
    found = world.house.every('director', '/api/v1/watch/findings?state=open')
    world.same(len(found), PARCELS, 'open findings')
    world.same({one['no'] for one in found}, set(hub['nos']), 'parcels that were found')
    world.same({one['rule'] for one in found}, {'hub_no_departure'}, 'rules that found them')
    proposed = world.house.ask('sun', 'GET', '/api/v1/watch/incidents?state=proposed')['items']
    world.same(len(proposed), 1, 'incidents that are proposed')
    hub['id'] = proposed[0]['id']
    world.same(proposed[0]['parcels'], PARCELS, 'parcels of the incident')


def path(hub):
    return f'/api/v1/watch/incidents/{hub["id"]}'


def do(world, hub, what, body, who='sun'):
    return world.house.ask(who, 'POST', f'{path(hub)}/{what}', body, world.version_of(path(hub)))


def is_confirmed(world, hub):
    world.refused('ai', 403, 'POST', path(hub) + '/moves', {'move': 'confirm'}, world.version_of(path(hub)))
    world.refused('sun', 409, 'POST', path(hub) + '/actions', {'kind': 'notify', 'text': 'x'}, world.version_of(path(hub)))
    world.house.ask('sun', 'PATCH', path(hub), {'cause': 'network', 'plan': 'late', 'owner': 'sun'}, world.version_of(path(hub)))
    do(world, hub, 'moves', {'move': 'confirm'})
    seen = world.house.ask('sun', 'GET', path(hub))
    world.check(seen['report_due_at'] is not None, 'an outage of the network is to be reported')
    do(world, hub, 'log', {'what': 'reported', 'text': '已向邮政管理局报告'})


def kill(world):
    """The plug is pulled; ten minutes later the server is back."""
    world.house.stop(signal.SIGKILL)
    world.house.now += 10 * 60 * SECOND
    world.house.start()
    world.kills += 1


def about(world):
    """A line of the timeline at an instant that a crash leaves open."""
    return lambda _, customer, kind: world.timeline(None, customer, kind)


def is_told_at_night(world, hub):
    """At half past nine in the evening everybody is told, which waits for the morning; the server dies over it."""
    ids = {one['no']: one['waybill_id'] for one in world.house.every('sun', path(hub) + '/parcels')}
    action = do(world, hub, 'actions', {'kind': 'notify', 'text': 'Our hub stands still.', 'text_zh': '分拨中心停运'})
    kill(world)
    for no, (phone, customer) in zip(hub['nos'], hub['receivers']):
        world.notices.tell(world.now, 'incident.notice', ids[no], customer, 'receiver', phone or 'none', about(world), loose=True)
    world.settle()
    hub['action'] = world.house.ask('sun', 'GET', f'/api/v1/watch/incident-actions/{action["id"]}')
    world.same([hub['action'][name] for name in ('state', 'total', 'done', 'passed_over', 'failed')],
               ['done', PARCELS, PARCELS, 0, 0], 'what became of telling all')


def is_sent_in_the_morning(world):
    """At eight the messages go out, and the server dies again among them."""
    world.until('09-24', '07:59')
    had = len(world.gateway.taken)
    world.house.now = instant('09-24', '08:00')
    end = time.monotonic() + PATIENCE_S
    while len(world.gateway.taken) < had + 400:
        world.house.ask('director', 'GET', '/readyz')
        assert time.monotonic() < end, 'messages do not go out'
        time.sleep(0.01)
    kill(world)
    world.may_repeat = 32  # those two workers had in their hands
    world.settle()


def is_promised_anew(world, hub):
    before = world.house.ask('sun', 'GET', f'/api/v1/waybills/sto/{hub["nos"][7]}')['waybill']['promised_at']
    hub['promised'] = before
    do(world, hub, 'causes', {'reason': 'weather', 'text': 'Hub stopped', 'move_hours': 48, 'bound_only': True,
                              'until': iso(instant('09-28'))})
    world.settle()


def is_still_silent(world):
    """Two days after it came in each parcel is found again, as one that nobody has seen since."""
    world.house.until(lambda: findings(world, 'open') >= 2 * PARCELS, 'parcels that nobody saw for two days')
    world.settle()


def goes_on(world, hub):
    scan_all(world, hub, 'hub_out', 'HUB')
    world.house.until(lambda: findings(world, 'open') == 0, 'end of the findings')
    world.settle()
    do(world, hub, 'moves', {'move': 'end', 'turned_out': 'hub_stopped', 'text': '恢复运转'})
    seen = world.house.ask('sun', 'GET', path(hub))
    figures = seen['figures']
    world.same((seen['state'], figures['parcels'], figures['moved'], figures['told']), ('ended', PARCELS, PARCELS, PARCELS),
               'how the incident ended')
    closed = world.house.every('director', '/api/v1/watch/findings?state=closed')
    # After a day that they did not leave the hub, after two that nobody saw them.
    world.same(Counter((one['rule'], one['outcome']) for one in closed),
               Counter({(rule, 'recovered'): PARCELS for rule in ('hub_no_departure', 'no_scan')}), 'what was found')
