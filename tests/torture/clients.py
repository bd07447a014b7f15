#!/usr/bin/env python3
"""Clients that do harm: they read or send a byte a second, hold connections, ask without end. Somebody else must get through.

usage: clients.py PROGRAM [SECONDS]

SECONDS (3): how long the slow ones are kept up. With 150 the longest that one may take over a request is among it: all of them are
cut off by then. Each sort comes from addresses of its own (127.0.0.2 …), as from other machines.
"""
import http.client
import json
import resource
import select
import signal
import socket
import sys
import tempfile
import threading
import time

from store import PATIENCE_S, Store

SLOW, CROWD, HOMES, FLOOD, RATE = 40, 10000, 25, 2000, 300
PER_ADDRESS, CUT_S = 512, 130


class House:
    def __init__(self, store):
        self.store, self.problems, self.longest = store, [], 0.0

    def demand(self, holds, what):
        if not holds:
            self.problems.append(what)

    def connection(self, address, nonblocking=False):
        made = socket.socket()
        made.bind((address, 0))
        made.setblocking(not nonblocking)
        made.connect_ex(('127.0.0.1', self.store.port))
        return made

    def ask(self, path, address='127.0.0.1', token=None):
        """Status and headers of an answer on a connection of its own; None where none comes."""
        asked = http.client.HTTPConnection('127.0.0.1', self.store.port, timeout=PATIENCE_S, source_address=(address, 0))
        try:
            asked.request('GET', path, headers={'Authorization': f'Bearer {token}'} if token else {})
            answer = asked.getresponse()
            answer.read()
            return answer.status, dict(answer.getheaders())
        except (OSError, http.client.HTTPException):
            return None
        finally:
            asked.close()

    def get_through(self, when, address='127.0.0.1'):
        """A real client that comes again when it is not answered."""
        began = time.monotonic()
        answer = None
        while not answer and time.monotonic() < began + PATIENCE_S:
            answer = self.ask('/api/v1/waybills?limit=5', address, self.store.token)
        took = time.monotonic() - began
        self.longest = max(self.longest, took)
        self.demand(answer and answer[0] == 200, f'{when} a client is answered {answer}')


def open_now(connections):
    """Those that the server has not closed."""
    poll = select.poll()
    for one in connections:
        poll.register(one, select.POLLIN | select.POLLHUP | select.POLLERR)
    ended = {number for number, events in poll.poll(0) if events}
    return [one for one in connections if one.fileno() not in ended]


class Slow:
    """One that brings its request, or takes its answer, a byte a second."""

    def __init__(self, house, words, takes):
        self.connection, self.words, self.takes, self.cut = house.connection('127.0.0.2'), words, takes, False
        if takes:
            self.connection.sendall(words)
        self.connection.setblocking(False)

    def step(self):
        try:
            if self.takes:
                self.cut |= self.connection.recv(1) == b''
            else:
                self.connection.send(self.words[:1])
                self.words = self.words[1:] or b'x'
                self.cut |= self.connection.recv(1) == b''
        except BlockingIOError:
            pass
        except OSError:
            self.cut = True


def slow_ones(house, seconds):
    head = b'GET /healthz HTTP/1.1\r\nHost: a\r\nX-Long: ' + b'x' * 1000
    body = b'POST /api/v1/scans HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n'
    answer = b'GET /api/v1/openapi.json HTTP/1.1\r\nHost: a\r\n\r\n'
    slow = [Slow(house, head, False) for _ in range(SLOW)]
    slow += [Slow(house, answer * 20, True) for _ in range(SLOW)]
    for _ in range(SLOW):
        slow.append(Slow(house, b'x', False))
        slow[-1].connection.send(body)
    began = time.monotonic()
    while time.monotonic() < began + seconds:
        for one in slow:
            one.step()
        house.get_through('beside slow ones', '127.0.0.2')
        time.sleep(1)
    bringing = [one for one in slow if not one.takes]
    if seconds > CUT_S:
        house.demand(all(one.cut for one in bringing), f'{sum(not one.cut for one in bringing)} of {len(bringing)} slow ones are let be')
    for one in slow:
        one.connection.close()


def one_home(house):
    """One address holds as many as it may, and others are not hindered."""
    held = [house.connection('127.0.0.3', nonblocking=True) for _ in range(2 * PER_ADDRESS)]
    until = time.monotonic() + PATIENCE_S
    while len(open_now(held)) > PER_ADDRESS and time.monotonic() < until:
        time.sleep(0.05)
    kept = len(open_now(held))
    house.demand(kept <= PER_ADDRESS, f'one address holds {kept} connections')
    house.get_through('beside an address that holds all it may')
    house.demand(house.ask('/healthz', '127.0.0.3') is None or len(open_now(held)) < PER_ADDRESS, 'one more is let in')
    for one in held:
        one.close()
    return kept


def crowd(house):
    """Ten thousand from many addresses, more than there are places: who comes later gets through."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    count = min(CROWD, hard - 200)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, CROWD + 200), hard))
    held = [house.connection(f'127.0.1.{number % HOMES + 1}', nonblocking=True) for number in range(count)]
    for _ in range(5):
        house.get_through(f'beside {count} idle connections')
    still = len(open_now(held))
    for one in held:
        one.close()
    return count, still


def flood(house):
    """One address asks without end and without a token: it is told to wait, others are not."""
    counts, lock = {}, threading.Lock()

    def ask_on():
        asked = http.client.HTTPConnection('127.0.0.1', house.store.port, timeout=PATIENCE_S, source_address=('127.0.0.4', 0))
        for _ in range(FLOOD // 4):
            asked.request('GET', '/api/v1/openapi.json', headers={'Accept-Encoding': 'gzip'})
            answer = asked.getresponse()
            body = answer.read()
            with lock:
                counts[answer.status] = counts.get(answer.status, 0) + 1
                if answer.status == 429:
                    house.demand(json.loads(body)['code'] == 'too_many' and int(answer.getheader('Retry-After')) > 0,
                                 f'one who asks too much is told {body[:200]}')
        asked.close()
    threads = [threading.Thread(target=ask_on) for _ in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        house.get_through('beside a flood')
        time.sleep(0.05)
    house.demand(set(counts) == {200, 429}, f'a flood is answered {counts}')
    house.get_through('with a token from where the flood came', '127.0.0.4')
    answer = house.ask('/healthz', '127.0.0.5')
    house.demand(answer and answer[0] == 200, f'a neighbour of the flood is answered {answer}')
    return counts


def main():
    program = sys.argv[1]
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as folder:
        store = Store(program, folder, 'sqlite', ['waybill.read'])
        store.start('--log', 'warning', '--rate', str(RATE))
        house = House(store)
        slow_ones(house, seconds)
        print(f'of 127.0.0.3 {one_home(house)} connections were let be')
        print('of {} idle connections {} were let be'.format(*crowd(house)))
        print(f'a flood was answered {flood(house)}; nobody else waited longer than {house.longest:.2f} s')
        house.demand(store.process.poll() is None, 'the server has ended')
        code = store.stop(signal.SIGTERM)
        house.demand(code == 0, f'stopped with SIGTERM it ends with {code}')
    for problem in house.problems[:20]:
        print(problem)
    print(f'{4 - min(len(house.problems), 4)} passed, {len(house.problems)} failed')
    sys.exit(bool(house.problems))


main()
