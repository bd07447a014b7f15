#!/usr/bin/env python3
"""Measure Parceldesk against bare loops and a file server in one run; see README.md. Started by run.sh."""
import argparse
import contextlib
import datetime
import json
import os
import platform
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.request

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MILLION = 1_000_000
ACTIVE = 100_000
BULK = {'rows': 1000, 'connections': 8}
SINGLE = {'rows': 1, 'connections': 64}
IMPORTED = 500_000
CACHE_MB = 1024
SMALL_CACHE_MB = 16


def free_port():
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        return free.getsockname()[1]


class Bench:
    def __init__(self, arguments):
        self.arguments, self.rows, self.facts = arguments, [], {}
        self.parceldesk = os.path.join(arguments.build, 'parceldesk')

    def tool(self, name, *flags):
        """Runs a program of tests/bench, which prints one JSON object."""
        command = [os.path.join(self.arguments.build, 'tests/bench', name), *map(str, flags)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
        if done.returncode and not done.stdout:
            raise SystemExit(f'{" ".join(command)} ended with {done.returncode}')
        return json.loads(done.stdout.strip().splitlines()[-1])

    def load(self, server, kind, seconds=None, **flags):
        words = [word for name, value in flags.items() for word in (f'--{name}', value)]
        token = server.feeder if kind in ('scans', 'tickets') else server.token
        token = ['--token', token] if token else []
        return self.tool('load', '--port', server.port, '--kind', kind,
                         '--seconds', seconds or self.arguments.seconds, *token, *words)

    def row(self, what, measured, against, ratio=None, wanted='', met=None):
        self.rows.append((what, measured, against, ratio, wanted, met))
        shown = '' if ratio is None else f' = {ratio:.2f}'
        print(f'{what}: {measured} against {against}{shown}  {wanted} {"" if met is None else "met" if met else "MISSED"}',
              flush=True)


class Server:
    """A server on a store, until the block ends."""

    def __init__(self, bench, data, cache_mb=CACHE_MB, watch='off', feeding=('scan.write',)):
        self.cache_mb, self.watch, self.feeding = cache_mb, watch, feeding
        self.bench, self.data, self.port, self.token, self.feeder = bench, data, free_port(), None, None

    def new_token(self, name, *rights):
        made = subprocess.run([self.bench.parceldesk, 'token', 'create', name, '--data', self.data,
                               '--right', ','.join(rights)], check=True, capture_output=True, text=True).stdout
        return next(word for word in made.split() if word.startswith('pd_'))

    def __enter__(self):
        # Two, because who brings scans in waits until they are applied when reading.
        self.token = self.new_token('reader', 'waybill.read', 'figure.read')
        self.feeder = self.new_token('feeder', *self.feeding)
        began = time.monotonic()
        # A store's parcels are all late at once, as nobody's are: what the watch says of them is not what is measured.
        quiet = {**os.environ, 'PARCELDESK_WATCH': self.watch}
        self.process = subprocess.Popen([self.bench.parceldesk, 'serve', '--data', self.data,
                                         '--listen', f'127.0.0.1:{self.port}', '--cache', str(self.cache_mb), '--log', 'warning'], env=quiet,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while self.get('/readyz', quiet=True) is None:
            if self.process.poll() is not None:
                raise SystemExit('the server ended')
            time.sleep(0.002)
        self.started_s = time.monotonic() - began
        return self

    def __exit__(self, *problem):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def get(self, path, quiet=False):
        request = urllib.request.Request(f'http://127.0.0.1:{self.port}{path}',
                                         headers={'Authorization': f'Bearer {self.token}'})
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.read()
        except OSError:
            if quiet:
                return None
            raise

    def metric(self, name):
        for line in self.get('/metrics').decode().splitlines():
            if line.startswith(name + ' '):
                return float(line.split()[-1])
        raise SystemExit(f'/metrics has no {name}')

    def drain(self):
        """Waits until everything received is applied; says how long that took."""
        began = time.monotonic()
        while self.metric('parceldesk_intake_waiting_rows') > 0:
            time.sleep(0.01)
        return time.monotonic() - began

    def memory_mb(self, field):
        with open(f'/proc/{self.process.pid}/status', encoding='ascii') as file:
            return next(int(line.split()[1]) / 1024 for line in file if line.startswith(field + ':'))


@contextlib.contextmanager
def nginx(size):
    """nginx serving one file of that many bytes; gives a thing with port and token like a Server."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        os.chmod(folder, 0o755)
        with open(os.path.join(folder, 'answer.json'), 'wb') as file:
            file.write(b'x' * size)
        with open(os.path.join(folder, 'nginx.conf'), 'w', encoding='ascii') as file:
            file.write(f'''daemon off; worker_processes auto; pid {folder}/pid; error_log {folder}/log;
events {{ worker_connections 1024; }}
http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=16;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e; types {{ application/json json; }}
  server {{ listen 127.0.0.1:{port}; root {folder}; }} }}
''')
        process = subprocess.Popen(['nginx', '-c', f'{folder}/nginx.conf', '-p', folder], stderr=subprocess.DEVNULL)
        time.sleep(0.5)
        try:
            yield type('File', (), {'port': port, 'token': None, 'feeder': None})
        finally:
            process.terminate()
            process.wait()


def rate(value):
    return f'{value:,.0f}/s'


# --- the stores ---

def store(bench, millions):
    """The data folder of a store with so many million scans, 12 a parcel; built once and kept."""
    path = os.path.join(bench.arguments.folder, f'{millions}M')
    parcels = max(ACTIVE, millions * MILLION // 12)
    if not os.path.exists(os.path.join(path, 'whole')):
        shutil.rmtree(path, ignore_errors=True)
        os.makedirs(path)
        print(f'building a store of {millions} million scans in {path} …', flush=True)
        bench.tool('ingest_bench', 'build', '--data', path, '--waybills', parcels, '--scans', millions * MILLION)
        open(os.path.join(path, 'whole'), 'w', encoding='ascii').close()
    return path, parcels


@contextlib.contextmanager
def copy_of(path):
    copy = path + '.copy'
    shutil.rmtree(copy, ignore_errors=True)
    subprocess.run(['cp', '-a', '--reflink=auto', path, copy], check=True)
    try:
        yield copy
    finally:
        shutil.rmtree(copy, ignore_errors=True)


# --- what is measured ---

def measure_bulk(bench, millions):
    """Bulk scans through HTTP against a bare loop on a copy of the same store. Applying what waits at the end counts."""
    path, parcels = store(bench, millions)
    window = {'first': parcels - ACTIVE, 'count': ACTIVE}
    with copy_of(path) as copy:
        bare = bench.tool('ingest_bench', 'bare', '--data', copy, '--first', window['first'], '--count', ACTIVE,
                          '--seconds', bench.arguments.seconds)['rate']
    with copy_of(path) as copy, Server(bench, copy) as server:
        bench.load(server, 'scans', seconds=2, **BULK, **window)
        server.drain()
        done = bench.load(server, 'scans', **BULK, **window)
        applied = done['rows'] / (done['seconds'] + server.drain())
    ratio = applied / bare
    bench.facts[f'bare {millions}'] = bare
    bench.facts[f'bulk {millions}'] = applied
    bench.row(f'bulk scans, {millions} M stored', f'{rate(applied)}, slowest second {rate(done["slowest_second"])}, '
              f'p99 of a body {done["p99_ms"]:.0f} ms', f'bare loop {rate(bare)}', ratio, '≥ 0.8', ratio >= 0.8)


def compare_sizes(bench):
    base = bench.facts.get('bulk 1')
    for millions, wanted in ((12, 0.9), (50, 0.8)):
        rate_there = bench.facts.get(f'bulk {millions}')
        if base and rate_there:
            bench.row(f'bulk scans, {millions} M against 1 M', rate(rate_there), rate(base), rate_there / base,
                      f'≥ {wanted}', rate_there / base >= wanted)


def write_events(path, first):
    """A file of events such as the load generator sends, in the order of their times."""
    drawn, began = random.Random(1), datetime.datetime.now(datetime.timezone.utc)
    with open(path, 'w', encoding='ascii') as file:
        file.write('carrier,no,at,stage,site_code,text\n')
        for i in range(IMPORTED):
            at = (began + datetime.timedelta(milliseconds=i / 100)).isoformat(timespec='milliseconds')
            stage = drawn.choice(('hub_in', 'hub_out'))
            file.write(f'sto,77{first + drawn.randrange(ACTIVE):013d},{at},{stage},HUB{drawn.randrange(500):03d},passed by\n')


def measure_import(bench, millions):
    """The whole command counts: it starts, reads, applies, empties the journal and ends."""
    path, parcels = store(bench, millions)
    events = os.path.join(bench.arguments.folder, 'events.csv')
    write_events(events, parcels - ACTIVE)
    with copy_of(path) as copy:
        began = time.monotonic()
        subprocess.run([bench.parceldesk, 'import', 'scans', events, '--data', copy, '--quiet'], check=True,
                       stdout=subprocess.DEVNULL)
        imported = IMPORTED / (time.monotonic() - began)
    os.remove(events)
    bare = bench.facts[f'bare {millions}']
    bench.row(f'a file of {IMPORTED:,} scans, {millions} M stored', rate(imported), f'bare loop {rate(bare)}', imported / bare,
              '≥ 0.8', imported / bare >= 0.8)


def measure_single(bench, millions):
    path, parcels = store(bench, millions)
    window = {'first': parcels - ACTIVE, 'count': ACTIVE}
    with copy_of(path) as copy, Server(bench, copy) as server:
        one = bench.load(server, 'scans', rows=1, connections=1, **window)
        many = bench.load(server, 'scans', **SINGLE, **window)
    ratio = many['rate'] / one['rate']
    bench.row('single scans, 64 connections', rate(many['rate']), f'1 connection {rate(one["rate"])}', ratio, '≥ 6',
              ratio >= 6)
    bench.row('… p99', f'{many["p99_ms"]:.1f} ms', f'longest {many["max_ms"]:.0f} ms', None, '< 50 ms',
              many['p99_ms'] < 50)


def warm_up(bench, server, parcels):
    """As on any server that is not just started: most parcels' pages are in its memory, as the file is in nginx's."""
    bench.load(server, 'track', seconds=max(5, parcels // 25_000), connections=64, count=parcels)


def measure_tracking(bench, millions):
    path, parcels = store(bench, millions)
    with copy_of(path) as copy, Server(bench, copy) as server:
        size = len(server.get(f'/api/v1/waybills/sto/77{parcels // 2:013d}'))
        warm_up(bench, server, parcels)
        answers = bench.load(server, 'track', connections=64, count=parcels)
        with nginx(size) as files:
            file = bench.load(files, 'get', connections=64, path='/answer.json')
        ratio = answers['rate'] / file['rate']
        bench.row('tracking answers, 64 connections', f'{rate(answers["rate"])} of {size} bytes',
                  f'nginx, a file of that size, {rate(file["rate"])}', ratio, '≥ 0.5', ratio >= 0.5)
        half = bench.facts[f'bulk {millions}'] / 2 / BULK['rows']
        window = {'first': parcels - ACTIVE, 'count': ACTIVE}
        ingest = threading.Thread(target=bench.load, args=(server, 'scans', bench.arguments.seconds + 2),
                                  kwargs={'rate': half, **BULK, **window})
        ingest.start()
        time.sleep(1)
        busy = bench.load(server, 'track', connections=64, count=parcels)
        ingest.join()
    bench.row('… p99 while ingest runs at half its rate', f'{busy["p99_ms"]:.1f} ms', f'{rate(busy["rate"])}', None,
              '< 20 ms', busy['p99_ms'] < 20)


def measure_figures(bench, millions):
    """Any day range: a hundred random ones, one after another, each asked for the first time."""
    path, _ = store(bench, millions)
    times, drawn = [], random.Random(1)
    with Server(bench, path) as server:
        bench.row(f'start, {millions} M stored', f'{server.started_s * 1000:.0f} ms', '', None, '< 1 s',
                  server.started_s < 1)
        today = datetime.date.today()
        for _ in range(100):
            last = today - datetime.timedelta(days=drawn.randrange(60))
            first = last - datetime.timedelta(days=drawn.randrange(400))
            began = time.monotonic()
            server.get(f'/api/v1/figures/on_time?from={first}&to={last}')
            times.append((time.monotonic() - began) * 1000)
    worst = sorted(times)[98]
    bench.row(f'a figure, {millions} M stored', f'p50 {sorted(times)[50]:.1f} ms, p99 {worst:.1f} ms', '', None,
              '< 10 ms', worst < 10)


def measure_memory(bench, millions):
    """While scans come in as fast as they can, with so small a cache that it is filled at once and can be taken off."""
    path, parcels = store(bench, millions)
    window = {'first': parcels - ACTIVE, 'count': ACTIVE}
    with copy_of(path) as copy, Server(bench, copy, SMALL_CACHE_MB) as server:
        ingest = threading.Thread(target=bench.load, args=(server, 'scans'), kwargs={**BULK, **window})
        ingest.start()
        most = 0
        while ingest.is_alive():
            most = max(most, server.memory_mb('RssAnon'))
            time.sleep(0.2)
        ingest.join()
    beyond = most - SMALL_CACHE_MB
    bench.row('memory beyond the page cache, at its most', f'{beyond:.0f} MB', f'cache {SMALL_CACHE_MB} MB', None,
              '< 200 MB', beyond < 200)


# --- the page ---

def table(bench):
    lines = ['| what | measured | against | ratio | wanted |', '| --- | --- | --- | --- | --- |']
    for what, measured, against, ratio, wanted, met in bench.rows:
        shown = '' if ratio is None else f'**{ratio:.2f}**'
        mark = '' if met is None else ' ✓' if met else ' ✗'
        lines.append(f'| {what} | {measured} | {against} | {shown} | {wanted}{mark} |')
    machine = f'{os.cpu_count()} processors, Linux {platform.release().split("-")[0]}, {datetime.date.today()}'
    return '\n'.join(lines) + f'\n\nMeasured on {machine}; load generator and server shared the machine.\n'


def write_page(text, program='tests/bench/run.sh'):
    path = os.path.join(TOP, 'docs/performance.md')
    begin, end = f'<!-- table: {program} --write -->\n', '<!-- end of table -->\n'
    with open(path, encoding='utf-8') as file:
        page = file.read()
    head, rest = page.split(begin)
    tail = rest.split(end, 1)[1]
    with open(path, 'w', encoding='utf-8') as file:
        file.write(head + begin + '\n' + text + '\n' + end + tail)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--build', required=True)
    parser.add_argument('--scans', default='1,12')
    parser.add_argument('--seconds', type=int, default=10)
    parser.add_argument('--folder', default=os.path.join(TOP, 'var-bench'))
    parser.add_argument('--write', action='store_true')
    bench = Bench(parser.parse_args())
    sizes = [int(size) for size in bench.arguments.scans.split(',')]
    largest = max((size for size in sizes if size <= 12), default=sizes[0])
    for size in sizes:
        measure_bulk(bench, size)
        measure_import(bench, size)
    compare_sizes(bench)
    measure_single(bench, largest)
    measure_tracking(bench, largest)
    measure_figures(bench, largest)
    measure_memory(bench, largest)
    print('\n' + table(bench))
    if bench.arguments.write:
        write_page(table(bench))


if __name__ == '__main__':
    main()
