"""Small file systems, in memory and in a mount namespace that ends with the process, and what fills them."""
import os
import subprocess
import sys

PAGE = 4096
WORD = '--in-namespace'


def in_namespace(*ways):
    """Becomes the same command where mounting is nobody else's business, by the first of the ways (flags of unshare) that works;
    false where none is allowed. The word that says so is taken from the arguments."""
    if sys.argv[-1] == WORD:
        sys.argv.pop()
        return True
    for way in ways:
        tried = subprocess.run(['unshare', way, 'mount', '-t', 'tmpfs', '-o', 'size=1m', 'small', '/tmp'], capture_output=True)
        if tried.returncode == 0:
            os.execvp('unshare', ['unshare', way, sys.executable, *sys.argv, WORD])
    return False


def mounted(folder, megabytes):
    subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size={megabytes}m', 'small', folder], check=True)
    return folder


def gone(folder):
    subprocess.run(['umount', folder], check=True)
    os.rmdir(folder)


class Disk:
    """A file system that somebody else fills."""

    def __init__(self, folder):
        self.folder, self.ballast = folder, os.path.join(folder, 'ballast')

    def fill(self, pages):
        """Whoever writes meanwhile may be faster: then less is taken at once, and what is left is asked again."""
        step = 1 << 40
        with open(self.ballast, 'ab') as file:
            for _ in range(1000):
                disk = os.fstatvfs(file.fileno())
                room = disk.f_bavail * disk.f_frsize - pages * PAGE
                if room <= 0:
                    return
                step = min(step, room)
                try:
                    os.posix_fallocate(file.fileno(), os.fstat(file.fileno()).st_size, step)
                except OSError:
                    step = max(step // 2, PAGE)

    def free(self):
        os.unlink(self.ballast)
