"""What held and what did not, each told once, and the last line, which ./test counts."""
import sys


class Checks:
    def __init__(self):
        self.results = []

    def check(self, good, words):
        """`words` are said where it is not so."""
        self.results.append(bool(good))
        if not good:
            print(words, flush=True)

    def holds(self, what, good, more=''):
        """The same by its name, and what there was instead."""
        self.check(good, f'{what}: does not hold{": " + str(more)[:1500] if more else ""}')

    def end(self):
        failed = self.results.count(False)
        print(f'{len(self.results) - failed} passed, {failed} failed')
        sys.exit(failed > 0)
