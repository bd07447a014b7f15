#!/usr/bin/env python3
"""Unmistakable personal values go in through every door, and whatever leaves or stays is searched for them: the log, the
metrics, what is answered to who may not see them, what is exported, and every byte on disk.

usage: canary.py PROGRAM sqlite|postgresql      (PARCELDESK_TEST_PG names the server)
"""
import hashlib
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'torture'))
from store import PATIENCE_S, Store  # noqa: E402
from checks import Checks  # noqa: E402

ALL = '''waybill.read waybill.write scan.write scan.review customer.read customer.write customer.merge customer.export personal.read
personal.ask handoff.read handoff.write complaint.read complaint.write incident.read figure.read knowledge.read notice.read notice.write webhook.write
outlet.read people.read people.write audit.read job.read setting.read setting.write incoming.write ticket.read ticket.write ticket.close
claim.read claim.write'''.split()
BLIND = [right for right in ALL if right != 'personal.read']
FORM = 'application/x-www-form-urlencoded'

checks = Checks()
check = checks.holds


class Flock:
    """The canaries, each where it was let in."""

    def __init__(self):
        self.birds, self.words = {}, set()

    def keep(self, value, where):
        self.birds[value] = where
        return value

    def number(self):
        return len(self.birds) + 1

    def name(self, where):
        return self.keep(f'羽鸣Qzv{self.number():04d}Kwx', where)

    def phone(self, where):
        return self.keep(f'1397{self.number() * 7919 % 10000000:07d}', where)

    def email(self, where):
        return self.keep(f'qzv{self.number():04d}kwx@post.example', where)

    def address(self, where):
        return self.keep(f'鸟鸣涧Qzv{self.number():04d}Kwx弄9号', where)

    def identity(self, where):
        return self.keep(f'31010419880512{self.number():03d}X', where)

    def text(self, where):
        """What people say is for whoever works with it, but for nobody else, and sealed at rest."""
        bird = self.keep(f'Qzv{self.number():04d}Kwx 说过的话', where)
        self.words.add(bird)
        return bird

    def secret(self, where):
        return self.keep(f'Qzv{self.number():04d}KwxSecret9', where)

    def found_in(self, haystack):
        """Which of them a piece of text or bytes holds, in clear or as a URL writes it."""
        data = (haystack if isinstance(haystack, bytes) else haystack.encode()).lower()
        return {bird: where for bird, where in self.birds.items()
                if bird.lower().encode() in data or urllib.parse.quote(bird).lower().encode() in data}


class Doors:
    """Everything that is sent; what comes back to who may not see is kept, to be searched."""

    def __init__(self, store, flock):
        self.store, self.flock, self.said = store, flock, []
        self.blind = store.new_token('blind', BLIND)

    def send(self, method, path, body=None, token=None, media='application/json', etag=None, key=None):
        connection = http.client.HTTPConnection('127.0.0.1', self.store.port, timeout=PATIENCE_S)
        headers = {'Content-Type': media}
        if token != 'none':
            headers['Authorization'] = f'Bearer {token or self.store.token}'
        if etag:
            headers['If-Match'] = f'"{etag}"'
        if key:
            headers['Idempotency-Key'] = key
        data = json.dumps(body) if media == 'application/json' and not isinstance(body, (str, bytes)) and body is not None else body
        connection.request(method, path, data.encode() if isinstance(data, str) else data, headers)
        answer = connection.getresponse()
        text = answer.read()
        head = '\n'.join(f'{name}: {value}' for name, value in answer.getheaders())
        connection.close()
        return answer.status, text, head

    def put_in(self, path, body, method='POST', **more):
        """Something that must be taken."""
        status, text, head = self.send(method, path, body, **more)
        check(f'{method} {path} is taken', status < 300, (status, text))
        leaked = self.flock.found_in(head)
        check(f'the head of {method} {path} tells nothing', not leaked, leaked)
        return json.loads(text) if text[:1] in (b'{', b'[') else {}

    def refused(self, method, path, body=None, **more):
        """Something that must not, and whose answer repeats nothing of it."""
        status, text, head = self.send(method, path, body, **more)
        check(f'{method} {path} is refused', status >= 400, (status, text))
        leaked = self.flock.found_in(head.encode() + text)
        check(f'the refusal of {method} {urllib.parse.urlsplit(path).path} repeats nothing', not leaked, (leaked, text))

    def looked_at(self, path):
        """What somebody without the right to personal data is answered."""
        status, text, head = self.send('GET', path, token=self.blind)
        check(f'GET {path} is answered', status == 200, (status, text))
        leaked = {bird: where for bird, where in self.flock.found_in(head.encode() + text).items() if bird not in self.flock.words}
        check(f'GET {path} shows the blind nothing', not leaked, leaked)


def customers(doors, flock):
    where = 'customer'
    doors.put_in('/api/v1/customers', [{'code': 'C-1', 'name': flock.name(where), 'phone': flock.phone(where),
                                        'email': flock.email(where), 'address': flock.address(where), 'region': '310000'},
                                       {'code': 'C-2', 'kind': 'company', 'name': flock.name('company')}])
    ids = {item['code']: item['id'] for item in json.loads(doors.send('GET', '/api/v1/customers')[1])['items']}
    one, company = f'/api/v1/customers/{ids["C-1"]}', f'/api/v1/customers/{ids["C-2"]}'
    doors.put_in(f'{one}/contacts', {'kind': 'email', 'value': flock.email('contact')}, key='k1')
    doors.put_in(f'{one}/contacts', {'kind': 'phone', 'value': flock.phone('contact'), 'label': 'office'})
    doors.put_in(f'{one}/addresses', {'label': 'home', 'recipient': flock.name('address'), 'phone': flock.phone('address'),
                                      'region': '310100', 'text': flock.address('address')})
    doors.put_in(f'{company}/people', {'name': flock.name('person'), 'phone': flock.phone('person'), 'email': flock.email('person')})
    doors.put_in(f'{one}/notes', {'text': f'{flock.text("note")} {flock.identity("note")}'})
    doors.put_in(f'{one}/consents', {'purpose': 'marketing', 'channel': 'sms', 'said': 'given', 'evidence': flock.text('consent')})
    doors.put_in('/api/v1/customer-fields', {'name': 'title', 'kind': 'text', 'zh': '称呼', 'en': 'Title', 'personal': True})
    doors.put_in(f'{one}/fields', {'values': {'title': flock.name('own field')}}, method='PATCH', etag='1')
    doors.put_in('/api/v1/customers/trial', f'code,name,phone\nT-1,{flock.name("trial")},{flock.phone("trial")}\n', media='text/csv')
    doors.put_in('/api/v1/customers', f'code,name,phone,address\nC-9,{flock.name("csv")},{flock.phone("csv")},{flock.address("csv")}\n',
                 media='text/csv')
    picture = bytes.fromhex('89504e470d0a1a0a0000000d49484452') + flock.text('file').encode() * 50
    name = urllib.parse.quote(flock.phone('file name') + '.png')
    doors.put_in(f'/api/v1/files?owner=customer&owner_id={ids["C-1"]}&name={name}', picture, media='image/png')
    return ids


def parcels(doors, flock):
    where = 'parcel'
    doors.put_in('/api/v1/waybills', [{'carrier': 'sto', 'no': '771234567890123', 'receiver_name': flock.name(where),
                                       'receiver_phone': flock.phone(where), 'receiver_address': flock.address(where),
                                       'sender_name': flock.name(where), 'sender_phone': flock.phone(where), 'customer_ref': 'C-1'}])
    scan = {'carrier': 'sto', 'no': '771234567890123', 'at': '2026-11-21T08:00:00Z', 'city': '上海'}
    doors.put_in('/api/v1/scans', [{**scan, 'code': 'delivered', 'text': f'{flock.text("scan")} {flock.phone("scan")}',
                                    'signer': flock.name('signer')},
                                   {**scan, 'provider': 'acme', 'code': 'Y7', 'text': flock.text('quarantine'),
                                    'signer': flock.name('quarantine')}])
    secret = flock.secret('push source')
    doors.put_in('/api/v1/push-sources/kuaidi100', {'secret': secret}, method='PUT')
    param = json.dumps({'status': 'polling', 'lastResult': {'state': '3', 'com': 'yuantong', 'nu': 'YT1234567890123', 'data': [
        {'time': '2026-11-21 10:00:00', 'context': f'{flock.name("push")} {flock.phone("push")} 已签收', 'statusCode': '301'}]}},
        ensure_ascii=False)
    sign = hashlib.md5((param + secret).encode()).hexdigest().upper()
    doors.put_in('/api/v1/push/kuaidi100', urllib.parse.urlencode({'sign': sign, 'param': param}), token='none', media=FORM)
    doors.store.read('/api/v1/waybills/sto/771234567890123')


def desk(doors, flock):
    where = 'ticket'
    ticket = doors.put_in('/api/v1/tickets', {
        'kind': 'complaint', 'channel': 'phone', 'subject': flock.text(where), 'description': f'{flock.text(where)} {flock.phone(where)}',
        'contact_name': flock.name(where), 'contact_phone': flock.phone(where), 'contact_email': flock.email(where),
        'waybills': [{'carrier': 'sto', 'no': '771234567890123'}]}, key='k2')
    doors.put_in(f'/api/v1/tickets/{ticket["id"]}/entries', {'kind': 'note', 'text': f'{flock.text("entry")} {flock.identity("entry")}'})
    doors.put_in('/api/v1/desk/incoming', {
        'channel': 'email', 'message_id': '<1@post.example>', 'from': flock.email('mail'), 'from_name': flock.name('mail'),
        'to': ['desk@example.com'], 'subject': flock.text('mail'), 'text': f'771234567890123\n{flock.text("mail")} {flock.phone("mail")}'})
    doors.put_in('/api/v1/desk/incoming', {'channel': 'sms', 'message_id': 's1', 'from': flock.phone('short message'),
                                           'text': flock.text('short message')})
    doors.put_in('/api/v1/claims', {
        'kind': 'damage', 'ticket_id': ticket['id'], 'demanded': {'amount': 1000, 'currency': 'CNY'},
        'claimant': {'name': flock.name('claim'), 'phone': flock.phone('claim'), 'account_name': flock.name('claim'),
                     'account_no': flock.identity('claim'), 'bank': '工商银行'}}, key='k3')
    form = {'received_on': '2026-11-22', 'customer': flock.name('form'), 'content': flock.text('form'), 'contact_phone': flock.phone('form')}
    made = doors.put_in('/api/v1/forms', {'kind': 'complaint_record', 'ticket_id': ticket['id'], 'values': form})
    return ticket['id'], made


def asked_for(doors, flock, ids):
    """What is masked is shown for a reason: where it is kept sealed all of it, in the audit log without contact details."""
    one = f'/api/v1/customers/{ids["C-1"]}'
    doors.put_in(f'{one}/contact', {'reason': f'{flock.text("asked for a customer")} {flock.phone("asked for a customer")}'})
    doors.put_in('/api/v1/waybills/sto/771234567890123/contact', {'reason': f'call {flock.phone("asked for a parcel")} {flock.email("asked for a parcel")}'})


def people_and_secrets(doors, flock):
    doors.put_in('/api/v1/people', {'login': 'wang.wei', 'name': flock.name('colleague'), 'roles': []})
    doors.put_in('/api/v1/gateways/sms', {'url': 'http://127.0.0.1:9/cgi-bin/sendsms', 'sender': '95543', 'user': 'desk',
                                          'password': flock.secret('gateway'), 'enabled': False}, method='PUT', etag='0')
    made = doors.put_in('/api/v1/webhooks', {'url': 'http://127.0.0.1:9/x', 'doc': 'ours', 'events': ['waybill.delivered'], 'enabled': False})
    if made.get('secret'):
        flock.keep(made['secret'], 'webhook')
    token = doors.put_in('/api/v1/tokens', {'name': 'scanner', 'rights': ['scan.write']})
    flock.keep(token['secret'], 'token')
    doors.send('GET', '/api/v1/waybills?limit=1', token=token['secret'])


def portal(doors, flock):
    for contact in (flock.phone('portal'), flock.email('portal')):
        doors.put_in('/my/code?lang=en', urllib.parse.urlencode({'contact': contact}), token='none', media=FORM)
    doors.refused('POST', '/my/session?lang=en', urllib.parse.urlencode({'challenge': '0000', 'code': flock.secret('code')}),
                  token='none', media=FORM)
    doors.refused('POST', '/my/code?lang=en', f'contact={urllib.parse.quote(flock.text("no contact"))}%zz', token='none', media=FORM)


def mistakes(doors, flock):
    where = 'mistake'
    doors.refused('POST', '/api/v1/session', {'login': flock.name(where), 'password': flock.secret(where)}, token='none')
    doors.refused('POST', '/api/v1/session', {'login': 'admin', 'password': flock.secret(where)}, token='none')
    doors.refused('GET', '/api/v1/waybills', token=flock.secret('wrong token'))
    doors.refused('POST', '/api/v1/tickets', {'kind': 'complaint', 'channel': flock.name(where), 'subject': 'x'})
    doors.refused('POST', '/api/v1/tickets', {'kind': 'complaint', 'channel': 'phone', 'subject': 'x', 'contact_phone': flock.name(where)})
    doors.refused('POST', '/api/v1/tickets', {'kind': 'complaint', 'channel': 'phone', 'subject': 'x', 'contact_email': flock.phone(where)})
    doors.refused('POST', '/api/v1/tickets', '{"subject": "' + flock.text('broken json') + '" "x"}')
    doors.refused('POST', '/api/v1/claims', {'kind': 'damage', 'ticket_id': flock.name(where), 'demanded': {'amount': 1, 'currency': 'CNY'}})
    doors.refused('GET', f'/api/v1/customers/{urllib.parse.quote(flock.name("path"))}')
    doors.refused('GET', f'/api/v1/waybills/sto/{urllib.parse.quote(flock.name("path"))}')
    doors.refused('GET', f'/api/v1/{urllib.parse.quote(flock.name("unknown path"))}')
    doors.refused('GET', f'/api/v1/customers?limit={flock.phone("query")}')
    doors.refused('GET', f'/api/v1/tickets?cursor={urllib.parse.quote(flock.text("cursor"))}')
    for path in ('customers?phone=', 'customers?name=', 'tickets?phone=', 'waybills?phone='):
        doors.send('GET', f'/api/v1/{path}{urllib.parse.quote(flock.phone("looked for"))}')
    doors.send('GET', f'/t/{flock.phone("tracked")}?lang=en', token='none')
    doors.send('GET', f'/t/771234567890123?tail={flock.secret("tail")}', token='none')
    rows = [{'code': 'R-1', 'kind': flock.name('row')}, {'code': 'R-2', 'email': flock.name('row')}]
    status, text, _ = doors.send('POST', '/api/v1/customers', rows)
    check('wrong rows are told', status == 200 and b'rejected' in text, text)


def command_line(store, flock, folder):
    path = os.path.join(folder, 'customers.csv')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('code,name,phone,kind\n'
                   f'I-1,{flock.name("import")},{flock.phone("import")},person\nI-2,{flock.name("import")},{flock.phone("import")},robot\n')
    said = store.run('import', 'customers', path)
    check('an import says which rows are wrong', said.returncode == 65, said)
    leaked = flock.found_in(said.stdout + said.stderr)
    check('and repeats nothing of them', not leaked, leaked)
    for words in (('audit', 'list'), ('token', 'list'), ('jobs',), ('settings',)):
        said = store.run(*words)
        leaked = flock.found_in(said.stdout + said.stderr)
        check(f'{" ".join(words)} prints nothing', not leaked, leaked)
    os.unlink(path)


def answers(doors, ids, ticket, form):
    one = ids['C-1']
    for path in ('/metrics', '/api/v1/audit?limit=200', '/api/v1/audit-export', '/api/v1/jobs?limit=200', '/api/v1/customers',
                 f'/api/v1/customers/{one}', f'/api/v1/customers/{one}/contacts', f'/api/v1/customers/{one}/addresses',
                 f'/api/v1/customers/{one}/timeline', f'/api/v1/customers/{ids["C-2"]}/people', '/api/v1/customers/export',
                 '/api/v1/waybills?limit=50', '/api/v1/waybills/sto/771234567890123', '/api/v1/quarantine', '/api/v1/people',
                 '/api/v1/claims', '/api/v1/claim-export', '/api/v1/waybill-export', '/api/v1/ticket-export', '/api/v1/people-export', '/api/v1/job-export', '/api/v1/quarantine-export',
                 '/api/v1/form-export', '/api/v1/customer-duplicate-export', '/api/v1/token-export', '/api/v1/webhook-export',
                 '/api/v1/tickets', f'/api/v1/tickets/{ticket}', f'/api/v1/tickets/{ticket}/entries', '/api/v1/desk/incoming', '/api/v1/gateways/sms', '/api/v1/webhooks', '/api/v1/tokens',
                 '/api/v1/push-sources', f'/api/v1/forms/{form["id"]}', f'/api/v1/forms/{form["id"]}/page', '/api/v1/notices'):
        doors.looked_at(path)
    doors.looked_at(f'/api/v1/files?owner=customer&owner_id={one}')


def comes(holds):
    until = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def keys_change(store, doors, ids, ticket, backup):
    """While it serves: what is sealed is sealed anew with another key, and everything is answered as before."""
    paths = [f'/api/v1/customers/{ids["C-1"]}', f'/api/v1/customers/{ids["C-1"]}/contacts', f'/api/v1/customers/{ids["C-1"]}/timeline',
             '/api/v1/waybills/sto/771234567890123', '/api/v1/quarantine', '/api/v1/people', '/api/v1/desk/incoming', '/api/v1/claims',
             f'/api/v1/tickets/{ticket}', f'/api/v1/tickets/{ticket}/entries', '/api/v1/gateways/sms',
             f'/api/v1/files?owner=customer&owner_id={ids["C-1"]}']
    before = {path: set(doors.flock.found_in(doors.send('GET', path)[1])) for path in paths}
    check('who may see is shown them', all(before[path] for path in paths[:4]), before)
    phone = next(bird for bird, where in doors.flock.birds.items() if where == 'customer' and bird.isdigit())
    found = doors.send('GET', f'/api/v1/customers?phone={phone}')[1]
    check('a customer is found by phone', json.loads(found)['items'], found)
    for words in (('keys', 'rotate'), ('keys', 'reseal', '--now')):
        said = store.run(*words)
        check(' '.join(words), said.returncode == 0, said)
        # --now waits for nobody, and the server goes by the new key of the indexes within a second.
        check('and is found', comes(lambda: doors.send('GET', f'/api/v1/customers?phone={phone}')[1] == found))
    said = store.run('keys', 'list')
    check('sealing anew has ended', 'key 2 seals' in said.stdout and ' ended ' in said.stdout, said)
    for path, answer in before.items():
        check(f'{path} shows what it did before', answer <= set(doors.flock.found_in(doors.send('GET', path)[1])))
    said = store.run('keys', 'drop')
    check('keys are not dropped at once', said.returncode and 'not before 7 days' in said.stderr, said)
    said = subprocess.run([store.program, 'verify', backup, '--data', store.flags[1]], capture_output=True, text=True)
    check('a backup made before opens with the keys that there are', said.returncode == 0, said)


def disk(folder, flock):
    for where, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(where, name)
            try:
                with open(path, 'rb') as file:
                    leaked = flock.found_in(file.read())
            except FileNotFoundError:
                continue  # while it serves, some come and go
            check(f'{os.path.relpath(path, folder)} holds nothing in clear', not leaked, leaked)


def dumped(store, flock):
    """On PostgreSQL, all that the database holds; bytes are written as hexadecimal digits there."""
    if '--database' not in store.flags:
        return
    url = store.flags[store.flags.index('--database') + 1]
    dump = subprocess.run(['pg_dump', '--no-owner', url], capture_output=True, check=True).stdout
    as_hex = {bird.encode().hex().encode(): where for bird, where in flock.birds.items()}
    leaked = {**flock.found_in(dump), **{bird: where for bird, where in as_hex.items() if bird in dump}}
    check('the database holds nothing in clear', not leaked, leaked)


def main():
    program, engine = os.path.abspath(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory() as folder:
        flock = Flock()
        store = Store(program, folder, engine, ALL)
        store.start('--log', 'debug', '--archive', os.path.join(folder, 'archive'))
        doors = Doors(store, flock)
        ids = customers(doors, flock)
        parcels(doors, flock)
        ticket, form = desk(doors, flock)
        asked_for(doors, flock, ids)
        people_and_secrets(doors, flock)
        portal(doors, flock)
        mistakes(doors, flock)
        command_line(store, flock, folder)
        answers(doors, ids, ticket, form)
        made = store.run('backup', '--to', os.path.join(folder, 'backup'))
        check('a backup is taken', made.returncode == 0, made)
        keys_change(store, doors, ids, ticket, os.path.join(folder, 'backup'))
        disk(folder, flock)  # while it serves: journals, what is being archived
        store.stop(signal.SIGTERM)
        disk(folder, flock)
        dumped(store, flock)
    print(f'{len(flock.birds)} canaries')
    checks.end()


main()
