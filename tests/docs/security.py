#!/usr/bin/env python3
"""Hold docs/security.md to the standard it speaks of and to the tests it names: each requirement of levels 1 and 2 stands there once,
with a verdict, and each test that is named is there.

usage: security.py
"""
import os
import re

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGE = 'docs/security.md'
# Of OWASP ASVS 5.0.0, how many requirements of levels 1 and 2 each section has; they are its first.
SECTIONS = {'1.1': 2, '1.2': 9, '1.3': 11, '1.4': 3, '1.5': 2, '2.1': 3, '2.2': 3, '2.3': 4, '2.4': 1, '3.2': 2, '3.3': 4, '3.4': 6, '3.5': 5,
            '3.7': 2, '4.1': 3, '4.2': 1, '4.3': 2, '4.4': 4, '5.1': 1, '5.2': 3, '5.3': 2, '5.4': 3, '6.1': 3, '6.2': 12, '6.3': 4, '6.4': 4,
            '6.5': 5, '6.6': 3, '6.8': 4, '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 2, '7.6': 2, '8.1': 2, '8.2': 3, '8.3': 1, '8.4': 1,
            '9.1': 3, '9.2': 4, '10.1': 2, '10.2': 2, '10.3': 4, '10.4': 11, '10.5': 5, '10.6': 2, '10.7': 3, '11.1': 2, '11.2': 3, '11.3': 3,
            '11.4': 4, '11.5': 1, '11.6': 1, '12.1': 3, '12.2': 2, '12.3': 4, '13.1': 1, '13.2': 5, '13.3': 2, '13.4': 5, '14.1': 2, '14.2': 4,
            '14.3': 3, '15.1': 3, '15.2': 3, '15.3': 7, '16.1': 1, '16.2': 5, '16.3': 4, '16.4': 3, '16.5': 3, '17.1': 1, '17.2': 4, '17.3': 2}
REQUIREMENTS = [f'{section}.{number}' for section, count in SECTIONS.items() for number in range(1, count + 1)]
VERDICTS = ('met', 'partly', 'not met', 'n/a')


def numbers(cell):
    """'1.2.6–1.2.8' is three."""
    first, _, last = cell.partition('–')
    section, _, begin = first.rpartition('.')
    end = last.rpartition('.')[2] if last else begin
    return [f'{section}.{number}' for number in range(int(begin), int(end) + 1)]


def form_of(path, name):
    """How a test of that name is written in a file of that kind."""
    escaped = re.escape(name)
    if path.endswith('.c'):
        return rf'^TEST(_DB)?\({escaped}\)'
    if path.endswith('.http'):
        return rf'^### {escaped}$'
    if path.endswith('.py'):
        return rf'^ *def {escaped}\('
    if path.endswith('.mjs'):
        return rf"^(  \[|await suite\.test\()'{escaped}"
    return rf'^{escaped}\(\)|^ *check "{escaped}'


def is_there(reference):
    path, _, name = reference.partition(': ')
    for root in ('src', ''):
        whole = os.path.join(TOP, root, path)
        if os.path.isfile(whole):
            with open(whole, encoding='utf-8') as file:
                return bool(re.search(form_of(path, name), file.read(), flags=re.M))
    return False


def rows(page):
    for line in page.splitlines():
        if re.match(r'\| \d+\.\d+\.\d+', line):
            yield [cell.strip() for cell in re.split(r'(?<!\\)\|', line)[1:-1]]


def faults(page):
    told, references = [], 0
    for row in rows(page):
        if len(row) != 5 or row[2] not in VERDICTS:
            yield f'{row[0]}: is no row of a number, a verdict and three texts'
            continue
        told += numbers(row[0])
        named = re.findall(r'`([^`]+)`', row[4])
        references += len(named)
        if row[2] in ('met', 'partly') and not named:
            yield f'{row[0]}: names no test'
        if row[2] != 'met' and not row[3] and '–' not in row[0] and row[2] != 'n/a':
            yield f'{row[0]}: does not say why'
        for reference in named:
            if not is_there(reference):
                yield f'{row[0]}: there is no {reference}'
    for number in REQUIREMENTS:
        if told.count(number) != 1:
            yield f'{number}: stands there {told.count(number)} times'
    for number in sorted(set(told) - set(REQUIREMENTS)):
        yield f'{number}: is no requirement of levels 1 and 2'


def check_itself(page):
    """What would be a fault is found to be one."""
    for before, after in (('| 1.1.1 |', '| 1.1.9 |'), ('a_path_is_split_and_decoded', 'a_path_is_split'), ('| met |', '| perhaps |')):
        if before in page and not list(faults(page.replace(before, after, 1))):
            yield f'with {after} for {before} no fault is found'


def main():
    with open(os.path.join(TOP, PAGE), encoding='utf-8') as file:
        page = file.read()
    found = [*faults(page), *check_itself(page)]
    print('\n'.join(f'{PAGE}: {fault}' for fault in found))
    print(f'{len(REQUIREMENTS) - min(len(found), len(REQUIREMENTS))} passed, {len(found)} failed')
    raise SystemExit(bool(found))


if __name__ == '__main__':
    main()
