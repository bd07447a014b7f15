"""The two sides of the week: each act is done to the program and written into the model, and time passes for both."""
import random
from collections import Counter

from desk import Handoff, Ticket
from house import HOUR, MINUTE, House, Refused, instant, iso, ms_of  # noqa: F401
from money import Claim
from notices import Notices, Person
from workdays import Workdays

ANSWER_DAYS, ANSWER_WARN, APPEAL_WARN = 7, 48 * HOUR, 72 * HOUR


class Numbers:
    """How the gateway is going to treat numbers, for the model."""

    def __init__(self):
        self.dead, self.slow = set(), set()


class World:
    def __init__(self, house, calendar, gateway, seed):
        self.house, self.gateway, self.drawn = house, gateway, random.Random(seed)
        self.workdays, self.numbers = Workdays(calendar), Numbers()
        self.notices = Notices(self.numbers)
        self.tickets, self.handoffs, self.claims, self.appeals, self.complaints = [], [], [], [], []
        self.customers, self.lines, self.breaches, self.refusals = {}, Counter(), 0, 0
        self.agents, self.given, self.capacity = {}, {}, {}
        self.insured = {}  # by the place in parcels
        self.problems, self.checks, self.pool, self.parcels, self.may_repeat, self.kills = [], 0, [], [], 0, 0

    @property
    def now(self):
        return self.house.now

    def check(self, good, words):
        self.checks += 1
        if not good:
            self.problems.append(words)

    def same(self, is_, ought, words):
        self.check(is_ == ought, f'{words}: {is_!r}, and ought to be {ought!r}')

    # --- time ---

    def instants(self):
        for ticket in self.tickets:
            yield from ticket.instants()
        for handoff in self.handoffs:
            if handoff.clock.next() is not None:
                yield handoff.clock.next()
        yield from (one['ages'][0] for one in self.complaints if one['ages'])
        yield from (one['answer'][0] for one in self.complaints if one['answer'])
        yield from (one['due'] + 1 if one['warned'] else one['due'] - APPEAL_WARN for one in self.appeals if not one['told'])
        if self.notices.next() is not None:
            yield self.notices.next()

    def settle(self):
        """What follows by itself at this instant happens on both sides."""
        self.house.settle(self.gateway.idle)
        for _ in range(9):
            for ticket in self.tickets:
                ticket.tick(self.now)
            for handoff in self.handoffs:
                handoff.tick(self.now)
            self.tick_complaints()
            self.notices.tick(self.now)
            if min(self.instants(), default=self.now + 1) > self.now:
                return
        raise AssertionError(f'the model does not settle: {[i for i in self.instants() if i <= self.now]}')

    def tick_complaints(self):
        for one in self.complaints:
            while one['ages'] and one['ages'][0] <= self.now:
                one['ages'].pop(0)
                self.weigh_complaint(one, 'aged')
        for one in self.complaints:
            if one['answer'] and one['answer'][0] <= self.now:
                late = one['answer'].pop(0) > one['due']
                one['breached'] = one['due'] if late else None
                self.weigh_complaint(one, 'answer_breached' if late else 'answer_warned')
        for one in self.appeals:
            if not one['told'] and not one['warned'] and one['due'] - APPEAL_WARN <= self.now:
                one['warned'] = True
                one['ticket'].say(self.now, 'complaint', 'appeal_warned')
            if not one['told'] and one['due'] < self.now:
                one['told'] = True
                one['ticket'].say(self.now, 'complaint', 'appeal_overdue')
                one['ticket'].escalate(self.now)

    def until(self, day, clock='00:00'):
        """Time passes, by way of every instant at which something ought to happen."""
        to = day if isinstance(day, int) else instant(day, clock)
        assert to >= self.now, f'{day} {clock} is past'
        while True:
            due = min(self.instants(), default=to)
            if due >= to:
                break
            self.house.now = max(self.now, due)
            self.settle()
        self.house.now = to
        self.settle()

    def minutes(self, count):
        self.until(self.now + count * MINUTE)

    # --- what the models tell of ---

    def timeline(self, at, customer, kind):
        if customer:
            self.lines[customer.code, kind, at] += 1

    def happened(self, at, fact, ticket):
        self.notices.tell(at, fact, ticket, ticket.customer, timeline=self.timeline)

    def spoken(self, at, ticket, kind):
        self.timeline(at, ticket.customer, kind)

    def refused(self, who, status, method, path, body=None, version=None):
        """What somebody may not do, or what the present state does not allow."""
        self.refusals += 1
        self.same(self.house.status(who, method, path, body, version), status, f'{who}: {method} {path} {body}')

    # --- customers ---

    def customer(self, code, name, phone=None, mail=None, **more):
        body = {'code': code, 'name': name, **({'phone': phone} if phone else {}), **({'email': mail} if mail else {}), **more}
        self.house.ask('director', 'POST', '/api/v1/customers', [body])
        person = self.customers[code] = Person(code, phone, mail)
        person.id = self.house.ask('director', 'GET', f'/api/v1/customers?code={code}')['items'][0]['id']
        return person

    def version_of(self, path, who='director'):
        return self.house.ask(who, 'GET', path)['version']

    def consent(self, who, code, said, purpose='service', channel='sms'):
        person = self.customers[code]
        self.house.ask(who, 'POST', f'/api/v1/customers/{person.id}/consents',
                       {'purpose': purpose, 'channel': channel, 'said': said, 'evidence': f'{said} by phone'})
        person.said[purpose, channel] = (self.now, said == 'given')
        self.timeline(self.now, person, f'consent.{said}')

    # --- tickets ---

    def team_of(self, ticket):
        return {'claim': 'CLAIMS', 'inquiry': 'HOTLINE'}.get(ticket.kind)

    def open(self, who, kind, channel, subject, customer=None, priority='normal', waybills=(), **more):
        person = self.customers.get(customer)
        body = {'kind': kind, 'channel': channel, 'subject': subject, 'priority': priority, 'description': f'{subject}, {channel}',
                **({'customer': customer} if customer else {}), **({'waybills': [{'no': no} for no in waybills]} if waybills else {}),
                **more}
        made = self.house.ask(who, 'POST', '/api/v1/tickets', body)
        ticket = Ticket(self, len(self.tickets), kind, channel, priority, person, self.now, subject)
        ticket.id, ticket.no = made['id'], made['no']
        self.begin(ticket)
        self.settle()
        return ticket

    def begin(self, ticket):
        self.tickets.append(ticket)
        ticket.say(self.now, 'opened')
        self.happened(self.now, 'desk.ticket_opened', ticket)
        self.timeline(self.now, ticket.customer, 'ticket.opened')
        if ticket.kind == 'complaint':
            self.receive(ticket)
        if self.team_of(ticket):
            self.route(ticket)

    def path(self, ticket):
        return f'/api/v1/tickets/{ticket.id}'

    def version(self, ticket):
        return self.version_of(self.path(ticket))

    def says(self, who, ticket, kind='message', text='您好', direction=None):
        """A message, call or note; who is the customer writes `in`."""
        body, was = {'kind': kind, 'text': text, **({'direction': direction} if direction else {})}, ticket.type
        entry = self.house.ask(who, 'POST', self.path(ticket) + '/entries', body)
        if kind == 'note':
            ticket.note(self.now)
        elif kind == 'message' and direction == 'in':
            ticket.asked(self.now)
        else:
            ticket.answered(self.now, kind, direction or 'out')
            if kind == 'message':
                self.notices.answer(self.now, ticket, self.timeline)
        if was == 'resolved' and ticket.type == 'open':
            self.route(ticket)
        self.settle()
        return entry['id']

    def move(self, who, ticket, state):
        self.house.ask(who, 'POST', self.path(ticket) + '/moves', {'state': state}, self.version(ticket))
        self.moved(ticket, state)
        self.settle()

    def moved(self, ticket, state):
        owner, was = ticket.owner, ticket.type
        ticket.move(self.now, state)
        if was != state and state == 'resolved' and owner:
            self.fill(owner)
        if was in ('resolved', 'closed') and state == 'open':
            self.route(ticket)

    def weigh(self, who, ticket, priority):
        self.house.ask(who, 'PATCH', self.path(ticket), {'priority': priority}, self.version(ticket))
        ticket.weigh(self.now, priority)
        self.settle()

    def assign(self, who, ticket, team, owner):
        self.house.ask(who, 'PATCH', self.path(ticket), {'team': team or '', 'owner': owner or ''}, self.version(ticket))
        ticket.assign(self.now, team, owner)
        self.settle()

    def merge(self, who, ticket, into):
        self.house.ask(who, 'POST', self.path(ticket) + '/merge', {'into_id': into.id}, self.version(ticket))
        ticket.merge(self.now, into)
        self.settle()

    def unmerge(self, who, ticket):
        self.house.ask(who, 'POST', self.path(ticket) + '/unmerge', None, self.version(ticket))
        ticket.unmerge(self.now)
        self.settle()

    # --- who is there, and who gets what ---

    def present(self, login, status='available'):
        self.house.ask(login, 'PUT', '/api/v1/desk/presence', {'status': status})
        was = self.is_there(login)
        self.agents[login] = (self.now, status)
        if status == 'available' and not was:
            self.fill(login)
        self.settle()

    def is_there(self, login):
        at, status = self.agents.get(login, (0, None))
        return status == 'available' and self.now - at < 90000

    def load(self, login):
        return sum(ticket.owner == login and ticket.type in ('new', 'open') for ticket in self.tickets)

    def has_room(self, login):
        return self.is_there(login) and self.load(login) < self.capacity[login]

    def route(self, ticket):
        """To its team, and to the least loaded of those who are there, then to who was idle longest."""
        team = ticket.team or self.team_of(ticket)
        if not team or ticket.owner or ticket.type in ('resolved', 'closed', 'merged'):
            return
        free = [login for login in self.members(team) if self.has_room(login)]
        best = min(free, key=lambda login: (self.load(login), self.given.get(login, 0), int(self.house.people[login]['id'])),
                   default=None)
        if best or ticket.team != team:
            self.give(ticket, team, best)

    def give(self, ticket, team, login):
        ticket.assign(self.now, team, login)
        ticket.say(self.now, 'changed', 'routed')
        if login:
            self.given[login] = self.now

    def members(self, team):
        return {'HOTLINE': ('ai', 'bo'), 'CLAIMS': ('liu',)}[team]

    def fill(self, login):
        """Who becomes available, or has room again, gets what waits, the most urgent clock first."""
        while self.has_room(login):
            waiting = [ticket for ticket in self.tickets if not ticket.owner and ticket.type in ('new', 'open') and ticket.team and
                       login in self.members(ticket.team)]
            if not waiting:
                return
            first = min(waiting, key=lambda ticket: (min((clock.deadline for clock in ticket.clocks.values()
                                                          if clock.waits() and clock.deadline is not None), default=1 << 62),
                                                     int(ticket.id)))
            self.give(first, first.team, login)

    # --- handoffs ---

    def hand(self, who, ticket, outlet, minutes=None, wait=True):
        body = {'outlet': outlet, 'question': '请核实', 'wait': wait, **({'minutes': minutes} if minutes else {})}
        made = self.house.ask(who, 'POST', self.path(ticket) + '/handoffs', body)
        handoff = Handoff(ticket, outlet, self.now, minutes, wait)
        handoff.id = made['id']
        self.handoffs.append(handoff)
        self.settle()
        return handoff

    def hand_move(self, who, handoff, move, to):
        path = f'/api/v1/handoffs/{handoff.id}'
        body = {'move': move, **({} if move in ('accept', 'close') else {'text': '已核实'})}
        self.house.ask(who, 'POST', path + '/moves', body, self.version_of(path))
        handoff.move(self.now, to, who if move in ('accept', 'answer', 'decline') else None)
        self.settle()

    # --- complaints ---

    WEIGHTS = {None: 100, 'delivery_service': 100, 'delay': 100, 'loss_shortage': 200, 'damage': 180, 'overcharging': 120,
               'acceptance_service': 80, 'cod': 200, 'other': 80}

    def weigh_complaint(self, one, what):
        """Severity of the category × tier × age × value, and the priority that its score gives."""
        ticket, hours, value = one['ticket'], (self.now - one['ticket'].opened) // HOUR, one['value'] or 0
        age = 200 if hours >= 144 else 150 if hours >= 96 else 120 if hours >= 48 else 100
        worth = 150 if value >= 1000000 else 120 if value >= 100000 else 100
        score = (self.WEIGHTS[one['category']] * age * worth + 5000) // 10000
        priority = 'urgent' if score >= 350 else 'high' if score >= 180 else 'normal' if score >= 90 else 'low'
        ticket.say(self.now, 'complaint', what)
        if priority != one['priority']:
            ticket.weigh(self.now, priority, words=None)
        one['priority'], one['score'] = priority, score

    def receive(self, ticket):
        """A complaint is registered with its ticket, whoever opens it, and its customer is owed an answer."""
        due = ticket.opened + ANSWER_DAYS * 24 * HOUR
        one = {'ticket': ticket, 'value': None, 'category': None, 'priority': ticket.priority, 'step': 'registered', 'told': None,
               'ages': [ticket.opened + hours * HOUR for hours in (48, 96, 144)], 'cost': 0,
               'due': due, 'answer': [due - ANSWER_WARN, due + 1], 'breached': None}
        self.weigh_complaint(one, 'received')
        self.complaints.append(one)
        self.timeline(self.now, ticket.customer, 'complaint.accepted')

    def register(self, who, ticket, value=None):
        body = {'value': {'amount': value, 'currency': 'CNY'}} if value else {}
        self.house.ask(who, 'POST', self.path(ticket) + '/complaint', body)
        one = next(one for one in self.complaints if one['ticket'] is ticket)
        one['value'] = value
        self.weigh_complaint(one, 'registered')
        self.settle()
        return one

    def complaint_path(self, one):
        return self.path(one['ticket']) + '/complaint'

    def state_facts(self, who, one, **facts):
        self.house.ask(who, 'PATCH', self.complaint_path(one), facts, self.version_of(self.complaint_path(one)))
        one['category'] = facts.get('category', one['category'])
        if 'told_entry_id' in facts:
            one['answer'] = []
        self.weigh_complaint(one, 'facts')
        self.settle()

    def review(self, who, one, words):
        self.house.ask(who, 'PATCH', self.complaint_path(one), {'review': words}, self.version_of(self.complaint_path(one)))
        self.weigh_complaint(one, 'facts')
        self.settle()

    def step(self, who, one, step, why=None):
        ticket = one['ticket']
        self.house.ask(who, 'POST', self.complaint_path(one) + '/steps', {'step': step, **({'why': why} if why else {})},
                       self.version_of(self.complaint_path(one)))
        over = ticket.type in ('resolved', 'closed', 'merged')
        if step == 'closed' and not over:
            ticket.move(self.now, 'resolved')
        if step == 'investigating' and over:
            ticket.move(self.now, 'open')
        if step in ('closed', 'reviewed'):
            one['ages'] = []
        self.weigh_complaint(one, step)
        one['step'] = step
        mark = {'proposed': 'complaint.judged', 'closed': 'complaint.closed'}.get(step)
        if mark:
            self.timeline(self.now, ticket.customer, mark)
        self.settle()

    def blame(self, who, one, shares):
        self.house.ask(who, 'PUT', self.complaint_path(one) + '/shares',
                       {'shares': [{'party': party, 'percent': percent, 'note': '本人说明'} for party, percent in shares]},
                       self.version_of(self.complaint_path(one)))
        self.weigh_complaint(one, 'shares')
        self.settle()

    # --- appeals ---

    def appeal(self, who, ticket, reference, transferred):
        made = self.house.ask(who, 'POST', self.path(ticket) + '/appeals',
                              {'reference': reference, 'authority': '上海市邮政管理局', 'transferred_at': iso(transferred), 'claim': '赔偿'})
        one = {'id': made['id'], 'ticket': ticket, 'reference': reference, 'due': transferred + 15 * 24 * HOUR, 'state': 'transferred',
               'replied': None, 'warned': False, 'told': False, 'result': None}
        self.appeals.append(one)
        ticket.say(self.now, 'complaint', 'appeal_transferred')
        self.timeline(self.now, ticket.customer, 'appeal.received')
        self.settle()
        return one

    def appeal_move(self, who, one, what, body, state):
        path = f'/api/v1/appeals/{one["id"]}'
        self.house.ask(who, 'POST', f'{path}/{what}', body, self.version_of(path))
        one['state'], one['result'] = state, body.get('result')
        if state == 'replied':
            one['replied'], one['told'] = self.now, True
            self.timeline(self.now, one['ticket'].customer, 'appeal.answered')
        one['ticket'].say(self.now, 'complaint', f'appeal_{state}')
        self.settle()

    # --- claims ---

    def money(self, fen):
        return {'amount': fen, 'currency': 'CNY'}

    def claim(self, who, kind, demanded, facts, ticket=None, customer=None):
        """Registers one; facts in fen as the model takes them."""
        sent = {name: self.money(value) if name in ('insured', 'full_value', 'actual_loss', 'freight', 'agreed', 'market_price') else value
                for name, value in facts.items() if name != 'proven'}
        body = {'kind': kind, 'demanded': self.money(demanded), **sent, **({'ticket_id': ticket.id} if ticket else {}),
                **({'customer': customer} if customer else {}), 'claimant': {'name': '张三', 'phone': '13800138000'}}
        made = self.house.ask(who, 'POST', '/api/v1/claims', body)
        person = self.customers.get(customer) or (ticket.customer if ticket else None)
        claim = Claim(kind, demanded, facts, ticket, person)
        claim.id, claim.no = made['id'], made['no']
        self.claims.append(claim)
        self.booked(claim, 'claimed', 'claim.opened')
        return claim

    def told_of_end(self, claim):
        """The customer; without one who demands, by the phone that they left."""
        phone = None if claim.customer else '13800138000'
        self.notices.tell(self.now, 'claim.closed', claim, claim.customer, phone=phone, timeline=self.timeline)

    def booked(self, claim, what, line=None):
        if claim.ticket:
            claim.ticket.say(self.now, 'money', what)
        if line:
            self.timeline(self.now, claim.customer, line)
        self.settle()

    def claim_do(self, who, claim, method, what, body=None):
        path = f'/api/v1/claims/{claim.id}'
        return self.house.ask(who, method, f'{path}/{what}', body, self.version_of(path))

    def prove(self, claim, items=('demand',)):
        """Satisfies what the checklist requires, by files."""
        for item in items:
            made = self.house.ask('qian', 'POST', f'/api/v1/files?owner=claim&owner_id={claim.id}&name={item}.txt',
                                  f'{item} of {claim.no}'.encode(), Content_Type='text/plain')
            self.claim_do('liu', claim, 'PUT', f'evidence/{item}', {'file_id': made['id']})
