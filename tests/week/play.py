"""The week itself: what the company and its customers did from the Sunday that was worked (20 September 2026, to make up for the
National Day) over the holiday of the Mid-Autumn (25 to 27) to the Monday after, and what remained until past the National Day."""
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import company
import hub
from house import HOUR
from money import approvals, owed

CHATTER = ('问件', '地址错了', '要改时间', '驿站关门', '快递员没来', '发票', '少了一件', '催派')


def answer_hours(world):
    """From nine to five: two agents come, calls and mails come in, and everybody does what comes to hand."""
    for login in ('ai', 'bo', 'liu'):
        world.present(login)


def chance(world, *choices):
    return world.drawn.choice(choices)


def come_in(world):
    """A customer calls, writes or stands at the counter."""
    drawn = world.drawn
    who, channel = chance(world, ('ai', 'phone'), ('bo', 'email'), ('qian', 'web_chat'), ('zhan', 'counter'), ('bo', 'email'))
    code = drawn.choice(sorted(world.customers))
    gone = world.customers[code].gone
    kind = chance(world, 'inquiry', 'inquiry', 'inquiry', 'suggestion', 'service_request')
    return world.open(who, kind, channel, drawn.choice(CHATTER), customer=None if gone or who == 'zhan' else code,
                      priority=chance(world, 'normal', 'normal', 'high', 'urgent', 'low'), outlet='HQ' if who != 'zhan' else 'ST')


def at_random(world, pool):
    """One thing that somebody does to one of the tickets."""
    ticket = world.drawn.choice(pool)
    if ticket.type == 'merged':
        return world.unmerge('sun', ticket) if world.drawn.random() < .5 else None
    if ticket.type == 'closed':
        return world.move('sun', ticket, 'open') if world.drawn.random() < .2 else None
    act = world.drawn.choice(('answer', 'answer', 'call', 'note', 'customer', 'customer', 'pend', 'inside', 'resolve', 'resolve',
                              'weigh', 'assign', 'merge', 'open', 'close'))
    if act == 'answer':
        world.says('qian', ticket)
    elif act == 'call':
        world.says('qian', ticket, 'call', '致电客户', world.drawn.choice(('in', 'out')))
    elif act == 'note':
        world.says('sun', ticket, 'note', '请关注')
    elif act == 'customer':
        world.says('qian', ticket, 'message', '怎么样了', 'in')
    elif act == 'weigh':
        world.weigh('qian', ticket, world.drawn.choice(('low', 'normal', 'high', 'urgent')))
    elif act == 'assign':
        world.assign('sun', ticket, *world.drawn.choice((('HOTLINE', None), (None, 'qian'), ('HOTLINE', 'qian'), (None, None))))
    elif act == 'merge':
        others = [one for one in pool if one is not ticket and one.type not in ('merged', 'closed')]
        if others:
            world.merge('sun', ticket, world.drawn.choice(others))
    else:
        to = {'pend': 'pending_customer', 'inside': 'pending_internal', 'resolve': 'resolved', 'close': 'closed', 'open': 'open'}[act]
        if ticket.type == 'resolved' and to.startswith('pending'):
            to = 'open'
        world.move('sun' if act == 'close' else 'qian', ticket, to)
    return None


def ordinary_hours(world, day, hours, acts):
    """A stretch of ordinary work: at each hour some come in and some is done."""
    pool = world.pool
    for clock in hours:
        world.until(day, clock)
        answer_hours(world)
        for _ in range(acts):
            world.minutes(0) if world.drawn.random() < .5 else world.until(world.now + world.drawn.randrange(1, 40) * 1000)
            if not pool or world.drawn.random() < .35:
                pool.append(come_in(world))
            else:
                at_random(world, pool)


# --- complaints, handoffs, appeals ---

def complain(world):
    """A false signature: the branch is asked, answers poorly, is asked again; the customer is told; a supervisor reviews."""
    ticket = world.open('qian', 'complaint', 'phone', '显示签收, 没有收到', 'C06', waybills=[world.parcels[5]], outlet='HQ')
    one = world.register('qian', ticket, 2000000)
    world.refused('qian', 409, 'POST', world.complaint_path(one) + '/steps', {'step': 'investigating'}, 1)
    world.state_facts('qian', one, category='delivery_service', cause='false_signature')
    world.step('qian', one, 'classified')
    world.step('qian', one, 'investigating')
    handoff = world.hand('qian', ticket, 'PD', minutes=240)
    world.refused('hua', 404, 'GET', f'/api/v1/handoffs/{handoff.id}')
    world.refused('pu', 404, 'GET', world.path(ticket))
    return one, handoff


def answer_handoff(world, handoff):
    world.hand_move('pu', handoff, 'accept', 'accepted')
    world.minutes(30)
    world.hand_move('pu', handoff, 'answer', 'answered')
    world.minutes(10)
    world.hand_move('qian', handoff, 'return', 'returned')


def tell_customer(world, one):
    """Proposes, tells and confirms; what is not proven is refused."""
    ticket = one['ticket']
    world.refused('qian', 422, 'POST', world.complaint_path(one) + '/steps', {'step': 'proposed'}, complaint_version(world, one))
    world.state_facts('qian', one, founded='founded', founded_why='快递员承认', findings='放在门卫处', proposal='道歉, 退运费')
    world.blame('qian', one, (('courier', 70), ('dest_outlet', 30)))
    world.step('qian', one, 'proposed')
    world.minutes(5)
    entry = world.says('qian', ticket, 'call', '已道歉, 说明退运费')
    world.state_facts('qian', one, told_entry_id=entry)
    world.step('qian', one, 'told')


def complaint_version(world, one):
    return world.version_of(world.complaint_path(one))


def close_complaint(world, one):
    world.state_facts('qian', one, satisfaction='satisfied', satisfaction_note='可以')
    world.step('qian', one, 'confirmed')
    world.step('qian', one, 'closed')
    version = complaint_version(world, one)
    world.refused('qian', 403, 'POST', world.complaint_path(one) + '/steps', {'step': 'reviewed'}, version)
    world.review('sun', one, '处理得当')
    world.step('sun', one, 'reviewed')


# --- claims ---

def evidence_of(kind):
    return {'damage': ('demand', 'photos'), 'loss': ('demand', 'search'), 'shortage': ('demand', 'weights'), 'delay': ('demand', 'journey')}[kind]


def assess(world, claim):
    answer = world.claim_do('liu', claim, 'POST', 'assessment')
    amount = owed(claim.kind, claim.facts)
    world.same(answer['assessed']['amount'], amount, f'what {claim.kind} {claim.facts} is worth')
    claim.state = 'assessed'
    world.booked(claim, 'assessed')
    return min(amount, claim.demanded)


def propose(world, claim, amount=None):
    usual = assess(world, claim)
    body = {} if amount is None else {'amount': world.money(amount), 'why': '与客户商定'}
    world.claim_do('liu', claim, 'POST', 'proposal', body)
    claim.propose(usual if amount is None else amount)
    world.booked(claim, 'proposed')


def approve(world, claim):
    """As many as the amount asks for agree; who proposed is refused, and so is who agreed before."""
    count, right = approvals(claim.at['proposed'])
    path = f'/api/v1/claims/{claim.id}'
    world.refused('liu', 403, 'POST', path + '/approval', None, world.version_of(path))
    world.refused('qian', 403, 'POST', path + '/approval', None, world.version_of(path))
    if right == 'claim.approve_large':
        world.refused('wang', 403, 'POST', path + '/approval', None, world.version_of(path))
    for number, who in enumerate(('sun', 'director')[:count]):
        world.claim_do(who, claim, 'POST', 'approval')
        if number + 1 < count:
            world.booked(claim, 'agreed')
            world.refused(who, 403, 'POST', path + '/approval', None, world.version_of(path))
    claim.approve()
    world.booked(claim, 'approved', 'claim.decided')


def accept(world, claim):
    world.claim_do('liu', claim, 'POST', 'answer', {'accepted': True})
    world.booked(claim, 'accepted')


def pay(world, claim, reference, amount=None):
    path = f'/api/v1/claims/{claim.id}/payments'
    body = {'reference': reference, **({'amount': world.money(amount)} if amount else {})}
    version = world.version_of(f'/api/v1/claims/{claim.id}')
    world.refused('qian', 403, 'POST', path, body, version)
    world.house.ask('cai', 'POST', path, body, version)
    paid = amount or claim.at['approved']
    claim.pay(reference, paid)
    world.booked(claim, 'paid', 'claim.paid')
    # The same again, after an answer that was lost, is no second payment.
    world.house.ask('cai', 'POST', path, body, version)


def reverse(world, claim, reference):
    amount = claim.references[reference]
    world.claim_do('cai', claim, 'POST', f'payments/{reference}/reversal', {'why': '账户不符'})
    claim.reverse(reference)
    world.booked(claim, 'payment taken back')
    return amount


def apportion(world, claim, shares):
    world.claim_do('sun', claim, 'PUT', 'shares', {'shares': [{'party': party, 'percent': percent} for party, percent in shares]})
    claim.apportion([percent for _, percent in shares])
    world.booked(claim, 'apportioned')


def recover(world, claim, share, amount):
    world.refused('cai', 409, 'POST', f'/api/v1/claims/{claim.id}/recoveries',
                  {'share': share + 1, 'amount': world.money(claim.shares[share][0] - claim.shares[share][1] + 1)},
                  world.version_of(f'/api/v1/claims/{claim.id}'))
    world.claim_do('cai', claim, 'POST', 'recoveries', {'share': share + 1, 'amount': world.money(amount), 'reference': f'R-{claim.no}'})
    claim.recover(share, amount)
    world.booked(claim, 'recovered')


def close(world, claim, fault='damaged'):
    world.claim_do('liu', claim, 'POST', 'closure', {'fault': fault, 'cause': '分拣掉落', 'why': '无法追偿'})
    claim.end('closed')
    world.told_of_end(claim)
    world.booked(claim, 'closed', 'claim.closed')


def refuse(world, claim, how, what, line):
    world.claim_do('sun', claim, 'POST', how, {'why': '不属于赔付范围'})
    claim.end(what)
    world.told_of_end(claim)
    world.booked(claim, what, line)




def insured_damage(world):
    """A cup that was insured in part: in proportion, more was agreed on the phone, the bank sends it back once."""
    ticket = world.open('qian', 'claim', 'phone', '杯子碎了', 'C01', waybills=[world.parcels[0]], outlet='HQ')
    loss, insured, full = world.drawn.randrange(90000, 120000), world.insured[0], 399999
    while loss * insured % full * 2 < full:  # half a fen and more is a fen
        loss += 1
    claim = world.claim('qian', 'damage', 100000, {'actual_loss': loss, 'insured': insured, 'full_value': full, 'proportional': True}, ticket)
    world.prove(claim, evidence_of('damage'))
    propose(world, claim)
    world.claim_do('sun', claim, 'POST', 'return', {'why': '电话中另有约定'})
    claim.returned()
    world.booked(claim, 'returned')
    propose(world, claim, 40001)
    approve(world, claim)
    accept(world, claim)
    pay(world, claim, 'BANK-1')
    reverse(world, claim, 'BANK-1')
    pay(world, claim, 'BANK-2', 13337)
    pay(world, claim, 'BANK-3')
    apportion(world, claim, (('hub', 40), ('courier', 40), ('linehaul', 20)))
    recover(world, claim, 0, claim.shares[0][0] - 1)
    recover(world, claim, 2, claim.shares[2][0])
    return claim


def large_loss(world):
    """A painting, lost whole and insured: more than one may approve, and none of the claims officers."""
    ticket = world.open('qian', 'claim', 'email', '一幅画丢失', 'C04', waybills=[world.parcels[3]], outlet='HQ')
    claim = world.claim('qian', 'loss', 5000000, {'insured': world.insured[3]}, ticket)
    world.prove(claim, evidence_of('loss'))
    propose(world, claim)
    approve(world, claim)
    world.claim_do('liu', claim, 'POST', 'answer', {'accepted': False, 'why': '太少'})
    claim.decline()
    world.booked(claim, 'declined')
    propose(world, claim, 3333333)
    approve(world, claim)
    accept(world, claim)
    pay_at_once(world, claim, 'BANK-9')
    apportion(world, claim, (('linehaul', 50), ('insurer', 49), ('undetermined', 1)))
    recover(world, claim, 1, 7)
    recover(world, claim, 1, claim.shares[1][0] - 7)
    close(world, claim, 'missing')


def pay_at_once(world, claim, reference):
    """Two cashiers press the button together, with the same reference and with others: it is paid once."""
    path, version = f'/api/v1/claims/{claim.id}', world.version_of(f'/api/v1/claims/{claim.id}')
    tries = [('cai', reference), ('wang', reference), ('liu', reference + '-B'), ('director', reference + '-C')]
    with ThreadPoolExecutor(len(tries)) as pool:
        answers = list(pool.map(lambda one: world.house.status(one[0], 'POST', path + '/payments', {'reference': one[1]}, version), tries))
    world.check(set(answers) <= {200, 409, 412} and 200 in answers, f'payments at once answer {answers}')
    paid = next(row['reference'] for row in world.house.every('cai', path + '/ledger') if row['what'] == 'pay')
    claim.pay(paid, claim.at['approved'])
    world.booked(claim, 'paid', 'claim.paid')


def small_claims(world):
    """Of every kind a few, with amounts at random; some are refused or taken back."""
    for number in range(6):
        kind = world.drawn.choice(('damage', 'shortage', 'delay', 'loss'))
        code = world.drawn.choice(('C03', 'C07', 'C08', 'C09', 'C12'))
        facts = {'delay': {'freight': world.drawn.randrange(800, 3000), 'delay_hours': 50},
                 'loss': {'market_price': world.drawn.randrange(1000, 99999)}}.get(
                     kind, {'actual_loss': world.drawn.randrange(1000, 99999), 'market_price': world.drawn.randrange(1000, 99999)})
        if world.drawn.random() < .3:
            facts['agreed'] = world.drawn.randrange(500, 30000)
        claim = world.claim('ai', kind, world.drawn.randrange(500, 120000), facts, customer=code)
        world.prove(claim, evidence_of(kind))
        propose(world, claim)
        approve(world, claim)
        if number == 2:
            refuse(world, claim, 'withdrawal', 'withdrawn', 'claim.closed')
            continue
        accept(world, claim)
        pay(world, claim, f'SMALL-{number}')
        parts = sorted(world.drawn.sample(range(1, 100), 2))
        apportion(world, claim, (('hub', parts[0]), ('courier', parts[1] - parts[0]), ('station', 100 - parts[1])))
        share = world.drawn.randrange(3)
        if claim.shares[share][0]:
            recover(world, claim, share, world.drawn.randrange(1, claim.shares[share][0] + 1))
        close(world, claim, 'damaged')


def nature(world):
    """Spoilt fruit: the goods' own nature, with evidence, owes nothing."""
    claim = world.claim('qian', 'damage', 9000, {'exclusion': 'inherent_nature', 'actual_loss': 9000, 'market_price': 9000, 'proven': True},
                        customer='C02')
    world.prove(claim, ('demand', 'photos', 'exclusion'))
    assess(world, claim)
    world.refused('liu', 422, 'POST', f'/api/v1/claims/{claim.id}/proposal', {}, world.version_of(f'/api/v1/claims/{claim.id}'))
    refuse(world, claim, 'rejection', 'rejected', 'claim.refused')


def fast(world):
    """Of a customer of half a year a small claim is granted at once; of another it is not."""
    claim = world.claim('qian', 'delay', 1500, {'freight': 1200, 'delay_hours': 60}, customer='C02')
    world.claim_do('qian', claim, 'POST', 'fast-grant')
    claim.propose(1200)
    claim.approve()
    claim.rows += 0
    world.booked(claim, 'approved', 'claim.decided')
    accept(world, claim)
    pay(world, claim, 'FAST-1')
    apportion(world, claim, (('platform', 100),))
    close(world, claim, 'late')
    other = world.claim('qian', 'delay', 1500, {'freight': 1200, 'delay_hours': 60}, customer='C07')
    world.refused('qian', 409, 'POST', f'/api/v1/claims/{other.id}/fast-grant', None, 1)


def merge_customers(world):
    """Two who were taken for one, and are not: both histories stay."""
    one, other = world.customers['C09'], world.customers['C10']
    merge = world.house.ask('sun', 'POST', f'/api/v1/customers/{one.id}/merges', {'merged_id': other.id, 'why': '同一人'},
                            world.version_of(f'/api/v1/customers/{one.id}'))
    for person in (one, other):
        world.timeline(world.now, person, 'customer.merged')
    world.settle()
    return merge['id']


def unmerge_customers(world, merge):
    world.house.ask('sun', 'POST', f'/api/v1/customer-merges/{merge}/undo', {'why': '两个人'})
    for code in ('C09', 'C10'):
        world.timeline(world.now, world.customers[code], 'customer.unmerged')
    world.settle()


def erase(world, code):
    """Who asks for it is forgotten; what the law keeps stays."""
    person = world.customers[code]
    world.refused('sun', 403, 'POST', f'/api/v1/customers/{person.id}/erase', {'reason': '来信'}, 1)
    world.house.ask('director', 'POST', f'/api/v1/customers/{person.id}/erase', {'reason': '来信'},
                    world.version_of(f'/api/v1/customers/{person.id}'))
    name, phone = '褚十一', person.contact['sms']
    person.gone, person.contact, person.said = True, {'sms': None, 'email': None}, {}
    for asked in (name, phone, 'chushiyi'):
        found = world.house.ask('director', 'GET', f'/api/v1/customers?q={quote(asked)}')['items']
        world.same(found, [], f'who is found by {asked} after having been erased')
    for ticket in world.tickets:
        if ticket.customer is person:
            seen = world.house.ask('director', 'GET', world.path(ticket))
            world.check(ticket.subject not in (seen['subject'] or ''), f'{ticket.no} still has its subject')
    world.settle()


def appeals(world):
    """One that the company answers, and one that it forgets."""
    ticket = world.open('qian', 'complaint', 'regulator', '邮政申诉: 丢失', 'C01', outlet='HQ')
    one = world.register('qian', ticket, 50000)
    world.state_facts('qian', one, category='loss_shortage')
    answered = world.appeal('qian', ticket, 'SS2026-1', world.now - 3 * HOUR)
    other = world.open('qian', 'complaint', 'regulator', '邮政申诉: 态度', 'C12', outlet='HQ')
    world.appeal('qian', other, 'SS2026-2', world.now - 26 * HOUR)
    path = f'/api/v1/appeals/{answered["id"]}'
    world.refused('ai', 403, 'POST', path + '/reply', {'reply': '已赔付'}, 1)
    world.refused('qian', 409, 'POST', path + '/result', {'result': 'founded'}, world.version_of(path))
    return answered


def late_handoffs(world):
    """One that nobody answers, one that is answered late, one that is declined."""
    tickets = [world.open('qian', 'service_request', 'email', '查件', code, outlet='HQ') for code in ('C03', 'C06', 'C07')]
    never = world.hand('qian', tickets[0], 'HP', wait=True)
    late = world.hand('qian', tickets[1], 'PD', minutes=90)
    declined = world.hand('qian', tickets[2], 'HP', wait=True)
    world.minutes(45)
    world.hand_move('hua', declined, 'decline', 'declined')
    world.minutes(60)
    world.hand_move('pu', late, 'answer', 'answered')
    return never


def hand_on(world):
    """An agent goes home in the middle: what they had goes to who is there."""
    for login in ('ai', 'bo'):
        world.present(login)
    world.present('bo', 'away')
    owned = [ticket for ticket in world.tickets if ticket.owner == 'bo' and ticket.type not in ('closed', 'merged', 'resolved')]
    world.house.ask('sun', 'POST', '/api/v1/desk/agents/bo/hand-on')
    for ticket in sorted(owned, key=lambda one: int(one.id)):
        ticket.assign(world.now, ticket.team, None)
        world.route(ticket)
    world.settle()


def week(world):
    world.until('09-20', '08:30')
    world.parcels = company.parcels(world)
    ordinary_hours(world, '09-20', ('09:00', '11:00', '14:00', '17:30'), 5)
    # Monday
    world.until('09-21', '09:10')
    world.present('liu')
    complaint, handoff = complain(world)
    world.minutes(20)
    answer_handoff(world, handoff)
    damage = insured_damage(world)
    ordinary_hours(world, '09-21', ('11:00', '14:00', '16:00'), 5)
    world.hand_move('pu', handoff, 'answer', 'answered')
    world.hand_move('qian', handoff, 'close', 'closed')
    tell_customer(world, complaint)
    world.minutes(3)
    close_complaint(world, complaint)
    world.until('09-21', '20:58')
    world.open('qian', 'service_request', 'email', '夜里的信', 'C07', outlet='HQ')
    world.until('09-21', '21:30')
    late = world.open('qian', 'service_request', 'email', '更晚的信', 'C07', outlet='HQ')
    world.open('qian', 'service_request', 'email', '也很晚', 'C03', outlet='HQ')
    world.until('09-21', '23:00')
    world.consent('qian', 'C07', 'withdrawn')  # what waits for the morning is not sent any more
    # Tuesday
    world.until('09-22', '09:00')
    world.move('qian', late, 'resolved')
    answered = appeals(world)
    large_loss(world)
    world.until('09-22', '14:00')
    stopped = hub.comes_in(world)
    ordinary_hours(world, '09-22', ('15:00', '16:30'), 5)
    never = late_handoffs(world)
    # Wednesday
    ordinary_hours(world, '09-23', ('09:30', '11:00'), 4)
    hand_on(world)
    merged = merge_customers(world)
    small_claims(world)
    world.until('09-23', '14:00')
    world.until(world.now + 1000)
    hub.is_found(world, stopped)
    hub.is_confirmed(world, stopped)
    world.until('09-23', '17:00')
    world.appeal_move('qian', answered, 'reply', {'reply': '已赔付'}, 'replied')
    world.until('09-23', '21:30')
    hub.is_told_at_night(world, stopped)
    world.consent('qian', 'C02', 'withdrawn')
    # Thursday
    hub.is_sent_in_the_morning(world)
    hub.is_promised_anew(world, stopped)
    ordinary_hours(world, '09-24', ('10:00', '11:30'), 4)
    world.until('09-24', '14:01')
    hub.is_still_silent(world)
    world.until('09-24', '15:00')
    hub.goes_on(world, stopped)
    unmerge_customers(world, merged)
    world.consent('qian', 'C01', 'given', 'marketing', 'email')
    recover(world, damage, 1, 1)
    close(world, damage)
    # The holiday: who works does, and the calendar stands still.
    world.until('09-25', '10:00')
    hub.scan_all(world, stopped, 'delivered', 'PD')
    world.open('qian', 'complaint', 'phone', '中秋未送到', 'C08', outlet='HQ')
    fast(world)
    nature(world)
    erase(world, 'C11')
    ordinary_hours(world, '09-26', ('10:00', '15:00'), 4)
    # Monday after it
    ordinary_hours(world, '09-28', ('09:30', '11:00'), 5)
    world.appeal_move('qian', answered, 'result', {'result': 'founded'}, 'decided')
    world.hand_move('qian', never, 'withdraw', 'closed')
    world.until('10-12', '09:00')
