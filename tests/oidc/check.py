#!/usr/bin/env python3
"""Signing in by a real provider: oidc-provider, from its package registry, with its own login and consent forms, which are walked
through with plain requests. What it answers well, and what it, or somebody in between, answers badly.

usage: check.py PROGRAM ENGINE      sqlite or postgresql (PARCELDESK_TEST_PG names the server)
"""
import fcntl
import hashlib
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '../harness'))
from checks import Checks  # noqa: E402
from server import address_of, said  # noqa: E402

PATIENCE_S = 120
SECRET = 'a secret & more: of 40 letters, or so +%'
BACK = '/console/sign-in/answer'
UNKNOWN = 'nobody may sign in here with this account of the provider'
PEOPLE = {'li': {'preferred_username': 'Li.Na', 'name': '李娜', 'groups': ['all', 'cs']},
          'wang': {'preferred_username': 'wang'}, 'root': {'preferred_username': 'root'},
          'boss': {'preferred_username': 'boss'}, 'chen': {'preferred_username': 'chen'},
          'new': {'preferred_username': 'new.one', 'name': '新人', 'groups': ['cs']},
          'gone': {'preferred_username': 'gone'}, 'nobody': {'preferred_username': 'nobody.knows'}}


def installed():
    """Whether the provider is there; it is fetched once."""
    with open(os.path.join(HERE, 'package-lock.json'), 'rb') as file:
        wanted = hashlib.sha256(file.read()).hexdigest()
    made = os.path.join(HERE, 'node_modules', '.made')
    with open(os.path.join(HERE, '.lock'), 'w', encoding='ascii') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if os.path.exists(made) and said(made) == wanted:
            return True
        fetched = shutil.which('npm') and subprocess.run(
            ['npm', 'ci', '--no-audit', '--no-fund', '--fetch-retries=5', '--loglevel=error'], cwd=HERE).returncode == 0
        if fetched:
            with open(made, 'w', encoding='ascii') as file:
                file.write(wanted)
        return fetched


class Browser:
    """Asks one address, and keeps its cookies by their paths."""

    def __init__(self, address):
        self.host = urllib.parse.urlsplit(address).netloc
        self.cookies = {}

    def copy(self):
        other = Browser('http://' + self.host)
        other.cookies = dict(self.cookies)
        return other

    def ask(self, method, path, body=None, headers=None, form=None):
        """Status, headers, text. `body` is sent as JSON, `form` as a form."""
        sent = {'X-Parceldesk': '1', **(headers or {})}
        kept = '; '.join(f'{name}={value}' for name, (value, where) in self.cookies.items() if path.startswith(where))
        if kept:
            sent['Cookie'] = kept
        data = None
        if form is not None:
            data, sent['Content-Type'] = urllib.parse.urlencode(form), 'application/x-www-form-urlencoded'
        elif body is not None:
            data, sent['Content-Type'] = json.dumps(body), 'application/json'
        line = http.client.HTTPConnection(self.host, timeout=PATIENCE_S)
        line.request(method, path, data, sent)
        answer = line.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all('Set-Cookie') or []:
            self.keep(cookie)
        line.close()
        return answer.status, answer.headers, text

    def keep(self, cookie):
        name, _, value = cookie.split(';')[0].partition('=')
        where = re.search(r'(?i); *path=([^;]*)', cookie)
        self.cookies.pop(name, None)
        if value and not re.search(r'(?i)max-age=0|expires=Thu, 01 Jan 1970', cookie):
            self.cookies[name] = (value, where[1] if where else '/')


class Provider:
    def __init__(self, desk):
        self.process = subprocess.Popen(['node', os.path.join(HERE, 'provider.mjs'), desk + BACK], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        told = next((line for line in self.process.stdout if line.startswith('address ')), None)
        if not told:
            raise SystemExit('the provider does not start\n0 passed, 1 failed')
        self.address = told.split()[1]
        self.set(claims=json.dumps(PEOPLE))

    def set(self, **what):
        assert Browser(self.address).ask('GET', '/test/set?' + urllib.parse.urlencode(what))[0] == 204

    def answer(self, url, login, agree=True):
        """Where the browser is led back to, once it has filled in the provider's forms: the parameters there."""
        browser, path = Browser(self.address), url[len(self.address):]
        for _ in range(12):
            status, headers, text = browser.ask('GET', path)
            while status in (302, 303):
                at = headers['Location']
                if BACK in at:
                    brought = urllib.parse.parse_qsl(urllib.parse.urlsplit(at).query)
                    return {name: value for name, value in brought if name in ('code', 'state', 'iss', 'error')}
                path = urllib.parse.urlsplit(urllib.parse.urljoin(self.address + path, at))
                path = path.path + ('?' + path.query if path.query else '')
                status, headers, text = browser.ask('GET', path)
            prompt = re.search(r'name="prompt" value="(\w+)"', text)
            if status != 200 or not prompt:
                raise SystemExit(f'the provider answers {status}: {text[:2000]}\n0 passed, 1 failed')
            if not agree:
                path += '/abort'
                continue
            status, headers, text = browser.ask('POST', path, form={'prompt': prompt[1], 'login': login, 'password': 'any'})
            path = urllib.parse.urlsplit(headers['Location']).path
        raise SystemExit('the provider leads in a circle\n0 passed, 1 failed')

    def stop(self):
        self.process.stdin.close()
        self.process.wait(PATIENCE_S)


class Desk:
    def __init__(self, program, folder, database):
        self.flags = ['--data', os.path.join(folder, 'data')] + (['--database', database] if database else [])
        self.program, self.log = program, os.path.join(folder, 'log')
        self.token = self.run('token', 'create', 'test', '--right', '*').split()[-1]
        with open(self.log, 'wb') as file:
            self.process = subprocess.Popen([program, 'serve', '--listen', '127.0.0.1:0', *self.flags], stdout=file,
                                            stderr=subprocess.STDOUT, env={**os.environ, 'PARCELDESK_TEST': '1'})
        self.address = address_of(self.process, self.log)

    def run(self, *arguments):
        return subprocess.run([self.program, *arguments, *self.flags], capture_output=True, text=True, check=True).stdout

    def ask(self, method, path, body=None, version=None, want=200):
        headers = {'Authorization': 'Bearer ' + self.token}
        if version is not None:
            headers['If-Match'] = f'"{version}"'
        status, _, text = Browser(self.address).ask(method, '/api/v1' + path, body, headers)
        if status not in (want, 201, 204):
            raise SystemExit(f'{method} {path}: {status} {text}\n0 passed, 1 failed')
        return json.loads(text) if text else None

    def set(self, **changes):
        """Changes the provider's settings; a secret that is not given stays."""
        now = self.ask('GET', '/sign-in-provider')
        kept = {key: value for key, value in now.items() if key not in ('version', 'redirect_uri', 'changed_at')}
        return self.ask('PUT', '/sign-in-provider', {**kept, **changes}, now['version'])

    def person(self, login, role='courier'):
        return self.ask('POST', '/people', {'login': login, 'roles': [role]})

    def stop(self):
        self.process.terminate()
        return self.process.wait(PATIENCE_S)


class Refusals(Checks):
    def refused(self, status, text, detail, wanted=401):
        problem = json.loads(text) if text else {}
        self.check(status == wanted and detail in problem.get('detail', ''), f'{status} {text}, not {wanted} {detail}')


class Story:
    def __init__(self, checks, desk, provider):
        self.checks, self.desk, self.provider, self.secrets = checks, desk, provider, []

    def begun(self, browser=None):
        browser = browser or Browser(self.desk.address)
        status, _, text = browser.ask('POST', '/api/v1/session/provider')
        if status != 200:
            raise SystemExit(f'no sign-in begins: {status} {text}\n0 passed, 1 failed')
        return browser, json.loads(text)['url']

    def brought(self, login, agree=True):
        """A browser, and what it brings back from the provider."""
        browser, url = self.begun()
        answer = self.provider.answer(url, login, agree)
        self.secrets += [answer.get('code', answer['state']), answer['state']]
        return browser, answer

    def ended(self, browser, answer):
        status, _, text = browser.ask('POST', '/api/v1/session/provider/answer', answer)
        return status, text

    def sign_in(self, login):
        browser, answer = self.brought(login)
        status, text = self.ended(browser, answer)
        return browser, status, text

    def is_in(self, login, as_whom):
        browser, status, text = self.sign_in(login)
        self.checks.check(status == 200 and json.loads(text)['login'] == as_whom, f'{login} is {status} {text}, not {as_whom}')
        return browser

    # --- what people do ---

    def first_sign_in(self):
        self.checks.check(self.desk.ask('GET', '/session/provider') == {'label': 'Example ID'}, 'there is no button')
        found = self.desk.ask('POST', '/sign-in-provider/check')
        self.checks.check(found['problem'] is None and found['keys'] == 2 and found['names_itself'], f'the check says {found}')
        person = self.desk.person('li.na')
        browser = self.is_in('li', 'li.na')
        _, _, me = browser.ask('GET', '/api/v1/me')
        self.checks.check(not json.loads(me)['must_change_password'] and json.loads(me)['rights'], f'the session is {me}')
        _, _, text = browser.ask('GET', '/api/v1/me/sessions')
        self.checks.check(len(json.loads(text)['items']) == 1, f'its sessions are {text}')
        link = self.desk.ask('GET', f"/people/{person['id']}/provider-link")
        self.checks.check(link['issuer'] == self.provider.address, f'it is linked to {link}')
        log = self.desk.ask('GET', '/audit?subject_kind=account&who=li.na')['items']
        self.checks.check(any(row['action'] == 'session.begin' and 'provider' in (row['detail'] or '') for row in log), f'the log says {log}')
        self.checks.check('parceldesk_provider' not in browser.cookies, 'the sign-in under way is not forgotten')
        browser.ask('DELETE', '/api/v1/session')
        self.checks.check(browser.ask('GET', '/api/v1/me')[0] == 401, 'who signed out is signed in')

    def subject_counts(self):
        """Another name at the provider is the same person; another person with the old name is not."""
        self.provider.set(claims=json.dumps({**PEOPLE, 'li': {'preferred_username': 'renamed'}, 'thief': {'preferred_username': 'li.na'}}))
        self.is_in('li', 'li.na')
        self.checks.refused(*self.sign_in('thief')[1:], UNKNOWN)
        self.provider.set(claims=json.dumps(PEOPLE))

    def strangers(self):
        gone = self.desk.person('gone')
        self.desk.ask('PUT', f"/people/{gone['id']}", {'roles': ['courier'], 'closed': True}, gone['version'])
        self.desk.person('root', 'administrator')
        self.desk.ask('POST', '/roles', {'name': 'owner', 'rights': ['*']})
        self.desk.person('boss', 'owner')
        for login in ('nobody', 'gone', 'root', 'boss'):
            self.checks.refused(*self.sign_in(login)[1:], UNKNOWN)
        for login in ('root', 'boss'):
            self.desk.run('provider', 'link', login, f'subject-{login}')
            self.is_in(login, login)

    def algorithms(self):
        for client in ('ps', 'es'):
            self.desk.set(client_id=client, secret=SECRET)
            self.is_in('li', 'li.na')
        self.desk.set(client_id='open')
        self.is_in('li', 'li.na')
        self.desk.set(client_id='rs', secret='not the secret')
        self.checks.refused(*self.sign_in('li')[1:], 'did not take its own answer back')
        self.desk.set(client_id='rs', secret=SECRET)

    def called_off(self):
        browser, answer = self.brought('li', agree=False)
        self.checks.check(answer.get('error') == 'access_denied', f'the provider says {answer}')
        self.checks.refused(*self.ended(browser, answer), 'called off at the provider')

    def newcomers(self):
        self.desk.set(newcomer_role='courier', roles_claim='groups', roles={'cs': 'agent'})
        self.is_in('new', 'new.one')
        people = [one for one in self.desk.ask('GET', '/people')['items'] if one['login'] == 'new.one']
        self.checks.check([one['roles'] for one in people] == [['agent']] and people[0]['name'] == '新人', f'they are {people}')
        self.provider.set(claims=json.dumps({**PEOPLE, 'new': {'groups': ['all']}}))
        self.checks.refused(*self.sign_in('new')[1:], UNKNOWN)
        self.provider.set(claims=json.dumps(PEOPLE))
        chen = self.desk.person('chen')
        self.checks.refused(*self.sign_in('chen')[1:], UNKNOWN)
        self.checks.check(self.desk.ask('GET', f"/people/{chen['id']}/provider-link") is None, 'who is refused is linked')
        self.desk.set(newcomer_role=None, roles_claim=None, roles={})

    def passwords(self):
        """Who signs in by the provider has no password any more, where that is set; a second factor of one's own is asked for."""
        made, password = self.desk.person('wang'), 'a horse by the provider'
        self.wang = made['id']
        browser = Browser(self.desk.address)
        sign_in = {'login': 'wang', 'password': made['one_time_password']}
        self.checks.check(browser.ask('POST', '/api/v1/session', sign_in)[0] == 200, 'the one-time password opens nothing')
        browser.ask('POST', '/api/v1/me/password', {'present': made['one_time_password'], 'password': password})
        sign_in['password'] = password
        self.is_in('wang', 'wang')
        self.checks.check(Browser(self.desk.address).ask('POST', '/api/v1/session', sign_in)[0] == 200, 'the password is off already')
        self.second_factor(browser, password)
        self.desk.set(passwords_off=True)
        status, _, text = Browser(self.desk.address).ask('POST', '/api/v1/session', sign_in)
        self.checks.refused(status, text, 'login or password is wrong')
        self.desk.set(passwords_off=False)

    def second_factor(self, browser, password):
        secret = json.loads(browser.ask('POST', '/api/v1/me/second-factor', {'password': password})[2])['secret']
        code = subprocess.run(['node', '-e', TOTP, secret], capture_output=True, text=True, check=True).stdout
        status, _, text = browser.ask('POST', '/api/v1/me/second-factor/confirmation', {'code': code})
        self.checks.check(status == 200, f'the factor is not taken: {text}')
        recovery = json.loads(text)['codes']
        browser, status, text = self.sign_in('wang')
        self.checks.check((status, text) == (204, ''), f'no code is asked for: {status} {text}')
        self.checks.check(browser.ask('GET', '/api/v1/me')[0] == 401, 'without the code somebody is signed in')
        status, _, text = browser.ask('POST', '/api/v1/session/provider/code', {'code': '000000'})
        self.checks.check(status == 401 and json.loads(text).get('field') == 'code', f'a wrong code: {status} {text}')
        status, _, text = browser.ask('POST', '/api/v1/session/provider/code', {'code': recovery[0]})
        self.checks.check(status == 200 and json.loads(text)['login'] == 'wang', f'the code opens nothing: {status} {text}')
        self.between(recovery)
        self.desk.set(second_factor='theirs')
        self.is_in('wang', 'wang')
        self.desk.set(second_factor='ours')

    def between(self, recovery):
        """What is changed between the provider's answer and the account's code counts, and so it does before the answer."""
        begin_again, code = 'begin again', {'code': recovery[1]}
        browser, _, _ = self.sign_in('wang')
        self.desk.ask('DELETE', f'/people/{self.wang}/provider-link')
        self.checks.refused(*browser.ask('POST', '/api/v1/session/provider/code', code)[::2], UNKNOWN)
        browser, status, text = self.sign_in('wang')
        self.checks.check((status, text) == (204, ''), f'who is linked anew is asked for no code: {status} {text}')
        other, answer = self.brought('li')
        self.desk.set(label='Another ID')
        self.checks.refused(*browser.ask('POST', '/api/v1/session/provider/code', code)[::2], begin_again)
        self.checks.refused(*self.ended(other, answer), begin_again)
        browser, _, _ = self.sign_in('wang')
        status, _, text = browser.ask('POST', '/api/v1/session/provider/code', code)
        self.checks.check(status == 200, f'the code was used up: {status} {text}')

    # --- what others try ---

    def tricks(self):
        browser, answer = self.brought('li')
        for change in ({'state': 'A' * 43}, {'iss': 'https://evil.example.com'}, {'code': 'made-up'}):
            status, text = self.ended(browser.copy(), {**answer, **change})
            self.checks.check(status == 401, f'with {list(change)} changed: {status} {text}')
        without = {key: value for key, value in answer.items() if key != 'iss'}
        self.checks.refused(*self.ended(browser.copy(), without), 'it comes from somebody else')
        self.checks.refused(*self.ended(Browser(self.desk.address), answer), 'not begun in this browser')
        other, _ = self.begun()
        self.checks.refused(*self.ended(other, answer), 'it is for another sign-in')
        foreign = browser.ask('POST', '/api/v1/session/provider/answer', answer, {'Origin': 'https://evil.example.com', 'Sec-Fetch-Site': 'cross-site'})
        self.checks.check(foreign[0] == 403, f'another site ends it: {foreign}')

    def once(self):
        browser, answer = self.brought('li')
        again = browser.copy()
        self.checks.check(self.ended(browser, answer)[0] == 200, 'the answer opens nothing')
        self.checks.refused(*self.ended(again, answer), 'did not take its own answer back')

    # --- what the provider gets wrong ---

    def troubles(self):
        for trouble, status, detail in (('error', 503, 'does not answer'), ('huge', 503, 'does not answer'),
                                        ('none', 401, 'not signed as it must'), ('bent', 401, 'signature does not hold')):
            browser, answer = self.brought('li')
            self.provider.set(trouble=trouble)
            self.checks.refused(*self.ended(browser, answer), detail, status)
            self.provider.set(trouble='')

    def hangs(self):
        """Who waits for it is told in the end, and others are answered."""
        browser, answer = self.brought('li')
        self.provider.set(trouble='hang')
        came = []
        waiting = threading.Thread(target=lambda: came.append(self.ended(browser, answer)))
        waiting.start()
        others = [Browser(self.desk.address).ask('GET', '/api/v1/session/provider')[0] for _ in range(20)]
        self.checks.check(others == [200] * 20, f'others are answered {others} meanwhile')
        waiting.join(PATIENCE_S)
        self.provider.set(trouble='')
        self.checks.refused(*(came or [(0, '')])[0], 'does not answer', 503)

    def new_keys(self):
        """A key that was not there is sought once, when a minute has passed since they were read."""
        stood = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())
        Browser(self.desk.address).ask('GET', '/healthz', headers={'Parceldesk-Test-Clock': stood})
        self.desk.ask('POST', '/sign-in-provider/check')
        self.is_in('li', 'li.na')
        self.provider.set(keys='new')
        self.checks.refused(*self.sign_in('li')[1:], 'its key is not known')
        later = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(time.time() + 61))
        Browser(self.desk.address).ask('GET', '/healthz', headers={'Parceldesk-Test-Clock': later})
        self.is_in('li', 'li.na')

    def off(self):
        self.desk.run('provider', 'off')
        status, _, text = Browser(self.desk.address).ask('POST', '/api/v1/session/provider')
        self.checks.refused(status, text, 'there is no sign-in provider', 404)

    def quiet(self):
        log = said(self.desk.log)
        told = [secret for secret in self.secrets + [SECRET, 'subject-', '李娜', 'Li.Na'] if secret in log]
        self.checks.check(not told, f'the log tells {told}')


TOTP = '''const { createHmac } = require('crypto')
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
let bits = ''
for (const letter of process.argv[1].replace(/=/g, '')) bits += letters.indexOf(letter).toString(2).padStart(5, '0')
const key = Buffer.from(bits.match(/.{8}/g).map((eight) => parseInt(eight, 2)))
const step = Buffer.alloc(8)
step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)))
const hash = createHmac('sha1', key).update(step).digest()
process.stdout.write(String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0'))'''


def make_database(engine):
    if engine == 'sqlite':
        return None
    server = os.environ['PARCELDESK_TEST_PG']
    name = f'oidc_{os.getpid()}'
    subprocess.run(['psql', '-q', server, '-c', f'CREATE DATABASE {name}'], check=True)
    return urllib.parse.urlunsplit(urllib.parse.urlsplit(server)._replace(path='/' + name))


def main():
    program, engine = os.path.abspath(sys.argv[1]), sys.argv[2]
    if not shutil.which('node') or not installed():
        print('oidc-provider is not here, and its registry cannot be reached: nothing was checked\n0 passed, 0 failed, 1 skipped')
        return
    checks = Refusals()
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(program, folder, make_database(engine))
        provider = Provider(desk.address)
        try:
            desk.ask('PUT', '/sign-in-provider', {
                'issuer': provider.address, 'client_id': 'rs', 'secret': SECRET, 'label': 'Example ID', 'enabled': True,
                'private': True, 'address': desk.address}, 0)
            story = Story(checks, desk, provider)
            for part in (story.first_sign_in, story.subject_counts, story.strangers, story.algorithms, story.called_off, story.newcomers,
                         story.passwords, story.tricks, story.once, story.troubles, story.hangs, story.new_keys, story.off, story.quiet):
                part()
        finally:
            provider.stop()
            checks.check(desk.stop() == 0, 'the server did not end well')
    checks.end()


main()
