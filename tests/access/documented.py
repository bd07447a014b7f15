#!/usr/bin/env python3
"""Every route as the document has it: asked as it should be, and with each field and parameter broken in turn. No answer may be a fault
of the server's own or be other than the document says, and who sends something wrong is told which field.

usage: documented.py PROGRAM sqlite|postgresql [--seed N] [--each N]      of each field so many ways to be wrong, drawn by the seed
"""
import argparse
import http.client
import json
import random
import re
import tempfile
import urllib.parse

from asked import request_for
from schema import Document, wrong_values
from world import NOW, House, World, iso

# An answer without an end; who signs out or changes the password is somebody else afterwards.
PATIENCE_S = 120
HEADER_ROOM = 4000  # an address must fit into 8 KiB with all header lines
# The sign-in provider is not there, which is a 503.
SKIPPED = {'GET /feed', 'POST /session', 'DELETE /session', 'POST /me/password', 'DELETE /me/sessions', 'POST /session/provider'}
# One shape is what is sent and what comes back. It says that a field must be given; where nobody has given it yet it comes back as null:
# of an article that was never published its text in force, of a gateway that was never set its address.
UNSAID = {'POST /articles': ('$.title is None', '$.body is None'), 'GET /gateways': ('$.items[0].url is None', '$.items[1].url is None'),
          'GET /gateways/{channel}': ('$.url is None',)}
# What is known to be told in the answer's own rows rather than as a problem.
BY_ROWS = {'/scans', '/scans/trial', '/waybills', '/customers'}


class Documented:
    def __init__(self, house, world, drawn, each):
        self.house, self.world, self.drawn, self.each = house, world, drawn, each
        self.document = Document(world.ask('GET', '/openapi.json'))
        self.side, self.line = world.sides['own'], None
        self.passed, self.failures = 0, []

    def check(self, holds, words):
        if holds:
            self.passed += 1
        else:
            self.failures.append(words)

    def ask(self, method, target, body, more):
        """A connection that was used before may have been closed meanwhile; a new one answers, or this fails."""
        try:
            return self.ask_once(method, target, body, more)
        except (OSError, http.client.HTTPException):
            self.line = None
            return self.ask_once(method, target, body, more)

    def ask_once(self, method, target, body, more):
        if not self.line:
            self.line = http.client.HTTPConnection('127.0.0.1', self.house.port, timeout=PATIENCE_S)
        sent = {'Content-Type': 'application/json', 'X-Parceldesk': '1', 'Cookie': self.house.people['director']['cookie'],
                'Parceldesk-Test-Clock': iso(self.house.now), 'X-Forwarded-For': f'10.{self.drawn.randrange(256)}.{self.drawn.randrange(256)}.1', **more}
        self.line.request(method, target, body if body is None or isinstance(body, bytes) else json.dumps(body).encode(), sent)
        answer = self.line.getresponse()
        text = answer.read()
        return answer.status, (answer.getheader('Content-Type') or '').split(';')[0], text

    # --- one answer against the document ---

    def conforms(self, name, about, status, media, text):
        """Whether it is what the document says; the Problem where it is one."""
        declared = about['responses'].get(str(status))
        unsaid = UNSAID.get(name, ())
        if declared is None and status < 400:
            self.check(False, f'{name}: answers {status}, of which the document says nothing')
            return None
        declared = self.document.resolved(declared or about['responses']['default'])
        content = declared.get('content', {})
        self.check(not content and not text or media in content or '*/*' in content, f'{name}: answers {status} with {media}, not {list(content)}')
        if status >= 500:
            self.check(False, f'{name}: {status} {text[:300].decode(errors="replace")}')
        if not media.endswith('json') or media not in content:
            return None
        value = json.loads(text)
        faults = [fault for fault in self.document.faults(content[media].get('schema', {}), value) if not fault.startswith(unsaid or ('-',))]
        self.check(not faults, f'{name}: {status} does not fit: {faults[:3]}')
        return value if status >= 400 else None

    # --- one route ---

    def send(self, method, path, about, target, body):
        more = {'If-Match': '"999999"'} if any(p['name'] == 'If-Match' for p in about.get('parameters', [])) else {}
        if isinstance(body, bytes):
            more['Content-Type'] = 'text/plain' if 'files' in path else 'application/x-www-form-urlencoded'
        return self.ask(method, target, body, more)

    def request(self, method, path):
        return request_for(method, path, self.side, lambda: str(self.world.number()))

    def asked_well(self, method, path, about):
        target, body = self.request(method, path)
        self.conforms(f'{method} {path}', about, *self.send(method, path, about, target, body))

    def taken(self, method, path, about):
        """A list is also a file, which begins with the names of its fields."""
        content = about['responses'].get('200', {}).get('content', {})
        if not {'application/json', 'text/csv'} <= content.keys():
            return
        items = self.document.resolved(content['application/json']['schema']['properties']['items']['items'])
        heads = [name for name, field in items['properties'].items() if not field.get('writeOnly')]
        target, body = self.request(method, path)
        name = f'{method} {path} as a file'
        status, media, text = self.ask(method, f'{target}{"&" if "?" in target else "?"}format=csv', body, {})
        self.conforms(name, about, status, media, text)
        self.check(status == 200 and media == 'text/csv', f'{name}: {status} {media} {text[:200].decode(errors="replace")}')
        self.check(text.split(b'\n')[0].decode() == ','.join(heads), f'{name}: begins with {text[:200]!r}, not {heads}')

    def told(self, method, path, about, what, field, target, body):
        name = f'{method} {path}, {field}: {what}'
        status, media, text = self.send(method, path, about, target, body)
        problem = self.conforms(name, about, status, media, text)
        if path in BY_ROWS and status < 300:
            self.check(b'"rejected":0' not in text, f'{name}: is taken: {text[:200].decode(errors="replace")}')
            return
        self.check(status in (400, 413, 422), f'{name}: is answered with {status} {text[:200].decode(errors="replace")}')
        if problem and status == 422:
            named = problem.get('field') or ''
            self.check(field in re.split(r'[.\[\]]+', named), f'{name}: the answer names {named!r}: {problem["detail"]}')

    def some(self, ways):
        """So many of each field, the same for the same seed."""
        by_field = {}
        for way in ways:
            by_field.setdefault(way[1], []).append(way)
        for field in sorted(by_field):
            yield from self.drawn.sample(by_field[field], min(self.each, len(by_field[field])))

    def body_broken(self, method, path, about):
        content = about.get('requestBody', {}).get('content', {})
        target, body = self.request(method, path)
        if 'application/json' not in content or isinstance(body, bytes):
            return
        if isinstance(body, list):
            schema = self.document.resolved(content['application/json']['schema']).get('items', {})
            ways = [(what, field, [value]) for what, field, value in self.document.broken(schema, body[0])]
        else:
            ways = list(self.document.broken(content['application/json']['schema'], body or {}))
        for what, field, value in self.some(ways):
            self.told(method, path, about, what, field, target, value)

    @staticmethod
    def is_text(schema):
        """In an address everything is text."""
        return 'enum' not in schema and 'format' not in schema and schema.get('type') in ('string', 'array') and 'pattern' not in schema

    def query_broken(self, method, path, about):
        target, body = self.request(method, path)
        page = any('text/html' in answer.get('content', {}) for answer in about['responses'].values())
        # Who passes a link to a page on adds parameters of their own.
        ways = [] if page else [('a parameter that there is not', 'no_such_parameter', '1')]
        for parameter in about.get('parameters', []):
            if parameter['in'] != 'query':
                continue
            schema = self.document.resolved(parameter['schema'])
            ways += [(what, parameter['name'], str(value)) for what, value in wrong_values(schema)
                     if not (what == 'another kind' and self.is_text(schema)) and not isinstance(value, list)
                     and len(str(value)) < HEADER_ROOM]
        for what, field, value in self.some(ways):
            changed = re.sub(rf'([?&]){re.escape(field)}=[^&]*&?', r'\1', target).rstrip('?&')
            changed += ('&' if '?' in changed else '?') + urllib.parse.urlencode({field: value})
            self.told(method, path, about, what, field, changed, body)

    def run(self):
        routes = [(method.upper(), path.removeprefix('/api/v1'), about) for path, methods in self.document.document['paths'].items()
                  for method, about in methods.items() if f'{method.upper()} {path.removeprefix("/api/v1")}' not in SKIPPED]
        routes = [route for route in routes if route[1].startswith('/') and 'parceldesk' not in route[1]]
        for route in routes:
            self.query_broken(*route)
            self.body_broken(*route)
        for route in sorted(routes, key=lambda route: route[0] == 'DELETE'):
            self.asked_well(*route)
            self.taken(*route)


def main():
    words = argparse.ArgumentParser()
    words.add_argument('program')
    words.add_argument('engine')
    words.add_argument('--seed', type=int, default=1)
    words.add_argument('--each', type=int, default=1)
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix='parceldesk-documented-') as folder:
        house = House(given.program, folder, given.engine, NOW)
        house.flags += ['--trust-proxy', '127.0.0.1']
        house.start()
        try:
            house.first('director')
            world = World(house)
            world.build()
            walk = Documented(house, world, random.Random(given.seed), given.each)
            walk.run()
        finally:
            house.stop()
            house.drop_database()
    print('\n'.join(walk.failures))
    print(f'{walk.passed} passed, {len(walk.failures)} failed')
    raise SystemExit(bool(walk.failures))


main()
