#!/usr/bin/env python3
"""What a busy hour does to a server: scans, tickets and tracking at fixed rates, on SQLite.

    tests/bench/hour.py [--seconds 3600] [--build DIR] [--folder DIR] [--write]

A new store in FOLDER/hour (an hour fills some 20 GB; a folder in memory would measure nothing); the
watch is on. Scans come in bodies of 1,000, evenly over 50,000 parcels that are on their way: 24 a parcel, then
others have taken its place. Parcels that have lately arrived are asked for, and tickets are opened about
them. Answers are timed from when their request was due. What is judged: no error, none lost, memory
after the first sixth of the time, and the slowest answer of a hundred. --write puts the table into
docs/performance.md. Build before: ninja -C DIR parceldesk tests/bench/load, with optimisation."""
import argparse
import os
import shutil
import statistics
import sys
import threading
import time

from bench import TOP, Bench, Server, rate, table, write_page

SCANS, TICKETS, READS = 20_000, 200, 2_000  # a second
BODY = 1000
UNDER_WAY, SCANS_EACH = 50_000, 24
SLIDE = SCANS / SCANS_EACH
LEAD_S = int(2 * UNDER_WAY / SLIDE) + 10  # until so many have arrived who had all their scans
CACHE_MB = 256
LIMITS_MS = {'scans': 500, 'tickets': 100, 'track': 50}
GROWTH = 0.01


class Watched(threading.Thread):
    """Looks at a server every few seconds: its memory, and what waits in its intake."""

    def __init__(self, server, seconds):
        super().__init__()
        self.server, self.seconds, self.ended = server, seconds, threading.Event()
        self.memory_mb, self.waiting = [], []

    def run(self):
        while not self.ended.wait(min(10, self.seconds / 60)):
            self.memory_mb.append(self.server.memory_mb('RssAnon'))
            self.waiting.append(self.server.metric('parceldesk_intake_waiting_rows'))

    def stop(self):
        self.ended.set()
        self.join()

    def growth(self):
        """Of a twelfth of the time after the first sixth, and of the last twelfth: the middles of both."""
        part = max(1, len(self.memory_mb) // 12)
        settled, last = self.memory_mb[2 * part:3 * part], self.memory_mb[-part:]
        return statistics.median(settled), statistics.median(last)


def loads(bench, server, seconds):
    """All three at once; what each came to."""
    came = {}

    def one(kind, after, lasts, **flags):
        time.sleep(after)
        came[kind] = bench.load(server, kind, lasts, first=UNDER_WAY if after else 0, count=UNDER_WAY, slide=SLIDE, **flags)
    threads = [threading.Thread(target=one, args=('scans', 0, seconds + LEAD_S), kwargs={'rows': BODY, 'connections': 8, 'rate': SCANS / BODY}),
               threading.Thread(target=one, args=('tickets', LEAD_S, seconds), kwargs={'path': '/api/v1/tickets', 'connections': 32, 'rate': TICKETS}),
               threading.Thread(target=one, args=('track', LEAD_S, seconds), kwargs={'connections': 32, 'rate': READS})]
    for thread in threads:
        thread.start()
    time.sleep(LEAD_S)
    watched = Watched(server, seconds)
    watched.start()
    for thread in threads:
        thread.join()
    watched.stop()
    return came, watched


def judge(bench, came, watched, seconds):
    asked = {'scans': (f'{SCANS:,} scans a second in bodies of {BODY:,}', SCANS), 'tickets': (f'{TICKETS} tickets a second', TICKETS),
             'track': (f'{READS:,} tracking answers a second', READS)}
    for kind, (what, wanted) in asked.items():
        done, limit = came[kind], LIMITS_MS[kind]
        kept = done['errors'] == 0 and done['rate'] >= 0.999 * wanted
        bench.row(what, f'{rate(done["rate"])}, {done["errors"]} errors', f'p50 {done["p50_ms"]:.1f} ms, p99 {done["p99_ms"]:.1f} ms, longest {done["max_ms"]:.0f} ms', None,
                  f'no error, p99 < {limit} ms', kept and done['p99_ms'] < limit)
    settled, last = watched.growth()
    bench.row('memory after the first sixth, and at the end', f'{settled:.1f} MB, {last:.1f} MB', f'{max(watched.memory_mb):.1f} MB at its most, cache {CACHE_MB} MB', last / settled,
              f'< {1 + GROWTH}', last < settled * (1 + GROWTH))
    most = max(watched.waiting)
    bench.row('scans received and not yet applied, at the most', f'{most:,.0f}', '', None, f'< {60 * SCANS:,}', most < 60 * SCANS)
    print(f'{seconds} s')


def applied(server):
    """How many scans stand in journeys, by the server's own count."""
    return server.metric('parceldesk_intake_applied_rows_total')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--build', default=os.path.join(TOP, 'build-release'))
    parser.add_argument('--seconds', type=int, default=3600)
    parser.add_argument('--folder', default=os.path.join(TOP, 'var-bench'))
    parser.add_argument('--write', action='store_true')
    bench = Bench(parser.parse_args())
    seconds = bench.arguments.seconds
    folder = os.path.join(bench.arguments.folder, 'hour')
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    with Server(bench, folder, CACHE_MB, 'on', ('scan.write', 'ticket.read', 'ticket.write')) as server:
        came, watched = loads(bench, server, seconds)
        server.drain()
        judge(bench, came, watched, seconds)
        lost = came['scans']['rows'] - applied(server)
        bench.row('scans acknowledged and not applied', f'{max(0, lost):,.0f}', f'{came["scans"]["rows"]:,} acknowledged', None, '0', lost <= 0)
    shutil.rmtree(folder)
    print('\n' + table(bench))
    if bench.arguments.write:
        write_page(f'{table(bench)}It lasted {seconds:,} s.\n', 'tests/bench/hour.py')
    sys.exit(any(met is False for *_, met in bench.rows))


if __name__ == '__main__':
    main()
