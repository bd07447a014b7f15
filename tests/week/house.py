"""The program under test: a server that comes and goes, whose clock stands until it is moved, and those who ask it."""
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../harness'))
from ports import free_port  # noqa: E402

PATIENCE_S, IDLE_S = 600, 5
ZONE = timezone(timedelta(hours=8))
SECOND, MINUTE, HOUR, DAY = 1000, 60000, 3600000, 86400000


def instant(day, clock='00:00'):
    """Milliseconds of a wall clock in the company's zone: instant('09-25', '18:00')."""
    return int(datetime.fromisoformat(f'2026-{day}T{clock}:00+08:00').timestamp() * 1000)


def iso(ms):
    return datetime.fromtimestamp(ms / 1000, ZONE).isoformat(timespec='milliseconds')


def ms_of(text):
    return None if text is None else round(datetime.fromisoformat(text.replace('Z', '+00:00')).timestamp() * 1000)


class Refused(Exception):
    def __init__(self, words, status, body):
        super().__init__(f'{words}: {status} {body[:400].decode(errors="replace")}')
        self.status = status


class House:
    def __init__(self, program, folder, engine, now):
        self.program, self.folder, self.now = os.path.abspath(program), folder, now
        self.port, self.process, self.asked = free_port(), None, 0
        self.people, self.lines = {}, {}
        self.flags, self.database = ['--data', os.path.join(folder, 'data')], None
        if engine == 'postgresql':
            self.make_database()

    def make_database(self):
        admin, self.database = os.environ['PARCELDESK_TEST_PG'], f'week_{os.getpid()}'
        subprocess.run(['psql', '-XAtq', '-d', admin, '-c', f'CREATE DATABASE {self.database}'], check=True)
        self.flags += ['--database', admin.rsplit('/', 1)[0] + '/' + self.database]

    def drop_database(self):
        if self.database:
            subprocess.run(['psql', '-XAtq', '-d', os.environ['PARCELDESK_TEST_PG'],
                            '-c', f'DROP DATABASE {self.database} WITH (FORCE)'], check=True)

    # --- the process ---

    def environment(self):
        return dict(os.environ, PARCELDESK_NOW=iso(self.now), PARCELDESK_CLOCK='stands', PARCELDESK_TEST='1')

    def run(self, *words):
        return subprocess.run([self.program, *words, *self.flags], capture_output=True, text=True, env=self.environment())

    def start(self):
        log = open(os.path.join(self.folder, 'log'), 'ab')
        self.process = subprocess.Popen([self.program, 'serve', *self.flags, '--listen', f'127.0.0.1:{self.port}'],
                                        stdout=log, stderr=log, env=self.environment())
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                if self.call(None, 'GET', '/readyz')[0] == 200:
                    return
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit(f'the server ended with {self.process.returncode}: {self.said()}')
            time.sleep(0.01)
        raise SystemExit('the server does not become ready')

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        code = self.process.wait(PATIENCE_S)
        for line, _ in self.lines.values():
            line.close()
        self.lines = {}
        return code

    def said(self):
        with open(os.path.join(self.folder, 'log'), encoding='utf-8', errors='replace') as file:
            return ''.join(line for line in file if 'event=request' not in line and 'status=ok' not in line)[-3000:]

    # --- people ---

    def first(self, login):
        """The administrator that the first start makes."""
        words = self.until(lambda: re.search(r'sign in as (\S+) with the one-time password (\S+)', self.said()), 'first account')
        self.people[login] = {'password': words.group(2), 'login': words.group(1)}
        self.sign_in(login)

    def hire(self, login, *roles, outlet=None):
        made = self.ask('director', 'POST', '/api/v1/people', {'login': login, 'name': login, 'roles': roles, 'outlet': outlet})
        self.people[login] = {'password': made['one_time_password']}
        self.sign_in(login)

    def machine(self, name, *rights):
        made = self.ask('director', 'POST', '/api/v1/tokens', {'name': name, 'rights': rights})
        self.people[name] = {'token': made['secret']}

    def sign_in(self, login):
        person, chosen = self.people[login], f'7 horses, {len(self.people)} carts'
        self.ask(login, 'POST', '/api/v1/session', {'login': person.get('login', login), 'password': person['password']})
        self.ask(login, 'POST', '/api/v1/me/password', {'present': person['password'], 'password': chosen})
        person['password'] = chosen
        person['id'] = self.ask(login, 'GET', '/api/v1/me')['id']

    def come_back(self, login):
        """After so long that the session has ended."""
        person = self.people[login]
        del person['cookie']
        self.ask(login, 'POST', '/api/v1/session', {'login': person.get('login', login), 'password': person['password']})

    # --- requests ---

    def call(self, who, method, path, body=None, headers=()):
        line, used = self.lines.get(who, (None, 0))
        if line is None or time.monotonic() - used > IDLE_S:
            line = http.client.HTTPConnection('127.0.0.1', self.port, timeout=PATIENCE_S)
        self.lines[who] = line, time.monotonic()
        person = self.people.get(who, {})
        sent = {'Content-Type': 'application/json', 'X-Parceldesk': '1', 'Parceldesk-Test-Clock': iso(self.now), **dict(headers)}
        if 'token' in person:
            sent['Authorization'] = 'Bearer ' + person['token']
        if 'cookie' in person:
            sent['Cookie'] = person['cookie']
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        self.asked += 1
        try:
            line.request(method, path, data, sent)
            answer = line.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as gone:
            self.lines.pop(who)[0].close()
            raise ConnectionError(str(gone)) from gone
        for cookie in answer.headers.get_all('Set-Cookie') or []:
            person['cookie'] = cookie.split(';')[0]
        return answer.status, text

    def ask(self, who, method, path, body=None, version=None, **headers):
        """The answer as JSON; Refused unless it is a 2xx."""
        more = {name.replace('_', '-'): value for name, value in headers.items()}
        if version is not None:
            more['If-Match'] = f'"{version}"'
        status, text = self.call(who, method, path, body, more)
        if not 200 <= status < 300:
            raise Refused(f'{who}: {method} {path}', status, text)
        return json.loads(text) if text and text[:1] in b'{[' else text

    def status(self, who, method, path, body=None, version=None):
        """The status alone, of what is to be refused."""
        try:
            self.ask(who, method, path, body, version)
            return 200
        except Refused as refused:
            return refused.status

    def every(self, who, path):
        """All items of a list, page by page."""
        items, cursor = [], ''
        while cursor is not None:
            page = self.ask(who, 'GET', f'{path}{"&" if "?" in path else "?"}limit=200{cursor}')
            items += page['items']
            cursor = f'&cursor={page["next"]}' if page.get('next') else None
        return items

    # --- waiting ---

    def until(self, found, what):
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            answer = found()
            if answer:
                return answer
            time.sleep(0.02)
        raise AssertionError(f'no {what} in {PATIENCE_S} s')

    def settle(self, idle=lambda: True):
        """Until no job is due at the present instant and `idle` says that nobody outside has anything to report. A job that met
        another's write is tried again a second later: the clock is moved to then."""
        end, quiet = time.monotonic() + PATIENCE_S, 0
        while quiet < 2:
            due = self.jobs(self.now, 20)
            if not due and quiet == 0:
                again = [ms_of(job['due_at']) for job in self.jobs(self.now + MINUTE, 200) if job['attempt']]
                self.now = max([self.now, *again[:1]])
                due = again
            busy = due or not idle()
            quiet = 0 if busy else quiet + 1
            if busy:
                assert time.monotonic() < end, f'it does not settle: {due[:3]}\n{self.said()}'
                time.sleep(0.02)

    def jobs(self, due_by, limit):
        """Those that run, or whose time comes by then."""
        path = f'/api/v1/jobs?limit={limit}&due_by={iso(due_by).replace("+", "%2B")}'
        jobs = self.ask('director', 'GET', path)['items']
        failed = [job for job in jobs if job['state'] == 'failed']
        assert not failed, failed[:3]
        return jobs
