"""A server that comes and goes, on data that stays: for what kills it."""
import http.client
import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../harness'))
from server import PATIENCE_S, address_of  # noqa: E402


class Store:
    """A data folder, and on PostgreSQL a database, with a server that comes and goes."""

    def __init__(self, program, folder, engine, rights):
        self.program, self.port, self.process = os.path.abspath(program), 0, None
        self.log = os.path.join(folder, 'log')
        self.flags = ['--data', os.path.join(folder, 'data')]
        if engine == 'postgresql':
            admin = os.environ['PARCELDESK_TEST_PG']
            name = f'crash_{os.path.basename(folder)}'
            subprocess.run(['psql', '-XAtq', '-d', admin, '-c', f'CREATE DATABASE {name}'], check=True)
            self.flags += ['--database', admin.rsplit('/', 1)[0] + '/' + name]
        self.token = self.new_token('crash', rights)

    def new_token(self, name, rights):
        made = self.run('token', 'create', name, *(word for right in rights for word in ('--right', right)))
        return next(word for word in made.stdout.split() if word.startswith('pd_'))

    def run(self, *words):
        return subprocess.run([self.program, *words, *self.flags], capture_output=True, text=True)

    def prove(self, demand):
        """Of a store that is not served: figures are what their rows say, and the audit log's chain holds."""
        for proof in (('figures', '--verify'), ('audit', 'verify')):
            done = self.run(*proof)
            demand(done.returncode == 0, f'{" ".join(proof)}: {done.stdout[-300:]}{done.stderr[-300:]}')

    def start(self, *more):
        with open(self.log, 'wb') as log:
            self.process = subprocess.Popen([self.program, 'serve', *self.flags, '--listen', '127.0.0.1:0', *more],
                                            stdout=log, stderr=subprocess.STDOUT)
        self.port = int(address_of(self.process, self.log).rsplit(':', 1)[1])

    def stop(self, how):
        self.process.send_signal(how)
        return self.process.wait(PATIENCE_S)

    def ask(self, method, path, body=None, etag=None, token=None, key=None, clock=None):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=PATIENCE_S)
        try:
            headers = {'Authorization': f'Bearer {token or self.token}', 'Content-Type': 'application/json'}
            if etag:
                headers['If-Match'] = f'"{etag}"'
            if clock:
                headers['Parceldesk-Test-Clock'] = clock
            if key:
                headers['Idempotency-Key'] = key
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def read(self, path, absent=None, token=None):
        """What stands there once all that was sent before is applied (408: not yet); `absent` where nothing does."""
        until = time.monotonic() + PATIENCE_S
        status, body = self.ask('GET', path, token=token)
        while status == 408 and time.monotonic() < until:
            time.sleep(0.2)
            status, body = self.ask('GET', path, token=token)
        assert status == 200 or (status == 404 and absent), body
        return json.loads(body) if status == 200 else absent
