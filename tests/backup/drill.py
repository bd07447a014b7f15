#!/usr/bin/env python3
"""A disaster, drilled: a backup is taken while scans come in, the data is destroyed, and all comes back.

usage: drill.py PROGRAM sqlite|postgresql      (PARCELDESK_TEST_PG names the server)
"""
import base64
import hmac
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'torture'))
from store import PATIENCE_S, Store  # noqa: E402
from checks import Checks  # noqa: E402

RIGHTS = ['scan.write', 'waybill.read', 'customer.read', 'customer.write', 'personal.read']
CLIENTS = 3
ABSENT = {'absent': True}
PASSWORD = 'correct horse battery'
PICTURE = bytes.fromhex('89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de') + bytes(200000)

checks = Checks()
check = checks.holds


def client(store, number, acknowledged, stopped):
    """Sends scans until it is told to stop; notes those it was told are kept."""
    sent = 0
    while not stopped.is_set():
        sent += 1
        no = f'79{number:04d}{sent:06d}'
        scan = {'carrier': 'sto', 'no': no, 'at': '2026-11-20T08:00:00Z', 'stage': 'hub_in', 'site_code': 'H1'}
        try:
            status, _ = store.ask('POST', '/api/v1/scans', json.dumps([scan]))
        except (OSError, http.client.HTTPException):
            return
        if 200 <= status < 300:
            acknowledged.append(no)


def given_customer(store):
    status, body = store.ask('POST', '/api/v1/customers', json.dumps([{'code': 'C1', 'name': '王小明'}]))
    assert status == 200, body
    customer = json.loads(store.ask('GET', '/api/v1/customers?code=C1')[1])['items'][0]['id']
    status, body = store.ask('POST', f'/api/v1/files?owner=customer&owner_id={customer}&name=a.png', PICTURE)
    assert status == 201, body
    return customer, json.loads(body)['id']


def call(store, method, path, body=None, cookie=''):
    """As a browser asks: the answer and the session's cookie."""
    connection = http.client.HTTPConnection('127.0.0.1', store.port, timeout=PATIENCE_S)
    try:
        headers = {'Content-Type': 'application/json', 'X-Parceldesk': '1', **({'Cookie': cookie} if cookie else {})}
        connection.request(method, path, json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        cookies = [line.split(';')[0] for line in answer.headers.get_all('Set-Cookie') or [] if line.startswith('parceldesk_session=')]
        return answer.status, json.loads(text) if text else None, cookies[0] if cookies else cookie
    finally:
        connection.close()


def code_of(secret, step):
    """What a telephone shows (RFC 6238)."""
    hashed = hmac.new(base64.b32decode(secret), step.to_bytes(8, 'big'), 'sha1').digest()
    at = hashed[-1] & 15
    return f'{(int.from_bytes(hashed[at:at + 4], "big") & 0x7fffffff) % 1000000:06d}'


def step_now():
    return int(time.time()) // 30


def given_factor(store):
    """Somebody who signs in with a second factor: its secret, its recovery codes, and the step of the code that was used."""
    once = store.run('person', 'add', 'li.na', '--role', 'courier').stdout.split()[-1]
    _, _, cookie = call(store, 'POST', '/api/v1/session', {'login': 'li.na', 'password': once})
    call(store, 'POST', '/api/v1/me/password', {'present': once, 'password': PASSWORD}, cookie)
    _, begun, _ = call(store, 'POST', '/api/v1/me/second-factor', {'password': PASSWORD}, cookie)
    step = step_now()
    status, made, _ = call(store, 'POST', '/api/v1/me/second-factor/confirmation', {'code': code_of(begun['secret'], step)}, cookie)
    assert status == 200, made
    return begun['secret'], made['codes'], step


def signs_in(store, **more):
    return call(store, 'POST', '/api/v1/session', {'login': 'li.na', 'password': PASSWORD, **more})[0]


def is_there(store, no):
    return store.read(f'/api/v1/waybills/sto/{no}', absent=ABSENT) is not ABSENT


def files_under(folder):
    return sorted(os.path.relpath(os.path.join(where, name), folder)
                  for where, _, names in os.walk(folder) for name in names)


def taken_while_serving(store, backup):
    """Returns what was acknowledged before the backup was begun."""
    acknowledged, stopped = [], threading.Event()
    clients = [threading.Thread(target=client, args=(store, n, acknowledged, stopped)) for n in range(CLIENTS)]
    for thread in clients:
        thread.start()
    while len(acknowledged) < 300 and any(thread.is_alive() for thread in clients):
        stopped.wait(0.05)
    before = list(acknowledged)
    made = store.run('backup', '--to', backup)
    stopped.set()
    for thread in clients:
        thread.join()
    check('a backup is taken while scans come in', made.returncode == 0, made.stderr)
    check('serving goes on meanwhile', len(acknowledged) > len(before))
    again = store.run('backup', '--to', backup)
    check('a backup is never written over another', again.returncode and 'is there already' in again.stderr, again)
    return before


def changed(path, at, keys, backup, program):
    """What verify says of a backup with one byte of a file another."""
    with open(path, 'r+b') as file:
        file.seek(at)
        old = file.read(1)
        file.seek(at)
        file.write(bytes([old[0] ^ 1]))
    said = subprocess.run([program, 'verify', backup, '--data', keys], capture_output=True, text=True)
    with open(path, 'r+b') as file:
        file.seek(at)
        file.write(old)
    return said


def mistyped(program, folder):
    data, to = os.path.join(folder, 'mistyped'), os.path.join(folder, 'nothing')
    said = subprocess.run([program, 'backup', '--data', data, '--to', to], capture_output=True, text=True)
    check('a mistyped folder is not backed up as an empty one', said.returncode and 'there is no folder' in said.stderr,
          said)
    check('and is not made', not os.path.exists(data) and not os.path.exists(to))


def looked_at(program, backup, keys, folder):
    verify = [program, 'verify', backup, '--data']
    good = subprocess.run([*verify, keys], capture_output=True, text=True)
    check('a backup is as it was made', good.returncode == 0 and 'as it was made' in good.stdout, good)
    check('nothing is left beside it', os.listdir(os.path.dirname(backup)) == [os.path.basename(backup)])
    for name in os.listdir(backup):
        path = os.path.join(backup, name)
        size = os.path.getsize(path)
        for at in (0, size // 2, size - 1):
            if name == 'manifest' and at == size - 1:
                continue  # the line's end
            said = changed(path, at, keys, backup, program)
            check(f'a changed byte {at} of {name} is found', said.returncode and said.stderr, said)
        os.rename(path, path + '.away')
        said = subprocess.run([*verify, keys], capture_output=True, text=True)
        check(f'a missing {name} is found', said.returncode and said.stderr, said)
        os.rename(path + '.away', path)
    database = os.path.join(backup, 'database')
    shutil.copy(database, database + '.whole')
    os.truncate(database, os.path.getsize(database) - 100)
    said = subprocess.run([*verify, keys], capture_output=True, text=True)
    check('a backup that was cut off is found', said.returncode and said.stderr, said)
    os.replace(database + '.whole', database)
    others = os.path.join(folder, 'others')
    subprocess.run([program, 'settings', '--data', others], capture_output=True, check=False)
    subprocess.run([program, 'token', 'create', 'x', '--right', 'scan.write', '--data', others], capture_output=True, check=True)
    said = subprocess.run([*verify, others], capture_output=True, text=True)
    check('with other keys it cannot be read', said.returncode and 'other keys' in said.stderr, said)
    words = b''.join(open(os.path.join(backup, name), 'rb').read() for name in os.listdir(backup))
    check('nothing in it can be read', b'CREATE TABLE' not in words and b'SQLite format' not in words)


def database_beside(store, name):
    """On PostgreSQL, one more empty database: the flags that name it."""
    if '--database' not in store.flags:
        return []
    url = store.flags[store.flags.index('--database') + 1]
    subprocess.run(['psql', '-XAtq', '-d', os.environ['PARCELDESK_TEST_PG'], '-c', f'CREATE DATABASE {name}'], check=True)
    return ['--database', url.rsplit('/', 1)[0] + '/' + name]


def brought_back(store, program, backup, keys, folder):
    """The store on what was restored."""
    data = os.path.join(folder, 'new')
    flags = ['--data', data, *database_beside(store, f'drill_{os.getpid()}')]
    restore = [program, 'restore', backup, '--keys', keys]
    os.mkdir(data)
    open(os.path.join(data, 'mine'), 'w').close()
    said = subprocess.run([*restore, *flags], capture_output=True, text=True)
    check('a folder with something in it is left alone',
          said.returncode and 'is there already' in said.stderr and os.listdir(data) == ['mine'], said)
    os.unlink(os.path.join(data, 'mine'))
    said = changed_restore(backup, restore, flags)
    check('of a damaged backup nothing is brought back',
          said.returncode and os.listdir(data) == [] and not os.path.exists(data + '.restoring'), said)
    said = subprocess.run([*restore, *flags], capture_output=True, text=True)
    check('a backup is brought back', said.returncode == 0, said)
    check('what it was made of is gone', not [name for name in files_under(data) if 'dump' in name], files_under(data))
    check('the keys are its owner\'s alone', os.stat(os.path.join(data, 'keys')).st_mode & 0o777 == 0o600)
    if '--database' in flags:
        said = subprocess.run([*restore, '--data', data + '2', *flags[2:]], capture_output=True, text=True)
        check('a database with something in it is left alone', said.returncode and not os.path.exists(data + '2'), said)
    store.flags = flags
    return store


def changed_restore(backup, restore, flags):
    path = os.path.join(backup, 'files')
    with open(path, 'r+b') as file:
        file.seek(100)
        old = file.read(1)
        file.seek(100)
        file.write(bytes([old[0] ^ 1]))
    said = subprocess.run([*restore, *flags], capture_output=True, text=True)
    with open(path, 'r+b') as file:
        file.seek(100)
        file.write(old)
    return said


def all_there(store, before, customer, picture, factor):
    store.start()
    lost = [no for no in before if not is_there(store, no)]
    check('every scan that was acknowledged before is there', not lost, lost[:3])
    status, body = store.ask('GET', f'/api/v1/files/{picture}/content')
    check('a stored file is what it was', status == 200 and body == PICTURE, status)
    status, body = store.ask('GET', '/api/v1/customers?code=C1')
    check('what is sealed opens', status == 200 and json.loads(body)['items'][0]['name'] == '王小明', body)
    check('a name is found', json.loads(store.ask('GET', '/api/v1/customers?name=%E7%8E%8B%E5%B0%8F%E6%98%8E')[1])
          ['items'][0]['id'] == customer)
    secret, recovery, step = factor
    check('the password alone signs nobody in', signs_in(store) == 401)
    check('the same telephone signs in', signs_in(store, code=code_of(secret, max(step + 1, step_now()))) == 200)
    check('and a recovery code, once', [signs_in(store, code=recovery[0]) for _ in range(2)] == [200, 401])
    status, body = store.ask('POST', '/api/v1/scans', json.dumps(
        [{'carrier': 'sto', 'no': 'AFTER0001', 'at': '2026-11-21T08:00:00Z', 'stage': 'hub_in'}]))
    check('and it goes on', status < 300 and is_there(store, 'AFTER0001'), body)
    store.stop(signal.SIGTERM)
    for proof in (('figures', '--verify'), ('audit', 'verify'), ('files', 'verify')):
        done = store.run(*proof)
        check(' '.join(proof), done.returncode == 0, done.stdout[-300:] + done.stderr[-300:])


def main():
    program, engine = os.path.abspath(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory() as folder:
        keys, backup = os.path.join(folder, 'safe'), os.path.join(folder, 'backups', 'one')
        os.mkdir(os.path.dirname(backup))
        store = Store(program, folder, engine, RIGHTS)
        os.mkdir(keys)
        shutil.copy(os.path.join(folder, 'data', 'keys'), keys)
        store.start()
        customer, picture = given_customer(store)
        factor = given_factor(store)
        before = taken_while_serving(store, backup)
        store.stop(signal.SIGKILL)
        shutil.rmtree(os.path.join(folder, 'data'))
        mistyped(program, folder)
        looked_at(program, backup, keys, folder)
        store = brought_back(store, program, backup, keys, folder)
        all_there(store, before, customer, picture, factor)
    checks.end()


main()
