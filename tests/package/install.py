#!/usr/bin/env python3
"""Installs, upgrades, takes back, removes and purges the package in a copy of this machine that is gone afterwards.

usage: install.py PROGRAM      as root; what cannot be done here is said, and skipped
"""
import glob
import http.client
import json
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, 'tests', 'start'))
from systemd import Unit, said  # noqa: E402
from checks import Checks  # noqa: E402

OLDER, OLD, NEW = '0.0.8', '0.0.9', '0.1.1'
CONF, DATA = 'etc/parceldesk/parceldesk.conf', 'var/lib/parceldesk'
SERVE = 'set -a; . /etc/parceldesk/parceldesk.conf; exec /usr/bin/parceldesk serve --listen systemd $PARCELDESK_OPTIONS'

checks = Checks()
check = checks.holds


def skip(why):
    print(f'{why}\n0 passed, 0 failed, 1 skipped')
    sys.exit(0)


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, check=False)


class Machine:
    """A root of its own, laid over this machine's: what is written there is not written here."""

    def __init__(self, work):
        self.root = os.path.join(work, 'root')
        for name in ('root', 'upper', 'lower'):
            os.mkdir(os.path.join(work, name))
        layers = f'lowerdir=/,upperdir={work}/upper,workdir={work}/lower'
        mounted = run('mount', '-t', 'overlay', 'overlay', '-o', layers, self.root)
        if mounted.returncode:
            skip(f'no copy of this machine can be made: {mounted.stderr.strip()}')
        for words in (('-t', 'proc', 'proc', 'proc'), ('--rbind', '/dev', 'dev'), ('-t', 'tmpfs', 'run', 'run'),
                      ('-t', 'tmpfs', 'tmp', 'tmp')):
            subprocess.run(['mount', *words[:-1], os.path.join(self.root, words[-1])], check=True)

    def path(self, name):
        return os.path.join(self.root, name)

    def run(self, *words):
        return run('chroot', self.root, 'env', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', *words)

    def dpkg(self, what, *packages):
        named = []
        for package in packages:
            if package.endswith('.deb'):
                shutil.copy(package, self.path('tmp'))
                package = '/tmp/' + os.path.basename(package)
            named.append(package)
        return self.run('dpkg', what, *named)

    def version(self):
        return self.run('dpkg-query', '-W', '-f', '${Version}', 'parceldesk').stdout


def built(program, work, version, schema=None):
    words = ['--program', program, '--version', version, '--to', work]
    made = run(os.path.join(TOP, 'packaging', 'build.sh'), *words, *(['--schema', str(schema)] if schema else []))
    if made.returncode:
        raise SystemExit(f'the package cannot be made: {made.stderr}\n0 passed, 1 failed')
    return made.stdout.strip()


def owned(path):
    """Who has it and who may: such as («parceldesk», 0o700). The copy's own list of people says who that is."""
    seen = os.stat(path)
    return seen.st_uid, seen.st_gid, stat.S_IMODE(seen.st_mode)


def people(machine):
    """The user's and the group's number, in the copy."""
    user = machine.run('id', '-u', 'parceldesk').stdout.strip()
    group = machine.run('id', '-g', 'parceldesk').stdout.strip()
    return int(user or -1), int(group or -1)


def ask(unit, method, path, token=None, body=None):
    connection = http.client.HTTPConnection('127.0.0.1', unit.port, timeout=120)
    headers = {'Content-Type': 'application/json', **({'Authorization': f'Bearer {token}'} if token else {})}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def check_installed(machine, package):
    done = machine.dpkg('--install', package)
    check('it is installed', done.returncode == 0, done.stderr)
    user, group = people(machine)
    check('it has a user of its own', user > 0, done.stderr)
    check('which is none of this machine', 'parceldesk' not in [p.pw_name for p in pwd.getpwall()])
    check('the data folder is its own', owned(machine.path(DATA)) == (user, group, 0o700), owned(machine.path(DATA)))
    check('the settings are for it and root', owned(machine.path(CONF)) == (0, group, 0o640), owned(machine.path(CONF)))
    for name in ('parceldesk.service', 'parceldesk.socket'):
        check(f'{name} is enabled', glob.glob(machine.path(f'etc/systemd/system/*.wants/{name}')))


def check_served(machine, unit):
    unit.start()
    check('it answers', unit.answers(), said(unit.log))
    lines = [line for line in said(unit.log).split('\n') if 'event=' in line]
    check('the journal is told the level, and no second time', lines and all(
        line.startswith('<6>level=') and 'time=' not in line for line in lines), lines[:3])
    check('the first password is not in the journal', 'one-time password ' not in said(unit.log), said(unit.log))
    user, group = people(machine)
    first = machine.path(DATA + '/first-password')
    check('it is where only its owner reads', owned(first) == (user, group, 0o600) and said(first).startswith('admin '))
    made = machine.run('parceldesk-admin', 'token', 'create', 'test', '--right', 'scan.write', '--right', 'waybill.read')
    token = next((word for word in made.stdout.split() if word.startswith('pd_')), '')
    check('commands have its settings', token, made)
    scan = {'carrier': 'sto', 'no': '7700010001', 'at': '2026-11-20T08:00:00Z', 'stage': 'hub_in', 'site_code': 'H1'}
    status, body = ask(unit, 'POST', '/api/v1/scans', token, json.dumps([scan]))
    check('it takes scans', 200 <= status < 300, body)
    shown = machine.run('parceldesk-admin', 'check')
    check('check sees a server that runs', shown.returncode == 0 and 'another server is running' in shown.stdout, shown)
    return token


def is_there(unit, token):
    status, body = ask(unit, 'GET', '/api/v1/waybills/sto/7700010001', token)
    while status == 408:
        status, body = ask(unit, 'GET', '/api/v1/waybills/sto/7700010001', token)
    return status == 200, body


def check_upgraded(machine, unit, token, package):
    with open(machine.path(CONF), 'a', encoding='utf-8') as file:
        file.write('# ours\nPARCELDESK_OPTIONS="--rate 600"\n')
    done = machine.dpkg('--install', package)
    check('it is upgraded', done.returncode == 0 and machine.version() == NEW, done.stderr)
    check('the settings stay ours', '# ours' in said(machine.path(CONF)))
    check('the old one ends well', unit.stop() == 0, said(unit.log))
    unit.start()
    check('the new one has what was there', *is_there(unit, token))


def check_taken_back(machine, older, as_old):
    keys = said(machine.path(DATA + '/keys'))
    done = machine.dpkg('--install', older)
    check('a version that cannot read the data is refused', done.returncode != 0, done)
    check('it says why, and what to do', 'cannot read this database' in done.stderr and 'backup' in done.stderr, done.stderr)
    check('the newer one is still there, and whole', machine.version() == NEW and
          'install ok installed' in machine.run('dpkg-query', '-W', '-f', '${Status}', 'parceldesk').stdout, done.stderr)
    check('it still runs', machine.run('parceldesk', 'version').returncode == 0)
    done = machine.dpkg('--install', as_old)
    check('one that can is taken', done.returncode == 0 and machine.version() == OLD, done.stderr)
    check('and the keys are as they were', said(machine.path(DATA + '/keys')) == keys)


def check_way_back(machine, unit, token, older):
    """What docs/operations.md says: the backup made before the upgrade becomes the data of the older version."""
    data, newer, fresh = '/' + DATA, '/' + DATA + '.newer', '/' + DATA + '.older'
    made = machine.run('install', '-d', '-m', '700', '-o', 'parceldesk', '-g', 'parceldesk', '/srv/backup')
    made = made if made.returncode else machine.run('parceldesk-admin', 'backup', '--to', '/srv/backup/before-upgrade')
    check('a backup is made as the service', made.returncode == 0, made)
    machine.run('mv', data, newer)
    done = machine.dpkg('--install', older)
    check('without data the older version is taken', done.returncode == 0 and machine.version() == OLDER, done.stderr)
    done = machine.run('parceldesk', 'restore', '/srv/backup/before-upgrade', '--data', fresh, '--keys', newer)
    check('the backup is brought back', done.returncode == 0, done)
    for words in (('rm', '-r', data), ('mv', fresh, data), ('chown', '-R', 'parceldesk:', data)):
        done = machine.run(*words)
        check(f'{words[0]} does what is written', done.returncode == 0, done)
    unit.start()
    check('what was in the backup is there', *is_there(unit, token))
    check('stopped, it ends well', unit.stop() == 0, said(unit.log))


def check_removed(machine, package):
    machine.dpkg('--install', package)
    keys = said(machine.path(DATA + '/keys'))
    done = machine.dpkg('--remove', 'parceldesk')
    check('it is removed', done.returncode == 0 and not os.path.exists(machine.path('usr/bin/parceldesk')), done.stderr)
    check('settings and data stay', '# ours' in said(machine.path(CONF)) and os.path.exists(machine.path(DATA + '/parceldesk.db')))
    done = machine.dpkg('--purge', 'parceldesk')
    check('it is purged', done.returncode == 0 and not os.path.exists(machine.path(CONF)), done.stderr)
    check('no unit is left', not glob.glob(machine.path('etc/systemd/system/*.wants/parceldesk.*')))
    check('data and keys stay, and it says so', said(machine.path(DATA + '/keys')) == keys and
          DATA in done.stdout + done.stderr, done)
    done = machine.dpkg('--install', package)
    shown = machine.run('parceldesk-admin', 'check', '--json')
    check('installed again, it would go on with them', done.returncode == 0 and json.loads(shown.stdout)['errors'] == 0, shown)


def inside(program, work):
    newest = max(int(os.path.basename(name).split('_')[0]) for name in glob.glob(os.path.join(TOP, 'schema', '[0-9]*.sql')))
    subprocess.run(['mount', '-t', 'tmpfs', 'work', work], check=True)
    new, old, older = (built(program, work, *which) for which in ((NEW,), (OLD,), (OLDER, newest - 1)))
    machine = Machine(work)
    check_installed(machine, old)
    user, group = people(machine)
    # A number, since chroot(8) and setpriv(1) look names up on this machine.
    unit = Unit(work, '/usr/sbin/chroot', machine.root, 'setpriv', f'--reuid={user}', f'--regid={group}', '--clear-groups',
                '/bin/sh', '-c', SERVE, journal=True)
    token = check_served(machine, unit)
    check_upgraded(machine, unit, token, new)
    check('stopped, it ends well', unit.stop() == 0, said(unit.log))
    check_taken_back(machine, older, old)
    check_way_back(machine, unit, token, older)
    check_removed(machine, new)
    checks.end()


def main():
    program = os.path.abspath(sys.argv[1])
    if len(sys.argv) > 2:
        inside(program, sys.argv[2])
    if 'parceldesk' in [p.pw_name for p in pwd.getpwall()]:
        skip('Parceldesk is installed on this machine: its user would be in the way')
    if os.geteuid() != 0:
        skip('only root can make a copy of this machine')
    if not all(shutil.which(tool) for tool in ('unshare', 'dpkg-shlibdeps', 'setpriv')):
        skip('unshare, setpriv or dpkg-dev are not here')
    if run('unshare', '--mount', 'true').returncode:
        skip('no mounts of its own are allowed here')
    with tempfile.TemporaryDirectory() as work:
        sys.exit(subprocess.run(['unshare', '--mount', '--propagation', 'private', sys.executable, os.path.abspath(__file__),
                                 program, work], check=False).returncode)


main()
