"""What ought to be true of tickets: their clocks, their log, their place, and what is told of them. It knows only what the week
did, when, and the rules that docs/desk.md states; it never asks the program."""
from house import DAY, MINUTE

HOUR_M, DAY_M = 60, 1440
KINDS = ('first_response', 'next_response', 'resolution')
PRIORITIES = ('low', 'normal', 'high', 'urgent')
OVER, FINAL = ('resolved', 'closed', 'merged'), ('closed', 'merged')

# clock, kind, priority, channel, minutes, on the calendar, stands still while, warned before, raises, leads told
LEVELS = [
    ('first_response', None, None, None, 4 * HOUR_M, True, 'pending', HOUR_M, False),
    ('first_response', None, 'high', None, HOUR_M, False, 'pending', 15, False),
    ('first_response', None, 'urgent', None, 15, False, 'pending', 5, False),
    ('first_response', None, None, 'web_chat', 5, False, 'pending', 2, False),
    ('first_response', None, None, 'phone', 0, False, 'pending', 0, False),
    ('first_response', None, None, 'counter', 0, False, 'pending', 0, False),
    ('first_response', None, None, 'watch', 0, False, 'pending', 0, False),
    ('next_response', None, None, None, 4 * HOUR_M, True, 'pending', HOUR_M, False),
    ('next_response', None, 'high', None, 2 * HOUR_M, False, 'pending', 30, False),
    ('next_response', None, 'urgent', None, 30, False, 'pending', 10, False),
    ('next_response', None, None, 'web_chat', 5, False, 'pending', 2, False),
    ('resolution', None, None, None, 2 * DAY_M, False, 'pending', 4 * HOUR_M, True),
    ('resolution', 'suggestion', None, None, 14 * DAY_M, False, 'pending', DAY_M, False),
    ('resolution', 'claim', None, None, 15 * DAY_M, False, 'pending_customer', 2 * DAY_M, True),
    ('resolution', 'complaint', None, None, 7 * DAY_M, False, 'never', 2 * DAY_M, True),
    ('resolution', None, None, 'regulator', 15 * DAY_M, False, 'never', 3 * DAY_M, True),
]
HANDOFF_MINUTES, HANDOFF_WARN, APPEAL_DAYS, CLOSE_DAYS = DAY_M, 4 * HOUR_M, 15, 3


def level(clock, kind, priority, channel):
    """The most exact line that fits: one of a channel before one of a priority before one of a kind."""
    fits = [line for line in LEVELS if line[0] == clock and line[1] in (None, kind) and line[2] in (None, priority) and
            line[3] in (None, channel)]
    best = max(fits, key=lambda line: (line[3] is not None, line[2] is not None, line[1] is not None), default=None)
    return best if best and best[4] else None


class Clock:
    """One round of one clock. `ran` is what it ran before `since`, in working time of its line."""

    def __init__(self, desk, name, number, line, at):
        self.desk, self.name, self.round, self.line = desk, name, number, line
        self.started = self.since = at
        self.ran, self.met, self.breached, self.holder = 0, None, None, None
        self.deadline = self.warn = self.warned_for = None
        self.told = False
        self.aim(at)

    def length(self, line, start, end):
        return self.desk.workdays.between(start, end) if line[5] else end - start

    def aim(self, at):
        if self.breached is not None:
            self.deadline, self.warn = self.breached, None
            return
        left = self.line[4] * MINUTE - self.ran
        self.deadline = at if left <= 0 else self.desk.workdays.after(at, left) if self.line[5] else at + left
        self.warn = max(at, self.deadline - self.line[7] * MINUTE) if self.line[7] else None

    def waits(self):
        return self.met is None

    def pause(self, at):
        if self.waits() and self.since is not None:
            self.ran += self.length(self.line, self.since, at)
            self.since = self.deadline = self.warn = None

    def resume(self, at):
        if self.waits() and self.since is None:
            self.since = at
            self.aim(at)

    def meet(self, at):
        if not self.waits():
            return
        if self.since is None:
            self.aim(at)
        else:
            self.ran += self.length(self.line, self.since, at)
        self.met, self.since, self.warn = at, None, None

    def reopen(self):
        if self.met is not None:
            self.met = self.since = self.deadline = self.warn = None

    def retarget(self, line, at):
        old, self.line = self.line, line
        if self.waits() and self.since is not None:
            self.ran += self.length(old, self.since, at)
            self.since = at
            self.aim(at)

    def pass_time(self, holder, at):
        if self.waits() and self.since is not None and self.breached is None and at > self.deadline:
            self.breached, self.warn, self.holder = self.deadline, None, holder

    def next(self):
        if self.breached is not None:
            return None if self.told else self.breached + 1
        if not self.waits() or self.deadline is None:
            return None
        return self.warn if self.warn is not None and self.warned_for != self.deadline else self.deadline + 1


class Ticket:
    def __init__(self, desk, key, kind, channel, priority, customer, at, subject=''):
        self.desk, self.key, self.kind, self.channel, self.priority = desk, key, kind, channel, priority
        self.customer, self.type, self.opened, self.subject = customer, 'new', at, subject
        self.team = self.owner = self.category = None
        self.into, self.before_merge, self.resolved_at, self.closes_at = None, None, None, None
        self.log, self.clocks, self.handoffs, self.spam = [], {}, [], False
        self.id = self.no = None
        for name in ('first_response', 'resolution'):
            self.begin(name, at)

    def line(self, name):
        return level(name, self.kind, self.priority, self.channel)

    def begin(self, name, at):
        line, old = self.line(name), self.clocks.get(name)
        if line and not (old and old.waits()):
            self.clocks[name] = Clock(self.desk, name, old.round + 1 if old else 1, line, at)

    def holder(self):
        return self.owner, self.team

    def pass_time(self, at):
        for clock in self.clocks.values():
            clock.pass_time(self.holder(), at)

    def say(self, at, kind, words=''):
        self.log.append((at, kind, words))

    # --- what people do ---

    def run_or_stand(self, at):
        for clock in self.clocks.values():
            still = clock.line[6]
            if self.type in OVER:
                clock.meet(at)
            elif still == self.type or (still == 'pending' and self.type.startswith('pending')):
                clock.pause(at)
            else:
                clock.resume(at)

    def enter(self, at, to):
        """To another type, without its entry."""
        was, self.type = self.type, to
        self.pass_time(at)
        if was in OVER and to not in OVER and 'resolution' in self.clocks:
            self.clocks['resolution'].reopen()
        self.run_or_stand(at)
        if to == 'resolved':
            self.resolved_at, self.closes_at = at, at + CLOSE_DAYS * DAY

    def move(self, at, to):
        if to == self.type:
            return
        was = self.type
        self.say(at, 'state', f'{was}>{to}')
        self.enter(at, to)
        self.tell_type(at, was, to)

    def tell_type(self, at, was, to):
        told = {'resolved': 'resolved', 'closed': 'closed'}.get(to)
        if not told and was in ('resolved', 'closed') and to != 'merged':
            told = 'reopened'
        if told:
            self.desk.happened(at, f'desk.ticket_{told}', self)
        mark = told or ('merged' if to == 'merged' else None)
        if mark and self.customer:
            self.desk.timeline(at, self.customer, f'ticket.{mark}')

    def comes_in(self, at):
        """The customer turned to us: what waited for them, or was resolved, is open again."""
        if self.type in ('pending_customer', 'resolved'):
            self.move(at, 'open')

    def asked(self, at):
        self.comes_in(at)
        self.say(at, 'message', 'in')
        self.pass_time(at)
        first = self.clocks.get('first_response')
        if self.type not in OVER and not (first and first.waits()):
            self.begin('next_response', at)
            self.run_or_stand(at)
        self.desk.spoken(at, self, 'message.received')

    def answered(self, at, kind, direction='out'):
        if direction == 'in':
            self.comes_in(at)
        self.say(at, kind, direction)
        self.pass_time(at)
        for name in ('first_response', 'next_response'):
            if name in self.clocks:
                self.clocks[name].meet(at)
        said = 'ticket.replied' if kind == 'message' else 'call.made' if direction == 'out' else 'call.answered'
        self.desk.spoken(at, self, said)

    def note(self, at):
        self.say(at, 'note')

    def assign(self, at, team, owner):
        if (team, owner) != (self.team, self.owner):
            self.pass_time(at)
            self.team, self.owner = team, owner
            self.say(at, 'assigned', f'{team or ""}/{owner or ""}')

    def weigh(self, at, priority=None, kind=None, words='priority'):
        """Another priority or kind: other service levels may hold."""
        if priority == self.priority and kind in (None, self.kind):
            return
        self.pass_time(at)
        before = [self.line(name) for name in KINDS]
        self.priority, self.kind = priority or self.priority, kind or self.kind
        if words:
            self.say(at, 'changed', words)
        self.terms(at, before)

    def terms(self, at, before):
        lines = [self.line(name) for name in KINDS]
        # A clock that has begun keeps its line where there is none any more.
        if all(new is None or new == old for old, new in zip(before, lines)):
            return
        self.say(at, 'terms')
        for name, line in zip(KINDS, lines):
            if line and name in self.clocks:
                self.clocks[name].retarget(line, at)
        if 'resolution' not in self.clocks and self.type not in OVER:
            self.begin('resolution', self.opened)
        self.run_or_stand(at)

    def merge(self, at, into):
        self.before_merge, self.into = self.type, into
        self.move(at, 'merged')
        self.say(at, 'merged', 'into')
        into.say(at, 'merged', 'from')

    def unmerge(self, at):
        into, self.into = self.into, None
        self.move(at, self.before_merge)
        self.say(at, 'merged', 'undone')
        into.say(at, 'merged', 'undone')

    # --- what time does ---

    def instants(self):
        if self.type not in FINAL:
            yield from (clock.next() for clock in self.clocks.values() if clock.next() is not None)
        if self.type == 'resolved':
            yield self.closes_at

    def tick(self, at):
        if self.type not in FINAL:
            for name in KINDS:
                clock = self.clocks.get(name)
                if clock:
                    self.tick_clock(clock, at)
        if self.type == 'resolved' and self.closes_at <= at:
            self.move(at, 'closed')

    def tick_clock(self, clock, at):
        clock.pass_time(self.holder(), at)
        due = clock.next()
        if due is None or due > at:
            return
        breached = clock.breached is not None
        self.say(at, 'clock', f'{"breached" if breached else "warned"} {clock.name}')
        if not breached:
            clock.warned_for = clock.deadline
            return
        clock.told = True
        self.desk.breaches += 1
        if clock.line[8]:
            self.escalate(at)

    def escalate(self, at):
        if self.type not in OVER and self.priority != 'urgent':
            self.weigh(at, PRIORITIES[PRIORITIES.index(self.priority) + 1], words='priority escalated')


class Handoff:
    """A piece of a ticket that others were asked for, with a clock of its own that nothing stops."""

    def __init__(self, ticket, outlet, at, minutes_, wait):
        self.ticket, self.outlet, self.state, self.owner = ticket, outlet, 'given', None
        warn = HANDOFF_WARN if minutes_ is None else HANDOFF_WARN if HANDOFF_WARN < minutes_ else minutes_ / 6
        line = ('handoff', None, None, None, minutes_ or HANDOFF_MINUTES, False, 'never', warn, False)
        self.clock = Clock(ticket.desk, 'handoff', 1, line, at)
        ticket.handoffs.append(self)
        ticket.say(at, 'handoff', 'given')
        if wait:
            ticket.move(at, 'pending_internal')

    def move(self, at, to, who=None):
        self.clock.pass_time(self.owner, at)
        if to == 'returned':
            self.clock.reopen()
            self.clock.resume(at)
        elif to != 'accepted':
            self.clock.meet(at)
        self.state, self.owner = to, who or self.owner
        self.ticket.say(at, 'handoff', to)
        waits = any(one.state in ('given', 'accepted', 'returned') for one in self.ticket.handoffs)
        if self.ticket.type == 'pending_internal' and to not in ('accepted', 'returned') and not waits:
            self.ticket.move(at, 'open')

    def tick(self, at):
        self.clock.pass_time(self.owner, at)
        due = self.clock.next()
        if due is None or due > at:
            return
        breached = self.clock.breached is not None
        self.ticket.say(at, 'handoff', 'breached' if breached else 'warned')
        self.clock.told, self.clock.warned_for = breached, self.clock.deadline
