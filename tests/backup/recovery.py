#!/usr/bin/env python3
"""PostgreSQL's own archive, drilled as docs/backup.md says: pg_basebackup and pg_receivewal beside a server that carries the
stored files; the machine is lost, and what is brought back lacks nothing that was received, or goes back to an instant.

usage: recovery.py PROGRAM
"""
import glob
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'torture'))
from store import PATIENCE_S, Store  # noqa: E402
from checks import Checks  # noqa: E402

HARNESS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'harness', 'postgres.sh')
BIN = os.environ.get('PARCELDESK_PG_BIN', '/usr/lib/postgresql/15/bin')
RIGHTS = ['customer.read', 'customer.write', 'personal.read']
PICTURE = bytes.fromhex('89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de') + bytes(20000)

checks = Checks()
check = checks.holds


def wait_until(what, holds):
    until = time.monotonic() + PATIENCE_S
    while not holds() and time.monotonic() < until:
        time.sleep(0.1)
    check(what, holds())


def asked(url, sql):
    return subprocess.run(['psql', '-XAtq', '-d', url, '-c', sql], capture_output=True, text=True).stdout.strip()


def cluster(folder):
    """Its url; started where it is not running."""
    made = subprocess.run([HARNESS, 'start', '--fast', folder], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def cluster_lost(folder):
    """Killed as by a machine that loses its power, and all of it gone."""
    with open(os.path.join(folder, 'data', 'postmaster.pid'), encoding='utf-8') as file:
        os.kill(int(file.readline()), signal.SIGKILL)
    until = time.monotonic() + PATIENCE_S
    while os.path.exists(folder) and time.monotonic() < until:
        shutil.rmtree(folder, ignore_errors=True)  # its processes end when they miss the first, and write until then
        time.sleep(0.1)


def received(url):
    """All that is committed lies at the receiver's."""
    end = asked(url, 'SELECT pg_current_wal_lsn()')
    wait_until('what is committed is received', lambda: asked(
        url, f"SELECT count(*) FROM pg_stat_replication WHERE application_name = 'pg_receivewal' AND flush_lsn >= '{end}'") == '1')


def write(store, name, count):
    for i in range(count):
        status, body = store.ask('POST', '/api/v1/customers', json.dumps([{'code': f'{name}{i:04d}', 'name': '王小明'}]))
        assert status == 200, body


def there(store, name):
    """How many customers of that name's beginning stand there."""
    found, cursor = 0, ''
    while cursor is not None:
        page = json.loads(store.ask('GET', f'/api/v1/customers?limit=200{cursor}')[1])
        found += sum(item['code'].startswith(name) for item in page['items'])
        cursor = f'&cursor={page["next"]}' if page['next'] else None
    return found


def brought_back(folder, base, wal, *settings):
    """A cluster of the base and what was received, at its end or where the settings say."""
    os.mkdir(folder)
    os.chmod(folder, 0o755)
    data = os.path.join(folder, 'data')
    shutil.copytree(base, data)
    with open(os.path.join(data, 'postgresql.auto.conf'), 'a', encoding='utf-8') as file:
        print(f"restore_command = 'cp {wal}/%f %p || cp {wal}/%f.partial %p'", "recovery_target_action = 'promote'", *settings,
              sep='\n', file=file)
    open(os.path.join(data, 'recovery.signal'), 'w').close()
    if os.geteuid() == 0:
        subprocess.run(['chown', '-R', 'postgres', folder], check=True)
    os.chmod(data, 0o700)
    url = cluster(folder)
    wait_until('it goes on by itself', lambda: asked(url, 'SELECT pg_is_in_recovery()') == 'f')
    return url


def looked_at(program, store, archive, keys, data, url, picture, wanted):
    said = subprocess.run([program, 'restore', archive, '--data', data, '--keys', keys, '--database', url],
                          capture_output=True, text=True)
    check('the data folder is brought back', said.returncode == 0, said)
    store.flags = ['--data', data, '--database', url]
    store.start()
    found = {name: there(store, name) for name in wanted}
    check('what was received is there, and nothing that came later', found == wanted, found)
    status, body = store.ask('GET', f'/api/v1/files/{picture}/content')
    check('a stored file is what it was', status == 200 and body == PICTURE, status)
    store.stop(signal.SIGTERM)
    for proof in (('audit', 'verify'), ('files', 'verify')):
        done = store.run(*proof)
        check(' '.join(proof), done.returncode == 0, done.stdout[-300:] + done.stderr[-300:])


def written_and_lost(store, archive, url):
    """Two times of writing, and an instant between them."""
    store.start('--archive', archive)
    write(store, 'A', 20)
    customer = json.loads(store.ask('GET', '/api/v1/customers?limit=1')[1])['items'][0]['id']
    status, body = store.ask('POST', f'/api/v1/files?owner=customer&owner_id={customer}&name=a.png', PICTURE)
    assert status == 201, body
    received(url)
    between = asked(url, 'SELECT clock_timestamp()')
    time.sleep(0.01)
    write(store, 'B', 20)
    received(url)
    wait_until('stored files are carried', lambda: glob.glob(os.path.join(archive, 'files', '*', '*[0-9]')))
    store.stop(signal.SIGKILL)
    return json.loads(body)['id'], between


def drilled(program, folder):
    first, second, third, base, wal, archive, keys = (
        os.path.join(folder, name) for name in ('first', 'second', 'third', 'base', 'wal', 'archive', 'safe'))
    os.environ['PARCELDESK_TEST_PG'] = cluster(first)
    store = Store(program, folder, 'postgresql', RIGHTS)
    url = store.flags[store.flags.index('--database') + 1]
    for place in (keys, wal):
        os.mkdir(place)
        os.chmod(place, 0o755)
    shutil.copy(os.path.join(folder, 'data', 'keys'), keys)
    receive = [f'{BIN}/pg_receivewal', '-D', wal, '--slot=parceldesk', '-d', url]
    subprocess.run([*receive, '--create-slot', '--if-not-exists'], check=True)
    receiver = subprocess.Popen([*receive, '--synchronous'], stderr=subprocess.DEVNULL)
    try:
        received(url)  # what is written while the copy is made belongs to it
        subprocess.run([f'{BIN}/pg_basebackup', '-D', base, '-X', 'none', '-c', 'fast', '--no-sync', '-d', url], check=True,
                       stderr=subprocess.DEVNULL)
        picture, between = written_and_lost(store, archive, url)
        cluster_lost(first)
    finally:
        receiver.send_signal(signal.SIGINT)
        receiver.wait(PATIENCE_S)
    shutil.rmtree(os.path.join(folder, 'data'))
    for name in os.listdir(wal):
        os.chmod(os.path.join(wal, name), 0o644)
    for place, wanted, settings in ((second, {'A': 20, 'B': 20}, []),
                                    (third, {'A': 20, 'B': 0}, [f"recovery_target_time = '{between}'"])):
        there_now = brought_back(place, base, wal, *settings).rsplit('/', 1)[0] + '/' + url.rsplit('/', 1)[1]
        looked_at(program, store, archive, keys, f'{place}-data', there_now, picture, wanted)


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        try:
            drilled(program, folder)
        finally:
            for place in ('first', 'second', 'third'):
                if os.path.isdir(os.path.join(folder, place)):
                    subprocess.run([HARNESS, 'stop', os.path.join(folder, place)], check=False)
    checks.end()


main()
