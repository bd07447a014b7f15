#!/usr/bin/env python3
"""Import a folder of the Olist data set and hold the program's figures to what is computed here from the same files.

usage: check.py PROGRAM OLIST_DIR      skipped where the folder is not
"""
import csv
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import datetime

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, 'tests', 'harness'))
from checks import Checks  # noqa: E402

DAY_S = 86400


def rows(folder, name):
    with open(os.path.join(folder, name), encoding='utf-8-sig', newline='') as file:
        yield from csv.DictReader(file)


def instant(text):
    return datetime.strptime(text, '%Y-%m-%d %H:%M:%S') if text else None


def quantile(values, q):
    """By linear interpolation between the two nearest."""
    values, at = sorted(values), (len(values) - 1) * q
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (at - low)


def expected(folder):
    """What the files themselves say."""
    state = {row['customer_id']: row['customer_state'] for row in rows(folder, 'olist_customers_dataset.csv')}
    delivered, on_time, on_date, full, by_state = 0, 0, 0, [], defaultdict(lambda: [0, 0])
    for order in rows(folder, 'olist_orders_dataset.csv'):
        came, promised = instant(order['order_delivered_customer_date']), instant(order['order_estimated_delivery_date'])
        if not came:
            continue
        delivered += 1
        on_time += came <= promised
        on_date += came.date() <= promised.date()
        full.append((came - instant(order['order_purchase_timestamp'])).total_seconds() / DAY_S)
        group = by_state[state[order['customer_id']]]
        group[0] += came <= promised
        group[1] += 1
    freight = sum(round(float(row['freight_value']) * 100) for row in rows(folder, 'olist_order_items_dataset.csv'))
    return {'freight': freight, 'disorder': disorder(folder), 'delivered': delivered, 'on_time': on_time, 'on_date': on_date, 'full': full, 'by_state': dict(by_state)}


def disorder(folder):
    """How many rows have the second instant before the first."""
    counts = defaultdict(int)
    pairs = (('purchase_timestamp', 'delivered_carrier_date'), ('approved_at', 'delivered_carrier_date'),
             ('delivered_carrier_date', 'delivered_customer_date'))
    for order in rows(folder, 'olist_orders_dataset.csv'):
        for before, after in pairs:
            first, second = order['order_' + before], order['order_' + after]
            counts[f'order_{after} lies before order_{before}'] += bool(first and second and second < first)
    return counts


class Figures(Checks):
    def __init__(self, program, data):
        super().__init__()
        self.program, self.data = program, data

    def near(self, what, got, want, within=0.0):
        self.check(got is not None and abs(got - want) <= within, f'{what} is {got}, not {want}')

    def run(self, what, *command):
        done = subprocess.run(command, capture_output=True, text=True, cwd=TOP)
        self.check(done.returncode == 0, f'{what} ends with {done.returncode}:\n{done.stdout[-1500:]}{done.stderr[-1500:]}')
        return done.stdout

    def figure(self, name, *flags):
        text = self.run(f'figures {name}', self.program, 'figures', name, '--data', self.data, '--format', 'json', *flags)
        found = json.loads(text)['figures'] if text else []
        self.near(f'{name}: figures of that name', len([f for f in found if f['name'] == name and f['definition']]), 1)
        return {row['by']: row for row in (found[0]['rows'] if found else [])}

    def total(self, name):
        answer = self.figure(name)
        return next(iter(answer.values()), {}) if len(answer) == 1 else {}


def check_figures(checks, want):
    for name, numerator in (('on_time', want['on_time']), ('on_time_date', want['on_date'])):
        got = checks.total(name)
        checks.near(f'{name}: numerator', got.get('numerator'), numerator)
        checks.near(f'{name}: denominator', got.get('denominator'), want['delivered'])
        checks.near(f'{name}: value', got.get('value'), numerator / want['delivered'], 1e-12)
    full = checks.total('full_time')
    checks.near('full_time: parcels', full.get('denominator'), len(want['full']))
    checks.near('full_time: mean', full.get('value'), sum(want['full']) / len(want['full']), 1e-6)
    for name, q in (('p50', .5), ('p90', .9), ('p95', .95), ('p99', .99)):
        checks.near(f'full_time: {name}', full.get(name), quantile(want['full'], q), 5e-5)
    states = checks.figure('on_time', '--by', 'destination')
    for state, (good, count) in want['by_state'].items():
        got = next((row for by, row in states.items() if by == state or by.endswith('-' + state)), {})
        checks.near(f'on_time in {state}: parcels', got.get('denominator'), count)
        checks.near(f'on_time in {state}: value', got.get('value'), good / count, 1e-12)


def check_watch(checks, folder):
    """What is foretold at the hand-over from 2018-03-01 on, with only what was known by then."""
    orders = [row for row in rows(folder, 'olist_orders_dataset.csv')
              if row['order_delivered_carrier_date'] >= '2018-03-01' and row['order_delivered_customer_date']]
    late = sum(row['order_delivered_customer_date'] > row['order_estimated_delivery_date'] for row in orders)
    # known: up to each day, then up to the first day alone; what is wanted of AUC, skill, and the errors beside the promise's and the lane mean's
    for known, auc, skill, given, mean in (((), 0.84, 0.24, 0.31, 0.81), (('--frozen',), 0.77, 0.08, 0.32, 0.87)):
        text = checks.run('the replay', checks.program, 'watch', 'replay', '--data', checks.data, '--at', 'collected',
                          '--from', '2018-03-01', '--format', 'json', *known)
        got = json.loads(text) if text else {}
        what = ' '.join(('replay', *known))
        checks.near(f'{what}: says what was known', int(got.get('known') == ('frozen' if known else 'each_step')), 1)
        checks.near(f'{what}: parcels', got.get('n'), len(orders))
        checks.near(f'{what}: late', got.get('late'), late)
        checks.near(f'{what}: coverage', got.get('coverage'), 0.80, 0.02)
        for name, reached, least in (('auc', got.get('auc', 0), auc), ('brier_skill', got.get('brier_skill', 0), skill),
                                     ('error saved of the promise', 1 - got.get('mae_days', 1) / got.get('mae_given_days', 1), 1 - given),
                                     ('error saved of the lane mean', 1 - got.get('mae_days', 1) / got.get('mae_lane_mean_days', 1), 1 - mean)):
            checks.near(f'{what}: {name} ({reached:.3f}) is at least {least:.2f}', int(reached >= least), 1)


def main():
    program, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    if not os.path.isdir(folder):
        print(f'{folder} is not here')
        print('0 passed, 0 failed, 1 skipped')
        return
    want = expected(folder)
    with tempfile.TemporaryDirectory() as data:
        checks = Figures(program, data)
        script = os.path.join(TOP, 'examples/olist/import.sh')
        began = time.monotonic()
        said = checks.run('the import', script, folder, data)
        print(f'the import took {time.monotonic() - began:.1f} s')
        for words, count in want['disorder'].items():
            checks.near(f'warnings that {words}', said.count(f'{count} rows: {words}'), int(count > 1))
        stored = sqlite3.connect(os.path.join(data, 'parceldesk.db')).execute('SELECT SUM(fee) FROM waybill')
        checks.near('the freight of all', stored.fetchone()[0], want['freight'])
        check_figures(checks, want)
        check_watch(checks, folder)
        before = checks.figure('on_time', '--by', 'day')
        checks.run('the same import again', script, folder, data)
        checks.near('days that a second import changed', int(checks.figure('on_time', '--by', 'day') != before), 0)
        checks.run('the recomputation', program, 'figures', '--verify', '--data', data)
    checks.end()


main()
