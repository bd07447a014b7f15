"""A server that comes and goes, on data that stays: for what kills it."""
import http.client
import os
import socket
import subprocess
import time


def free_port():
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        return free.getsockname()[1]


class Store:
    """A data folder, and on PostgreSQL a database, with a server that comes and goes."""

    def __init__(self, program, folder, engine, rights):
        self.program, self.port, self.process = os.path.abspath(program), free_port(), None
        self.log = open(os.path.join(folder, 'log'), 'ab')
        self.flags = ['--data', os.path.join(folder, 'data')]
        if engine == 'postgresql':
            admin = os.environ['PARCELDESK_TEST_PG']
            name = f'crash_{os.getpid()}'
            subprocess.run(['psql', '-XAtq', '-d', admin, '-c', f'CREATE DATABASE {name}'], check=True)
            self.flags += ['--database', admin.rsplit('/', 1)[0] + '/' + name]
        self.token = self.new_token('crash', rights)

    def new_token(self, name, rights):
        made = self.run('token', 'create', name, *(word for right in rights for word in ('--right', right)))
        return next(word for word in made.stdout.split() if word.startswith('pd_'))

    def run(self, *words):
        return subprocess.run([self.program, *words, *self.flags], capture_output=True, text=True)

    def start(self):
        self.process = subprocess.Popen([self.program, 'serve', *self.flags, '--listen', f'127.0.0.1:{self.port}'],
                                        stdout=self.log, stderr=self.log)
        for _ in range(3000):
            try:
                if self.ask('GET', '/readyz')[0] == 200:
                    return
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit(f'the server ended with {self.process.returncode}')
            time.sleep(0.01)
        raise SystemExit('the server does not become ready')

    def stop(self, how):
        self.process.send_signal(how)
        return self.process.wait(60)

    def ask(self, method, path, body=None, etag=None, token=None, key=None):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=30)
        try:
            headers = {'Authorization': f'Bearer {token or self.token}', 'Content-Type': 'application/json'}
            if etag:
                headers['If-Match'] = f'"{etag}"'
            if key:
                headers['Idempotency-Key'] = key
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()
