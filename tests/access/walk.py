#!/usr/bin/env python3
"""Every route, asked by every shipped role of one half of a company for things of its own half and of the other, and compared with
table.txt. A person reads that table: what stands in it is what is meant.

usage: walk.py PROGRAM ENGINE [--write]      sqlite or postgresql (PARCELDESK_TEST_PG names the server); --write makes the table anew
"""
import json
import os
import re
import sys
import time
import tempfile

from asked import BY_ROUTE, names_of, request_for
from world import NOW, House, World

HERE = os.path.dirname(os.path.abspath(__file__))
TABLE = os.path.join(HERE, 'table.txt')
SHORT = {'client_user': 'cu', 'consumer': 'cs', 'company': 'cm', 'senior_agent': 'sa', 'nobody': 'no'}
OUTSIDERS = ('client_user', 'consumer')
LEGEND = '''# Who may do what with what is theirs, and with what is another's. Made by tests/access/walk.py --write, and read by a person.
#
# Everybody but `nobody` and `whole` is limited: people of the company to one outlet's subtree, client_user, consumer and `company` (an
# administrator of a customer's) to one customer. The first sign of a pair is what became of a request for something of their own, the
# second of one for something of the other half's; a route that names nothing of either has one sign.
#
#   + answered, or refused for another reason than who asked      - refused: 401 or 403      . as if there were no such thing: 404
#   : refused because what the body names is not there            ! the answer shows something of the other half
#   o answered, with nothing of one's own half (of a list: a sign of the other half would be a !)
'''
# Answered for other reasons than that the body were wrong.
REFUSED_ANYWAY = {'POST /me/password', 'POST /me/second-factor', 'POST /me/second-factor/confirmation', 'POST /me/second-factor/recovery-codes',
                  'POST /me/second-factor/removal', 'DELETE /me/sessions/{session}', 'DELETE /people/{id}/sessions/{session}',
                  'POST /quarantine/{id}/discard', 'POST /push/{provider}', 'POST /desk/incoming/sms', 'GET /desk/incoming/sms',
                  'GET /notices/{id}/report'}
# Each ticket of a selection is judged when its turn comes: `bulks` looks at what became of them.
LATER = {'POST /desk/bulks'}
# Not asked: an answer without an end; who signs in is nobody yet.
SKIPPED = {'GET /feed', 'POST /session', 'POST /session/provider', 'POST /session/provider/answer', 'POST /session/provider/code'}


class Walk:
    def __init__(self, house, world):
        self.house, self.world, self.failures, self.people, self.bulks = house, world, [], {}, []

    def hire(self):
        """One of each shipped role, and the two that show what scope does to somebody who may do everything."""
        roles = [role['name'] for role in self.world.ask('GET', '/roles')['items'] if role['built_in']]
        own = self.world.sides['own']
        for role in [*sorted(roles, key=lambda name: (name in OUTSIDERS, name)), 'company']:
            outside = role in OUTSIDERS or role == 'company'
            given = {'customer_id': own['customer']} if outside else {'outlet': own['area']}
            login = f'{role}.person'
            made = self.world.ask('POST', '/people', {'login': login, 'roles': ['administrator' if role == 'company' else role], **given})
            self.house.people[login] = {'password': made['one_time_password']}
            self.house.sign_in(login)
            self.people[role] = login
        self.people = {'nobody': None, **self.people, 'whole': 'director'}

    # --- one request ---

    def send(self, who, method, path, side):
        target, body = request_for(method, path, side, lambda: str(self.world.number()))
        headers = {'X-Forwarded-For': '10.0.0.1'}  # some routes answer an address so often in a minute only
        headers |= {'If-Match': '"999999"'} if (method, path) in self.matched else {}
        if isinstance(body, bytes):
            headers['Content-Type'] = 'text/plain' if 'files' in path else 'application/x-www-form-urlencoded'
        # Wrong passwords and codes are among what is asked: whoever gave them waits as they are told.
        for _ in range(4):
            status, answer = self.house.call(who, method, target, body, headers)
            wait = re.search(rb'wrong tries: try again in (\d+) s', answer) if status == 429 else None
            if not wait:
                break
            time.sleep(int(wait[1]))
        return status, answer

    def sign(self, who, method, path, side):
        self.refresh(method, path, side)
        status, answer = self.send(who, method, path, side)
        route = f'{method} {path}'
        if status in (401, 403):
            return '-', answer
        if status == 404:
            return '.', answer
        if (status == 422 and route not in REFUSED_ANYWAY) or b'"rejected":1' in answer or b'"rejected":[{' in answer:
            return ':', answer
        if status >= 500 or status in (400, 428, 429):
            self.failures.append(f'{route} asked by {who}: {status} {answer[:300].decode(errors="replace")}')
        return '+', answer

    def refresh(self, method, path, side):
        """What a request would take away is there again."""
        make = {'DELETE /tokens/{id}': lambda: side.update(token=self.world.ask('POST', '/tokens', {
                    'name': side['name'], 'rights': ['waybill.read'], 'outlet': side['outlet']})['id']),
                'DELETE /files/{id}': lambda: side.update(file=self.world.upload('customer', side['customer'])),
                'DELETE /tickets/{id}/links/{to}/{kind}': lambda: self.world.ask('PUT', f'/tickets/{side["ticket"]}/links', {
                    'ticket_id': side['spare_ticket'], 'kind': 'relates'}),
                'GET /files/{id}/content': lambda: side.update(file=self.world.upload('customer', side['customer'])),
                'DELETE /teams/{code}/members/{login}': lambda: self.world.ask('PUT', f'/teams/{side["team"]}/members/{side["agent"]}', {}),
                'DELETE /tickets/{id}/articles/{article}': lambda: self.world.ask('PUT', f'/tickets/{side["ticket"]}/articles/{side["article"]}')}
        if f'{method} {path}' in make:
            make[f'{method} {path}']()

    # --- one cell, one row, all of them ---

    def marks(self, side, other):
        """Whatever only the other half has."""
        values = {str(value) for key, value in self.world.sides[other].items() if key[0] != '_'}
        values -= {str(value) for value in self.world.sides[side].values()} | {str(value) for value in self.world.shared.values()}
        return re.compile('|'.join(re.escape(value) for value in sorted(values) if len(value) > 5).encode())

    def cell(self, role, who, method, path):
        named = {key for key in names_of(method, path) if self.world.sides['own'].get(key) != self.world.sides['other'].get(key)}
        first, answer = self.sign(who, method, path, self.world.sides['own'])
        if first == '+' and who != 'director' and self.foreign.search(answer):
            self.failures.append(f'{method} {path} shows {role} something of the other half: {self.foreign.search(answer)[0].decode()}')
            first = '!'
        elif first == '+' and method == 'GET' and not named and not self.known.search(answer):
            first = 'o'
        if not named:
            return first + ' '
        second, answer = self.sign(who, method, path, self.world.sides['other'])
        if second == '+' and method == 'GET' and '{' not in path and not self.foreign.search(answer):
            second = 'o'
        if second == '+' and f'{method} {path}' in LATER and who != 'director':
            self.bulks.append(json.loads(answer)['id'])
        elif second == '+' and who not in (None, 'director'):
            self.failures.append(f'{method} {path} lets {role} reach something of the other half: {answer[:200].decode(errors="replace")}')
        return first + second

    def look_at_bulks(self):
        for bulk in self.bulks:
            self.house.until(lambda: self.world.ask('GET', f'/desk/bulks/{bulk}')['state'] == 'done', f'end of bulk {bulk}')
            states = [item['state'] for item in self.world.ask('GET', f'/desk/bulks/{bulk}/items')['items']]
            if states != ['failed']:
                self.failures.append(f'a bulk action of a limited person did something to a ticket of the other half: {states}')

    # --- what nothing of the other half changes ---

    def lists(self):
        """Every list and figure as the two administrators who are limited see it."""
        figures = [figure['name'] for figure in self.world.ask('GET', '/figures')['items']]
        paths = [path for method, path, _ in self.routes if method == 'GET' and '{' not in path and f'GET {path}' not in SKIPPED | REFUSED_ANYWAY]
        paths += [f'/figures/{name}{more}' for name in figures for more in ('', '/parcels')]
        self.house.until(lambda: not self.house.jobs(self.house.now, 1), 'rest')
        return {(role, path): re.sub(rb'"request_id":"\w+"', b'', self.send(self.people[role], 'GET', path, self.world.sides['own'])[1])
                for path in paths for role in ('administrator', 'company')}

    def compare(self, before, after):
        for key in before:
            if before[key] != after[key]:
                self.failures.append('GET {1}, asked by {0}, changes with the other half: '.format(*key) + difference(before[key], after[key]))

    def row(self, method, path):
        cells = [self.cell(role, who, method, path) for role, who in self.people.items()]
        if f'{method} {path}' in LATER:
            self.look_at_bulks()
        if cells[-1][0] in '.:-' and f'{method} {path}' not in REFUSED_ANYWAY:
            self.failures.append(f'{method} {path}: the walk asks for nothing that is there: '
                                 f'{self.send("director", method, path, self.world.sides["own"])[1][:300].decode(errors="replace")}')
        return f'{method:6} {path:52} ' + ' '.join(cells).rstrip()

    def read_routes(self):
        paths = self.world.ask('GET', '/openapi.json')['paths']
        routes = [(method.upper(), path.removeprefix('/api/v1'), about) for path, methods in paths.items() for method, about in methods.items()]
        self.matched = {(method, path) for method, path, about in routes if any(p['name'] == 'If-Match' for p in about.get('parameters', []))}
        self.routes = sorted(routes, key=lambda route: route[:2] == ('DELETE', '/session'))
        self.failures += [f'no such route: {name}' for name in sorted(set(BY_ROUTE) - {f'{method} {path}' for method, path, _ in routes})]

    def run(self):
        self.read_routes()
        self.world.build()
        self.hire()
        before = self.lists()
        self.world.build_side('other')
        self.compare(before, self.lists())
        self.foreign, self.known = self.marks('own', 'other'), self.marks('other', 'own')
        rows = [self.row(method, path) for method, path, _ in self.routes if f'{method} {path}' not in SKIPPED]
        return self.table(rows)

    def table(self, rows):
        heads = ''.join(f'#   {short(role)}  {role}\n' for role in self.people)
        return LEGEND + heads + '#' + ' ' * 59 + ' '.join(short(role) for role in self.people) + '\n' + '\n'.join(rows) + '\n'


def short(role):
    return SHORT.get(role, role[:2])


def difference(before, after):
    at = next((i for i, (one, two) in enumerate(zip(before, after)) if one != two), 0)
    return ' → '.join(text[max(at - 60, 0):at + 100].decode(errors='replace') for text in (before, after))


def differences(stands, came):
    stands, came = stands.splitlines(), came.splitlines()
    return [f'- {line}' for line in stands if line not in came] + [f'+ {line}' for line in came if line not in stands]


def main():
    program, engine, write = sys.argv[1], sys.argv[2], '--write' in sys.argv
    with tempfile.TemporaryDirectory(prefix='parceldesk-walk-') as folder:
        house = House(program, folder, engine, NOW)
        house.flags += ['--trust-proxy', '127.0.0.1']
        house.start()
        try:
            house.first('director')
            world = World(house)
            walk = Walk(house, world)
            came = walk.run()
        finally:
            house.stop()
            house.drop_database()
    if write:
        with open(TABLE, 'w', encoding='utf-8') as file:
            file.write(came)
    with open(TABLE, encoding='utf-8') as file:
        wrong = walk.failures + differences(file.read(), came)
    print('\n'.join(wrong))
    cells = sum(len(line.split()) - 2 for line in came.splitlines() if line[0] != '#')
    print(f'{max(cells - len(wrong), 0)} passed, {len(wrong)} failed')
    sys.exit(bool(wrong))


main()
