"""Those the house writes to: a mail server (aiosmtpd), and a gateway of short messages that speaks as Kannel's smsbox does (the
real one is in tests/notify) and reports what became of each message."""
import email
import email.policy
import http.client
import http.server
import os
import queue
import socket
import subprocess
import threading
import time
import urllib.parse

SYSTEM_PYTHON = '/usr/bin/python3'


class Gateway:
    """Takes messages; those to numbers in `dead` it reports as undeliverable; to those in `busy` it is busy the first time."""

    def __init__(self, port):
        self.port, self.lock = port, threading.Lock()
        self.taken, self.dead, self.busy, self.owed = [], set(), set(), 0
        self.reports = queue.Queue()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def do_POST(self):
                text = self.rfile.read(int(self.headers['Content-Length'])).decode()
                status, words = outer.take(self.headers, text)
                self.send_response(status)
                self.send_header('Content-Length', str(len(words)))
                self.end_headers()
                self.wfile.write(words)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads, request_queue_size = True, 64

            def handle_error(self, *_):
                pass  # who was killed in the middle of a request

        self.server = Server(('127.0.0.1', port), Handler)
        for work in (self.server.serve_forever, self.report):
            threading.Thread(target=work, daemon=True).start()

    def take(self, headers, text):
        to, report = headers['X-Kannel-To'], headers['X-Kannel-DLR-Url']
        if headers['X-Kannel-Password'] != 'p4ss':
            return 403, b'Authorization failed'
        with self.lock:
            if to in self.busy:
                self.busy.discard(to)
                return 503, b'Temporal failure, try again later.'
            self.taken.append((to, text))
            self.owed += 1
        self.reports.put((to, report))
        return 202, b'0: Accepted for delivery'

    def report(self):
        line = None
        while True:
            to, url = self.reports.get()
            parts = urllib.parse.urlsplit(url.replace('%d', '2' if to in self.dead else '1'))
            while True:  # the server may be away: a gateway tries again
                try:
                    line = line or http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
                    line.request('GET', f'{parts.path}?{parts.query}')
                    answer = line.getresponse()
                    answer.read()
                    if answer.status < 500:
                        break
                except (OSError, http.client.HTTPException):
                    line = None
                time.sleep(0.05)
            with self.lock:
                self.owed -= 1

    def idle(self):
        with self.lock:
            return self.owed == 0


class MailServer:
    def __init__(self, folder, port):
        self.box = os.path.join(folder, 'mail', 'new')
        self.process = subprocess.Popen([SYSTEM_PYTHON, '-m', 'aiosmtpd', '-n', '-l', f'127.0.0.1:{port}', '-c',
                                         'aiosmtpd.handlers.Mailbox', os.path.dirname(self.box)], stderr=subprocess.DEVNULL)
        until = time.monotonic() + 120
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(('127.0.0.1', port)) == 0:
                    return
            time.sleep(0.05)
        raise SystemExit('the mail server does not start')

    def mails(self):
        """(to, subject) of each that came."""
        found = []
        for name in os.listdir(self.box) if os.path.isdir(self.box) else []:
            with open(os.path.join(self.box, name), 'rb') as file:
                mail = email.message_from_binary_file(file, policy=email.policy.default)
            found.append((mail['To'].addresses[0].addr_spec, mail['Subject']))
        return found
