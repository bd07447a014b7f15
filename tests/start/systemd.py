"""What systemd does for a service, without systemd: holds its socket, listens to what it tells, starts it anew. sd_listen_fds(3), sd_notify(3)."""
import os
import signal
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'harness'))
from server import PATIENCE_S, is_ready, said  # noqa: E402

LAST_WORDS_S = 5

# A socket must be descriptor 3, and the process be told that it is meant by its own number: that is known only within it.
LAUNCH = ('import os, sys\n'
          'held = int(sys.argv[1])\n'
          'if held >= 0:\n'
          '    os.dup2(held, 3)\n'
          '    os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")\n'
          'if "WATCHDOG_USEC" in os.environ:\n'
          '    os.environ["WATCHDOG_PID"] = str(os.getpid())\n'
          'os.execv(sys.argv[2], sys.argv[2:])\n')


class Unit:
    """A service with its socket; `told` is what it said of itself, with the moment of each."""

    def __init__(self, folder, *command, watchdog_us=None, journal=False):
        self.command, self.watchdog_us, self.journal, self.process = command, watchdog_us, journal, None
        self.log = os.path.join(folder, 'unit.log')
        self.listener = socket.create_server(('127.0.0.1', 0), backlog=1024)
        self.port = self.listener.getsockname()[1]
        self.told, self.lock = [], threading.Lock()
        self.notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notices.bind(f'\0parceldesk-unit-{os.getpid()}-{self.port}')
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            words = self.notices.recv(65536).decode().split('\n')
            with self.lock:
                self.told += [(time.monotonic(), word) for word in words]

    def said(self, word, since=0):
        with self.lock:
            return [at for at, told in self.told if told == word and at >= since]

    def waits_for(self, word, since=0, times=1):
        """Whether it has said so, or does soon."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if len(self.said(word, since)) >= times:
                return True
            if self.process.poll() is not None:  # its last words may still be on their way
                until = min(until, time.monotonic() + LAST_WORDS_S)
            time.sleep(0.01)
        return len(self.said(word, since)) >= times

    def start(self):
        environment = dict(os.environ, NOTIFY_SOCKET='@' + self.notices.getsockname()[1:].decode())
        if self.watchdog_us:
            environment['WATCHDOG_USEC'] = str(self.watchdog_us)
        began = time.monotonic()
        with open(self.log, 'ab') as log:
            if self.journal:
                file = os.fstat(log.fileno())
                environment['JOURNAL_STREAM'] = f'{file.st_dev}:{file.st_ino}'
            self.process = subprocess.Popen([sys.executable, '-c', LAUNCH, str(self.listener.fileno()), *self.command],
                                            stdout=log, stderr=subprocess.STDOUT, env=environment,
                                            pass_fds=[self.listener.fileno()])
        if not self.waits_for('READY=1', began):
            raise SystemExit(f'the service is not ready: {said(self.log)}\n0 passed, 1 failed')

    def answers(self):
        return is_ready(f'http://127.0.0.1:{self.port}')

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_S)
