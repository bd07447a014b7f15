#!/usr/bin/env python3
"""Chooses the constants of the ETA on what was known of the Olist parcels before 2018-03-01.

Everything from that day on is cut out of the files before they are imported. From those in force on, each constant in turn,
round after round, gets the value of its list with which the parcels handed over until 2018-01-31
are foretold best: in one walk from 2017-06-01 on with what was known by each day, and with what was
known on each of six days. Prints every value tried; the last lines are what eta_standard should
hold.

usage: choose.py PROGRAM OLIST_DIR [ROUNDS]
"""
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
END = '2018-03-01'
FROM, TO = '2017-06-01', '2018-01-31'
FROZEN = ('2017-04-01', '2017-06-01', '2017-08-01', '2017-10-01', '2017-12-01', '2018-01-01')
PARTS = (('2017-06-01', '2017-07-31'), ('2017-08-01', '2017-09-30'), ('2017-10-01', '2017-11-30'), ('2017-12-01', TO))

LISTS = {
    'now_half_life': (3, 5, 7, 10),
    'now_weight': (5, 20, 100),
    'return_rate': (0.8, 0.9, 0.95, 0.98),
    'level_half_life': (7, 14, 28),
    'effect_weight': (1, 3, 6, 12),
    'sender_weight': (5, 10, 20, 40),
    'hour_weight': (100, 300, 1000, 3000),
    'weekday_weight': (10, 30, 100, 300),
    'promised_weight': (3, 10, 30, 100),
    'promised_part': (0.25, 0.5, 0.75, 1),
    'receiver_weight': (5, 10, 20, 40),
    'receiver_part': (0.25, 0.5, 0.75, 1),
    'recent_half_life': (5, 10, 20, 40),
    'recent_weight': (5, 10, 20, 50, 1000),
    'width_half_life': (30, 60, 120, 365),
    'width_weight': (3, 10, 30),
    'shape_days': (60, 120, 180, 240, 365),
    'shape_weight': (5, 20, 60),
}


def in_force():
    with open(os.path.join(TOP, 'src/watch/eta.c'), encoding='utf-8') as file:
        text = file.read()
    text = text[text.index('eta_standard'):]
    return {name: float(value) for name, value in re.findall(r'\.(\w+) = ([0-9.]+)', text[:text.index(';')])}


def cut(folder, into):
    """The files without what happened from END on."""
    for name in os.listdir(folder):
        if name.startswith('olist_') and name != 'olist_orders_dataset.csv':
            os.symlink(os.path.join(folder, name), os.path.join(into, name))
    with open(os.path.join(folder, 'olist_orders_dataset.csv'), encoding='utf-8-sig', newline='') as file:
        rows = [row for row in csv.DictReader(file) if row['order_purchase_timestamp'] < END]
    for row in rows:
        for what in ('order_approved_at', 'order_delivered_carrier_date', 'order_delivered_customer_date'):
            row[what] = row[what] if row[what] < END else ''
    with open(os.path.join(into, 'olist_orders_dataset.csv'), 'w', newline='') as file:
        out = csv.DictWriter(file, rows[0].keys())
        out.writeheader()
        out.writerows(rows)


class Judge:
    def __init__(self, program, data):
        self.program, self.data, self.known = program, data, {}

    def replay(self, tuning, *more):
        text = ','.join(f'{name}={value}' for name, value in tuning.items())
        done = subprocess.run([self.program, 'watch', 'replay', '--data', self.data, '--try', text,
                               '--format', 'json', *more], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    def cost(self, tuning):
        """Lower is better: what is left of the Brier score and of the promise's error, walking and frozen, and how
        far the walk's interval is, from one part of it to the next, from holding four in five."""
        key = tuple(sorted(tuning.items()))
        if key not in self.known:
            asked = [('--from', FROM, '--to', TO)]
            asked += [('--from', day, '--as-of', day, '--to', TO) for day in FROZEN]
            asked += [('--from', first, '--to', last) for first, last in PARTS]
            with ThreadPoolExecutor(2) as pool:
                told = list(pool.map(lambda more: self.replay(tuning, *more), asked))
            walk, frozen, parts = told[0], told[1:1 + len(FROZEN)], told[1 + len(FROZEN):]
            left = [1 - r['brier_skill'] + r['mae_days'] / r['mae_given_days'] for r in (walk, *frozen)]
            off = sum(abs(part['coverage'] - 0.8) for part in parts) / len(PARTS)
            off_frozen = abs(sum(part['coverage'] for part in frozen) / len(FROZEN) - 0.8)
            cost = (left[0] + sum(left[1:]) / len(FROZEN)) / 2 + off + off_frozen
            walk['off'] = off
            self.known[key] = (cost, walk, frozen)
        return self.known[key]


def show(name, value, found):
    cost, walk, frozen = found
    mean = {k: sum(r[k] for r in frozen) / len(frozen) for k in ('auc', 'brier_skill', 'coverage', 'mae_days')}
    print(f"{name:>16} {value:>6}  {cost:.4f}  walk {walk['auc']:.3f} {walk['brier_skill']:.3f} {walk['coverage']:.3f} {walk['off']:.3f} "
          f"{walk['mae_days']:.3f}  frozen {mean['auc']:.3f} {mean['brier_skill']:.3f} {mean['coverage']:.3f} "
          f"{mean['mae_days']:.3f}", flush=True)


def main():
    program, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 2
    with tempfile.TemporaryDirectory() as place:
        files, data = os.path.join(place, 'files'), os.path.join(place, 'data')
        os.mkdir(files)
        cut(folder, files)
        done = subprocess.run([os.path.join(TOP, 'examples/olist/import.sh'), files, data], capture_output=True)
        if done.returncode not in (0, 65):
            sys.exit(done.stderr.decode())
        judge = Judge(program, data)
        best = in_force()
        for _ in range(rounds):
            before = dict(best)
            for name, values in LISTS.items():
                costs = {}
                for value in map(float, values):
                    found = judge.cost({**best, name: value})
                    show(name, value, found)
                    costs[value] = found[0]
                best[name] = float(min(values, key=lambda value: costs[value]))
            if best == before:
                break
        for name, value in best.items():
            print(f'    .{name} = {value:g},')
        shutil.rmtree(data)


main()
