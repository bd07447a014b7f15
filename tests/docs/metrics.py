#!/usr/bin/env python3
"""Hold what is said of metrics to those that a server gives: the page for operators, the alerts and the dashboard.

usage: metrics.py PROGRAM
"""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, 'tests', 'harness'))
from checks import Checks  # noqa: E402
from server import address_of  # noqa: E402

METRIC = re.compile(r'\bparceldesk_[a-z][a-z0-9_]+')
RULES, DASHBOARD, PAGE = 'examples/monitoring/parceldesk.rules.yml', 'examples/monitoring/dashboard.json', 'docs/operations.md'

checks = Checks()
check = checks.holds


def text_of(path):
    with open(os.path.join(TOP, path), encoding='utf-8') as file:
        return file.read()


def given(program):
    """The metrics of a server, and the labels of each."""
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, 'log')
        with open(log, 'wb') as file:
            server = subprocess.Popen([program, 'serve', '--data', os.path.join(folder, 'data'), '--listen', '127.0.0.1:0',
                                       '--archive', os.path.join(folder, 'archive')], stdout=file, stderr=subprocess.STDOUT)
        try:
            with urllib.request.urlopen(address_of(server, log) + '/metrics') as answer:
                text = answer.read().decode()
        finally:
            server.send_signal(signal.SIGTERM)
            check('the server ends well', server.wait() == 0, server.returncode)
    kinds = dict(re.findall(r'^# TYPE (\S+) (\S+)$', text, flags=re.M))
    labels = {}
    for name, inside in re.findall(r'^(\w+)\{([^}]*)\} ', text, flags=re.M):
        labels.setdefault(name, set()).update(re.findall(r'(\w+)="', inside))
    return kinds, labels


def samples(kinds):
    """The names that can be asked for."""
    names = set()
    for name, kind in kinds.items():
        names |= {name + end for end in ('_bucket', '_sum', '_count')} if kind == 'histogram' else {name}
    return names


def asked(expressions):
    """The metrics in expressions of Prometheus, and the labels of each that are named."""
    for expression in expressions:
        for name, inside in re.findall(r'\b(parceldesk_[a-z0-9_]+)(?:\{([^}]*)\})?', expression):
            yield name, set(re.findall(r'(\w+)\s*=?[=~!]+\s*"', inside or ''))


def rules():
    return re.findall(r'^\s+expr: (.*)$', text_of(RULES), flags=re.M)


def dashboard():
    """The expressions of every panel, and of what it lets choose from."""
    board = json.loads(text_of(DASHBOARD))
    yield from (target['expr'] for panel in board['panels'] for target in panel['targets'])
    yield from (choice['query']['query'] for choice in board['templating']['list'] if choice['type'] == 'query')


def check_asked(where, expressions, kinds, labels):
    known, seen = samples(kinds), set()
    check(f'{where} asks for something', expressions)
    for name, named in asked(expressions):
        seen.add(name)
        check(f'{where}: {name} is given', name in known)
        there = labels.get(name, set()) | {'instance', 'job', 'le'}
        check(f'{where}: the labels of {name} are given', not labels.get(name) or named <= there, named)
    return seen


def check_page(kinds):
    page = text_of(PAGE)
    told = set(METRIC.findall(page))
    check('every metric is on the page', not set(kinds) - told, set(kinds) - told)
    check('every metric of the page is given', not told - set(kinds), told - set(kinds))
    alerts = set(re.findall(r'alert: (\w+)', text_of(RULES)))
    explained = set(re.findall(r'\bParceldesk[A-Z]\w+', page))
    check('every alert is on the page, and no other', alerts == explained, alerts ^ explained)


def check_promtool():
    if not shutil.which('promtool'):
        print('no promtool here: whether the alerts are well formed is not looked at')
        return
    said = subprocess.run(['promtool', 'check', 'rules', os.path.join(TOP, RULES)], capture_output=True, text=True, check=False)
    check('the alerts are well formed', said.returncode == 0, said)


def main():
    kinds, labels = given(os.path.abspath(sys.argv[1]))
    check('there are metrics', len(kinds) > 20, kinds)
    check_asked(RULES, rules(), kinds, labels)
    shown = check_asked(DASHBOARD, list(dashboard()), kinds, labels)
    check('the dashboard shows most of them', len(shown) > len(kinds) / 2, shown)
    check_page(kinds)
    check_promtool()
    checks.end()


main()
