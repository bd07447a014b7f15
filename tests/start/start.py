#!/usr/bin/env python3
"""How a server starts, tells of itself, and is started anew: what refuses writes nothing, and a restart under load costs no request.

usage: start.py PROGRAM sqlite|postgresql      (PARCELDESK_TEST_PG names the server)
"""
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'torture'))
from store import Store  # noqa: E402
from checks import Checks  # noqa: E402
from systemd import PATIENCE_S, Unit, said  # noqa: E402

RIGHTS = ['scan.write', 'waybill.read']
RESTARTS, FRESH, KEPT = 3, 4, 2
STARVED_S = 1.5  # between connecting and asking: half of what a server that stops waits for

checks = Checks()
check = checks.holds


def listing(folder):
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else None


# --- what refuses writes nothing ---

def refused(program, folder, *flags):
    """Starts a server that must not start; gives what it said and what stands in the data folder before and after."""
    data, log = os.path.join(folder, 'data'), os.path.join(folder, 'refused')
    before = listing(data)
    with open(log, 'wb') as file:
        code = subprocess.run([program, 'serve', '--data', data, *flags], stdout=file, stderr=subprocess.STDOUT,
                              timeout=PATIENCE_S, check=False).returncode
    return code, said(log), before, listing(data)


def check_refused(program, folder, what, *flags):
    code, words, before, after = refused(program, folder, *flags)
    check(f'{what}: it is refused', code not in (0, None) and code > 0, (code, words))
    check(f'{what}: nothing is written', before == after, (before, after))
    check(f'{what}: no password is shown', 'one-time' not in words, words)


def check_refusals(program, folder):
    with socket.create_server(('127.0.0.1', 0)) as taken:
        address = f'127.0.0.1:{taken.getsockname()[1]}'
        check_refused(program, folder, 'an address that is taken', '--listen', address)
    check_refused(program, folder, 'no address', '--listen', '127.0.0.1:99999')
    check_refused(program, folder, 'no level', '--listen', '127.0.0.1:0', '--log', 'loud')
    check_refused(program, folder, 'no network', '--listen', '127.0.0.1:0', '--trust-proxy', 'everybody')
    check_refused(program, folder, 'no network of readers', '--listen', '127.0.0.1:0', '--metrics-to', 'everybody')
    check_refused(program, folder, 'no certificate', '--listen', '127.0.0.1:0', '--tls-cert', '/nowhere', '--tls-key', '/nowhere')
    check_refused(program, folder, 'no database', '--listen', '127.0.0.1:0', '--database', 'postgresql://127.0.0.1:1/none')
    check_refused(program, folder, 'no socket', '--listen', 'systemd')


def check_keys_lost(store):
    data = store.flags[1]
    os.rename(os.path.join(data, 'keys'), os.path.join(data, '../keys'))
    shown = store.run('check', '--listen', '127.0.0.1:0', '--json')
    findings = json.loads(shown.stdout)
    check('check ends with 2 where a server would not start', shown.returncode == 2, shown)
    worst = [f['subject'] for f in findings['findings'] if f['severity'] == 'error']
    check('check names the keys', worst == ['keys'], findings)
    before = listing(data)
    code = store.run('serve', '--listen', '127.0.0.1:0').returncode
    check('a lost key file is not made anew', code > 0 and listing(data) == before, (code, listing(data)))
    os.rename(os.path.join(data, '../keys'), os.path.join(data, 'keys'))
    shown = store.run('check', '--listen', '127.0.0.1:0')
    check('check is content with it', shown.returncode == 0 and 'would start' in shown.stdout, shown.stdout)


# --- a restart ---

class Client(threading.Thread):
    """Asks without a pause: with a connection for each request, or with one as long as the server keeps it."""

    def __init__(self, number, unit, token, keeps, stopped):
        super().__init__(daemon=True)
        self.number, self.port, self.token, self.keeps, self.stopped = number, unit.port, token, keeps, stopped
        self.acknowledged, self.lost, self.sent, self.connection, self.used = [], [], 0, None, False

    def connect(self):
        self.connection, self.used = http.client.HTTPConnection('127.0.0.1', self.port, timeout=PATIENCE_S), False
        self.connection.connect()

    def ask(self, body):
        began = time.monotonic()
        if not self.connection or not self.connection.sock:
            self.connect()
        self.connection.request('POST', '/api/v1/scans', body,
                                {'Authorization': f'Bearer {self.token}', 'Content-Type': 'application/json'})
        self.late = time.monotonic() - began > STARVED_S
        answer = self.connection.getresponse()
        answer.read()
        self.used = True
        if not self.keeps:
            self.connection.close()
        return answer.status

    def may_ask_again(self):
        """A kept connection may be closed at any moment before the next request (RFC 9112 9.3.1), and who took seconds to ask was away."""
        return self.used or self.late

    def run(self):
        while not self.stopped.is_set():
            self.sent += 1
            no = f'77{self.number:04d}{self.sent:06d}'
            scan = {'carrier': 'sto', 'no': no, 'at': '2026-11-20T08:00:00Z', 'stage': 'hub_in', 'site_code': 'H1'}
            self.send(no, json.dumps([scan]))

    def send(self, no, body):
        while True:
            self.late = False
            try:
                status = self.ask(body)
            except (OSError, http.client.HTTPException) as problem:
                again = self.may_ask_again() and not isinstance(problem, TimeoutError)
                self.connection = None
                if again:
                    continue
                self.lost.append((no, repr(problem)))
                return
            if 200 <= status < 300:
                self.acknowledged.append(no)
            else:
                self.lost.append((no, status))
            return


def until(holds):
    end = time.monotonic() + PATIENCE_S
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def check_restarts(store, unit):
    stopped = threading.Event()
    clients = [Client(n, unit, store.token, n >= FRESH, stopped) for n in range(FRESH + KEPT)]
    for client in clients:
        client.start()
    for _ in range(RESTARTS):
        seen = [client.sent for client in clients]
        check('every client is served', until(lambda: all(c.sent > s + 3 for c, s in zip(clients, seen))), [c.sent for c in clients])
        at = time.monotonic()
        check('stopped, it ends well', unit.stop() == 0, said(unit.log))
        check('it tells that it stops', unit.waits_for('STOPPING=1', at))
        unit.start()
    seen = [client.sent for client in clients]
    check('every client is served again', until(lambda: all(c.sent > s + 3 for c, s in zip(clients, seen))))
    stopped.set()
    for client in clients:
        client.join(PATIENCE_S)
    lost = [loss for client in clients for loss in client.lost]
    check('no request is refused or lost over a restart', not lost, lost[:5])
    return [no for client in clients for no in client.acknowledged]


def asked_late(unit):
    """Connects, has the server stopped, and only then asks: the answer's first line, and how long that took."""
    with socket.create_connection(('127.0.0.1', unit.port), timeout=PATIENCE_S) as connection:
        assert unit.answers()  # it has come to this connection: one that came after it was answered
        at = time.monotonic()
        stopping = threading.Thread(target=unit.stop)
        stopping.start()
        unit.waits_for('STOPPING=1', at)
        connection.sendall(b'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n')
        took = time.monotonic() - at
        try:
            answer = b''.join(iter(lambda: connection.recv(4096), b'')).decode()
        except OSError as problem:
            answer = repr(problem)
    stopping.join()
    unit.start()
    return answer, took


def check_asked_late(unit):
    answer, took = asked_late(unit)
    while took > STARVED_S:  # this machine, not the server, was slow
        answer, took = asked_late(unit)
    check('who has connected before is answered by a server that stops', answer.startswith('HTTP/1.1 200'), answer)
    check('and told that it was the last time', 'Connection: close' in answer, answer)


def check_confined(unit):
    """PARCELDESK_SECCOMP is kill in ./test, where the kernel can."""
    if os.environ.get('PARCELDESK_SECCOMP') != 'kill':
        return
    modes = set()
    for thread in os.listdir(f'/proc/{unit.process.pid}/task'):
        try:
            words = said(f'/proc/{unit.process.pid}/task/{thread}/status')
        except OSError:  # it has ended meanwhile
            continue
        modes.add(next((line.split()[1] for line in words.split('\n') if line.startswith('Seccomp:')), ''))
    check('every thread is confined', modes == {'2'}, modes)


def check_service(program, store, folder):
    unit = Unit(folder, program, 'serve', '--listen', 'systemd', '--log', 'warning', *store.flags, watchdog_us=4000000)
    unit.start()
    check('what says that it is ready answers', unit.answers())
    check('it tells again and again that it answers', unit.waits_for('WATCHDOG=1', times=2))
    check_confined(unit)
    check_asked_late(unit)
    acknowledged = check_restarts(store, unit)
    store.port = unit.port
    missing = [no for no in acknowledged[::max(1, len(acknowledged) // 200)]
               if store.read(f'/api/v1/waybills/sto/{no}', absent={}) == {}]
    check('what was acknowledged is there', acknowledged and not missing, missing[:5])
    check('it ends well', unit.stop() == 0, said(unit.log))


def main():
    program, engine = os.path.abspath(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory() as folder:
        if engine == 'sqlite':
            check_refusals(program, folder)
        store = Store(program, folder, engine, RIGHTS)
        check_keys_lost(store)
        check_service(program, store, folder)
    checks.end()


main()
