"""What ought to be told to whom: which facts make a message, by which channel, when, and what becomes of it. By docs/notices.md
alone; it never asks the program."""
from datetime import datetime

from house import DAY, MINUTE, SECOND, ZONE

QUIET_FROM, QUIET_TO, RETRY = 21 * 60, 8 * 60, 30 * SECOND
HOLDS = {'service': True, 'survey': True, 'marketing': False}
CHANNELS = ('sms', 'email')
NO_CONSENT = {'sms': 'no consent to short messages', 'email': 'no consent to e-mail'}
NO_CONTACT = {'sms': 'no phone is known', 'email': 'no e-mail address is known'}


def morning(at):
    """The instant itself, or the end of the quiet hours that it lies in."""
    wall = datetime.fromtimestamp(at / 1000, ZONE)
    minute = wall.hour * 60 + wall.minute
    midnight = at - (wall.hour * 3600 + wall.minute * 60 + wall.second) * SECOND - wall.microsecond // 1000
    if QUIET_TO <= minute < QUIET_FROM:
        return at
    return midnight + (DAY if minute >= QUIET_FROM else 0) + QUIET_TO * MINUTE


class Person:
    """A customer, as far as telling goes."""

    def __init__(self, code, phone, mail):
        self.code, self.contact, self.said, self.id, self.gone = code, {'sms': phone, 'email': mail}, {}, None, False

    def agrees(self, purpose, channel):
        newest = max((self.said[key] for key in ((purpose, channel), (purpose, 'any')) if key in self.said), default=None)
        return HOLDS[purpose] if newest is None else newest[1]


class Notices:
    def __init__(self, gateway):
        self.templates, self.expected, self.queued, self.gateway = {}, [], [], gateway

    def template(self, fact, channel, audience, purpose='service', urgent=False):
        self.templates.setdefault((fact, audience), {})[channel] = (purpose, urgent)

    def tell(self, at, fact, subject, customer=None, audience='customer', phone=None, timeline=lambda *_: None, loose=False):
        """One message for a fact and audience, as soon as there is a template for it."""
        templates = self.templates.get((fact, audience))
        if templates:
            self.make(at, fact, subject, templates, customer, audience, phone, timeline, loose)

    def answer(self, at, ticket, timeline):
        """What is answered to a mail goes out as one, whatever the hour."""
        if ticket.channel == 'email' and ticket.customer:
            self.make(at, 'notice.written', ticket, {'email': ('service', True)}, ticket.customer, timeline=timeline)

    def make(self, at, fact, subject, templates, customer, audience='customer', phone=None, timeline=None, loose=False):
        why, chosen = None, None
        for channel in CHANNELS:
            if channel not in templates or chosen:
                continue
            purpose, urgent = templates[channel]
            to = phone or (customer.contact[channel] if customer else None)
            to = None if to == 'none' else to
            hindered = (NO_CONSENT[channel] if customer and not customer.agrees(purpose, channel) else
                        NO_CONTACT[channel] if not to else 'the phone is no number' if to == 'no number' else None)
            why = why or hindered
            if not hindered:
                chosen = (channel, to, urgent)
        told = {'fact': fact, 'subject': subject, 'audience': audience, 'at': at, 'customer': customer, 'timeline': timeline,
                'loose': loose}
        if chosen:
            channel, to, urgent = chosen
            told.update(channel=channel, to=to, state='queued', why=None, tries=0, purpose=templates[channel][0], urgent=urgent,
                        due=at if urgent else morning(at))
            timeline(at, customer, 'notice.queued')
            self.queued.append(told)
        else:
            told.update(channel=None, to=None, state='held_back', why=why, due=None)
            timeline(at, customer, 'notice.suppressed')
        self.expected.append(told)

    def next(self):
        return min((one['due'] for one in self.queued), default=None)

    def tick(self, at):
        for one in self.queued:
            if one['due'] <= at:
                self.send(one, at)
        self.queued = [one for one in self.queued if one['state'] == 'queued']

    def send(self, one, at):
        if one['customer'] and not one['customer'].agrees(one['purpose'], one['channel']):
            one.update(state='held_back', why=NO_CONSENT[one['channel']])
            one['timeline'](at, one['customer'], 'notice.suppressed')
            return
        one['tries'] += 1
        if one['to'] in self.gateway.slow and one['tries'] == 1:
            one['due'] = at + RETRY if one['urgent'] else morning(at + RETRY)
            one['timeline'](at, one['customer'], 'notice.queued')
            self.gateway.slow.discard(one['to'])
            return
        one['sent'] = at
        one['timeline'](at, one['customer'], 'notice.sent')
        if one['channel'] == 'email':
            one['state'] = 'sent'
        else:
            one['state'] = 'failed' if one['to'] in self.gateway.dead else 'delivered'
            one['timeline'](at, one['customer'], f'notice.{one["state"]}')
