#!/usr/bin/env python3
"""Notices and webhooks with real servers on this machine: mails through an SMTP server (aiosmtpd), short messages through
Kannel and its fake SMSC with delivery reports, webhooks to a receiver that checks their signature and refuses some. And the
other way: mails through the gateway that ships (examples/mail), a short message from the SMSC.

usage: check.py PROGRAM ENGINE      sqlite or postgresql (PARCELDESK_TEST_PG names the server)
"""
import email
import email.message
import email.policy
import email.utils
import hashlib
import hmac
import http.server
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../harness'))
from checks import Checks  # noqa: E402
from ports import free_port  # noqa: E402
from server import address_of  # noqa: E402

PATIENCE_S = 120
SECRET = 'sixteen-characters-and-more'
GATEWAY = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'examples', 'mail', 'parceldesk-mail')
SYSTEM_PYTHON, FAKE_SMSC = '/usr/bin/python3', '/usr/lib/kannel/test/fakesmsc'
KANNEL = '''
group = core
admin-port = {admin}
admin-password = pass
smsbox-port = {box}
log-level = 1
box-allow-ip = "127.0.0.1"

group = smsc
smsc = fake
smsc-id = FAKE
port = {smsc}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {send}
http-request-retry = 5
http-queue-delay = 1
log-level = 1

group = sendsms-user
username = desk
password = {password}
max-messages = 3
concatenation = true

group = sms-service
keyword = default
catch-all = true
max-messages = 0
post-url = "{desk}/api/v1/desk/incoming/sms?secret={secret}&id=%I&from=%p&to=%P&at=%T"
'''


def until(found, what):
    """Asks again until something is found; fails with what was waited for."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        answer = found()
        if answer:
            return answer
        time.sleep(0.05)
    raise SystemExit(f'no {what} in {PATIENCE_S} s\n0 passed, 1 failed')


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(('127.0.0.1', port)) == 0


class Receiver(http.server.BaseHTTPRequestHandler):
    """Takes what is posted; answers 500 to the first attempt of each delivery."""
    protocol_version = 'HTTP/1.1'
    seen = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        delivery = self.headers['Parceldesk-Delivery']
        first = all(one['delivery'] != delivery for one in self.seen)
        self.seen.append({'delivery': delivery, 'signature': self.headers['Parceldesk-Signature'], 'body': body,
                          'at': time.time()})
        self.send_response(500 if first else 204)
        self.send_header('Content-Length', '0')
        self.end_headers()

    def log_message(self, *_):
        pass


def signature_holds(secret, one):
    parts = dict(part.split('=', 1) for part in one['signature'].split(','))
    wanted = hmac.new(secret.encode(), parts['t'].encode() + b'.' + one['body'], hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted, parts['v1']) and abs(one['at'] - int(parts['t'])) < 600


class Desk:
    """The program under test, and its API."""

    def __init__(self, program, folder, database):
        self.folder = folder
        self.flags = ['--data', os.path.join(folder, 'data')] + (['--database', database] if database else [])
        self.program = program
        rights = ('notice.read,notice.write,setting.read,setting.write,webhook.write,waybill.read,waybill.write,scan.write,'
                  'customer.read,customer.write,personal.read,incoming.write,ticket.read,ticket.write')
        made = subprocess.run([program, 'token', 'create', 'test', '--right', rights, *self.flags], capture_output=True, text=True)
        self.token = made.stdout.split()[-1] if made.stdout else sys.exit(f'no token: {made.stderr}')
        log = os.path.join(folder, 'log')
        with open(log, 'wb') as file:
            self.process = subprocess.Popen([program, 'serve', '--listen', '127.0.0.1:0', *self.flags],
                                            stdout=file, stderr=subprocess.STDOUT)
        self.address = address_of(self.process, log)

    def ask(self, method, path, body=None, version=None):
        headers = {'Authorization': 'Bearer ' + self.token, 'Content-Type': 'application/json', 'Prefer': 'wait'}
        if version is not None:
            headers['If-Match'] = f'"{version}"'
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                text = answer.read()
                return json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            sys.exit(f'{method} {path}: {error.code} {error.read().decode()}')

    def set(self, name, value):
        now = self.ask('GET', f'/api/v1/settings/{name}')
        self.ask('PATCH', f'/api/v1/settings/{name}', {'value': str(value)}, now['version'])

    def notice(self, channel, state):
        items = self.ask('GET', '/api/v1/notices?limit=50')['items']
        return next((one for one in items if one['channel'] == channel and one['state'] == state), None)

    def stop(self):
        self.process.terminate()
        return self.process.wait(PATIENCE_S)


def start_mail_server(folder, port):
    box = os.path.join(folder, 'mail')
    process = subprocess.Popen([SYSTEM_PYTHON, '-m', 'aiosmtpd', '-n', '-l', f'127.0.0.1:{port}', '-c',
                                'aiosmtpd.handlers.Mailbox', box], stderr=subprocess.DEVNULL)
    until(lambda: listens(port), 'mail server')
    return process, os.path.join(box, 'new')


def start_kannel(folder, ports, password, address):
    """Bearerbox, the fake SMSC behind it, smsbox before it; the SMSC's log."""
    config = os.path.join(folder, 'kannel.conf')
    with open(config, 'w', encoding='utf-8') as file:
        file.write(KANNEL.format(admin=ports[0], box=ports[1], smsc=ports[2], send=ports[3], password=password, desk=address, secret=SECRET))
    log = open(os.path.join(folder, 'smsc.log'), 'wb')
    run = {'cwd': folder, 'stdout': subprocess.DEVNULL, 'stderr': subprocess.DEVNULL}
    processes = [subprocess.Popen(['bearerbox', '-v', '4', config], **run)]
    until(lambda: listens(ports[2]) and listens(ports[1]), 'bearerbox')
    processes.append(subprocess.Popen([FAKE_SMSC, '-H', '127.0.0.1', '-r', str(ports[2]), '-i', '1', '-m', '1',
                                       '13700137000 95543 text where+is+it'],
                                      cwd=folder, stdout=log, stderr=subprocess.STDOUT))
    processes.append(subprocess.Popen(['smsbox', '-v', '4', config], **run))
    until(lambda: listens(ports[3]), 'smsbox')
    return processes, log.name


def check_sms(checks, desk, smsc_log):
    desk.ask('POST', '/api/v1/notice-templates',
             {'fact': 'waybill.collected', 'channel': 'sms', 'language': 'en', 'audience': 'receiver',
              'body': 'Parcel {{no}} was collected 快', 'enabled': True, 'urgent': True})
    desk.ask('POST', '/api/v1/waybills', [{'carrier': 'sto', 'no': '771234567890123', 'receiver_phone': '13900139000'}])
    at = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(time.time() - 60))
    desk.ask('POST', '/api/v1/scans', [{'carrier': 'sto', 'no': '771234567890123', 'at': at, 'code': 'collected'}])
    sent = until(lambda: desk.notice('sms', 'sent') or desk.notice('sms', 'delivered'), 'short message')
    checks.check(sent['to'] == '13900139000' and '771234567890123' in sent['text'], f'the message is {sent}')

    def smsc_line():
        with open(smsc_log, encoding='utf-8', errors='replace') as file:
            return next((line for line in file if '13900139000' in line), None)
    line = until(smsc_line, 'message at the SMSC')
    checks.check('ucs-2' in line and '_%EB' in line, f'the SMSC got {line}')
    delivered = until(lambda: desk.notice('sms', 'delivered'), 'delivery report')
    checks.check(delivered['id'] == sent['id'] and delivered['sent_at'], f'delivered is {delivered}')


def check_mail(checks, desk, folder):
    desk.ask('POST', '/api/v1/customers', [{'code': 'C-1', 'name': '李四', 'email': 'li@example.org'}])
    desk.ask('POST', '/api/v1/notice-templates',
             {'fact': 'waybill.out_for_delivery', 'channel': 'email', 'language': 'zh-CN', 'audience': 'customer',
              'subject': '快件{{no}}', 'body': '正在派送。\n' * 40, 'enabled': True, 'urgent': True})
    desk.ask('POST', '/api/v1/waybills', [{'carrier': 'sto', 'no': '771234567890124', 'customer_ref': 'C-1'}])
    at = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(time.time() - 60))
    desk.ask('POST', '/api/v1/scans', [{'carrier': 'sto', 'no': '771234567890124', 'at': at, 'code': 'out_for_delivery'}])
    until(lambda: desk.notice('email', 'sent'), 'mail')
    names = until(lambda: os.listdir(folder), 'mail in the box')
    with open(os.path.join(folder, names[0]), 'rb') as file:
        mail = email.message_from_binary_file(file, policy=email.policy.default)
    checks.check(mail['To'].addresses[0].addr_spec == 'li@example.org' and mail['Subject'] == '快件771234567890124', f'the mail is {mail}')
    checks.check(mail.get_content().replace('\r\n', '\n').startswith('正在派送。\n' * 40), 'the text of the mail is another')
    checks.check(len(names) == 1, f'{len(names)} mails came')


def check_webhook(checks, desk, port):
    hook = desk.ask('POST', '/api/v1/webhooks', {'url': f'http://127.0.0.1:{port}/in', 'events': ['waybill.delivered'], 'enabled': True})
    at = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(time.time() - 30))
    desk.ask('POST', '/api/v1/scans', [{'carrier': 'sto', 'no': '771234567890123', 'at': at, 'code': 'delivered'}])
    until(lambda: len(Receiver.seen) >= 2, 'second attempt')
    first, second = Receiver.seen[:2]
    checks.check(signature_holds(hook['secret'], first) and signature_holds(hook['secret'], second), f'a signature is wrong: {first}')
    checks.check(first['delivery'] == second['delivery'] and first['body'] == second['body'], 'the second attempt differs')
    body = json.loads(first['body'])
    checks.check(body['event'] == 'waybill.delivered' and body['id'] == first['delivery'] and
                 body['payload']['no'] == '771234567890123', f'the body is {body}')
    path = f"/api/v1/webhooks/{hook['id']}/deliveries"
    taken = until(lambda: [one for one in desk.ask('GET', path)['items'] if one['state'] == 'taken'], 'delivery that was taken')
    attempts = desk.ask('GET', f"{path}/{taken[0]['id']}/attempts")['items']
    checks.check([one['status'] for one in attempts] == [500, 204], f'the attempts are {attempts}')
    desk.set('webhook_private', 0)
    desk.ask('POST', f"/api/v1/webhooks/{hook['id']}/test")
    refused = until(lambda: [one for one in desk.ask('GET', path)['items'] if one['why']], 'refused delivery')
    checks.check('public internet' in refused[0]['why'] and len(Receiver.seen) == 2, f'it went to this machine: {refused}')


def check_wrong_gateway(checks, desk, port):
    """A gateway that refuses the sign-in is told, and the message not tried for ever."""
    now = desk.ask('GET', '/api/v1/gateways/sms')
    desk.ask('PUT', '/api/v1/gateways/sms', {'url': f'http://127.0.0.1:{port}/cgi-bin/sendsms', 'sender': '95543', 'user': 'desk',
                                             'password': 'wrong', 'enabled': True}, now['version'])
    desk.ask('POST', '/api/v1/waybills', [{'carrier': 'sto', 'no': '771234567890125', 'receiver_phone': '13900139001'}])
    at = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(time.time() - 60))
    desk.ask('POST', '/api/v1/scans', [{'carrier': 'sto', 'no': '771234567890125', 'at': at, 'code': 'collected'}])
    failed = until(lambda: desk.notice('sms', 'failed'), 'failed message')
    checks.check('403' in failed['why'] or '401' in failed['why'], f'it failed because {failed["why"]}')


def hand_over(desk, message):
    """The mail through the gateway that ships; its exit code."""
    config = {'PARCELDESK_URL': desk.address, 'PARCELDESK_TOKEN': desk.token, 'PARCELDESK_MAIL_CONFIG': os.devnull}
    return subprocess.run([sys.executable, GATEWAY], input=message.as_bytes(), env={**os.environ, **config}).returncode


def mail_of(number, subject, text, answers=None):
    message = email.message.EmailMessage()
    message['From'], message['To'], message['Subject'] = '王五 <wang@example.org>', 'desk@example.com', subject
    message['Message-ID'], message['Date'] = f'<{number}@mail.example.org>', email.utils.formatdate()
    if answers:
        message['In-Reply-To'] = message['References'] = answers
    message.set_content(text, charset='gb18030')
    return message


def check_mail_in(checks, desk, folder):
    before = set(os.listdir(folder))
    first = mail_of(1, '破损', '箱子破了，见照片。')
    first.add_attachment(b'The box was open.', maintype='text', subtype='plain', filename='说明.txt')
    first.add_attachment(b'\x7fELF\x02\x01\x01' + bytes(60), maintype='application', subtype='octet-stream', filename='tool')
    checks.check([hand_over(desk, first), hand_over(desk, first)] == [0, 0], 'the gateway did not take the mail')
    opened = desk.ask('GET', '/api/v1/desk/incoming?outcome=opened')['items']
    mails = [one for one in opened if one['channel'] == 'email']
    checks.check(len(mails) == 1 and mails[0]['subject'] == '破损', f'the mail became {mails}')
    ticket = f"/api/v1/tickets/{mails[0]['ticket_id']}"
    found = desk.ask('GET', ticket)
    checks.check(found['description'].strip() == '箱子破了，见照片。' and found['contact_email'] == 'wang@example.org', f'it is {found}')
    log = desk.ask('GET', ticket + '/entries')['items']
    checks.check([one['kind'] for one in log] == ['opened', 'attachment', 'note'], f'its log is {log}')
    said = desk.ask('POST', ticket + '/entries', {'kind': 'message', 'text': '我们马上处理。'})
    checks.check(said['detail'].get('sending') == 'queued', f'the answer is {said}')
    name = until(lambda: set(os.listdir(folder)) - before, 'answer in the box').pop()
    with open(os.path.join(folder, name), 'rb') as file:
        answer = email.message_from_binary_file(file, policy=email.policy.default)
    checks.check(answer['In-Reply-To'] == '<1@mail.example.org>' and found['no'] in answer['Subject'], f'the answer is {answer}')
    checks.check(answer['Auto-Submitted'] is None, 'a machine seems to have written it')
    checks.check(hand_over(desk, mail_of(2, 'Re: ' + answer['Subject'], '谢谢', answer['Message-ID'])) == 0, 'the reply was not taken')
    log = desk.ask('GET', ticket + '/entries')['items']
    checks.check(log[-1]['text'].strip() == '谢谢' and log[-1]['direction'] == 'in', f'its log is {log}')
    own = mail_of(3, 'Re', 'again')
    own.replace_header('From', 'desk@example.com')
    checks.check(hand_over(desk, own) == 0, 'our own mail was not taken')
    aside = desk.ask('GET', '/api/v1/desk/incoming?outcome=set_aside')['items']
    checks.check([one['why'] for one in aside] == ['it came from this company'], f'set aside is {aside}')
    nobody = {**os.environ, 'PARCELDESK_URL': 'http://127.0.0.1:9', 'PARCELDESK_TOKEN': 'x'}
    away = subprocess.run([sys.executable, GATEWAY], input=b'Subject: x\n\nx', env=nobody, stderr=subprocess.DEVNULL)
    checks.check(away.returncode == 75, f'without a server it ends with {away.returncode}')


def check_sms_in(checks, desk):
    def came_in():
        return [one for one in desk.ask('GET', '/api/v1/desk/incoming')['items'] if one['channel'] == 'sms']
    one = until(came_in, 'short message that came in')[0]
    ticket = desk.ask('GET', f"/api/v1/tickets/{one['ticket_id']}")
    checks.check(ticket['description'] == 'where+is+it' and one['sent_at'] and ticket['contact_phone'] == '13700137000', f'it became {ticket}')


def make_database(engine, folder):
    if engine == 'sqlite':
        return None
    server = os.environ['PARCELDESK_TEST_PG']
    name = f'notify_{os.getpid()}'
    subprocess.run(['psql', '-q', server, '-c', f'CREATE DATABASE {name}'], check=True)
    parts = urllib.parse.urlsplit(server)
    return urllib.parse.urlunsplit(parts._replace(path='/' + name))


def main():
    program, engine = os.path.abspath(sys.argv[1]), sys.argv[2]
    checks, password = Checks(), 'p4ss'
    with tempfile.TemporaryDirectory() as folder:
        ports = [free_port() for _ in range(5)]
        receiver = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Receiver)
        threading.Thread(target=receiver.serve_forever, daemon=True).start()
        mail_server, mails = start_mail_server(folder, ports[4])
        desk, kannel = Desk(program, folder, make_database(engine, folder)), []
        try:
            desk.set('public_url', desk.address)
            desk.set('webhook_private', 1)
            desk.ask('PUT', '/api/v1/gateways/email', {'url': f'smtp://127.0.0.1:{ports[4]}', 'sender': 'desk@example.com',
                                                       'enabled': True}, 0)
            desk.ask('PUT', '/api/v1/gateways/sms', {'url': f'http://127.0.0.1:{ports[3]}/cgi-bin/sendsms', 'sender': '95543',
                                                     'user': 'desk', 'password': password, 'secret': SECRET, 'enabled': True}, 0)
            kannel, smsc_log = start_kannel(folder, ports[:4], password, desk.address)
            check_sms(checks, desk, smsc_log)
            check_mail(checks, desk, mails)
            check_mail_in(checks, desk, mails)
            check_sms_in(checks, desk)
            check_webhook(checks, desk, receiver.server_port)
            check_wrong_gateway(checks, desk, ports[3])
            checks.check(desk.stop() == 0, 'the server did not end well')
        finally:
            gone = [desk.process, mail_server, *reversed(kannel)]
            for process in gone:
                process.kill()
            for process in gone:  # what it writes would stand in the way of the folder's end
                process.wait()
            receiver.shutdown()
    checks.end()


main()
