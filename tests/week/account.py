"""The reckoning: every clock, every fen, every entry, every message, as the program has them and as they ought to be."""
from collections import Counter

from house import ms_of

KNOWN_LINES = ('ticket.', 'claim.', 'notice.', 'consent.', 'complaint.', 'appeal.', 'message.', 'call.', 'customer.merged', 'customer.unmerged')


def words_of(entry):
    """What an entry says, as the model says it."""
    kind, detail = entry['kind'], entry['detail'] or {}
    if kind == 'state':
        return f'{detail["from"]}>{detail["to"]}'
    if kind in ('message', 'call'):
        return entry['direction']
    if kind == 'assigned':
        return f'{detail.get("team", "")}/{detail.get("owner", "")}'
    if kind == 'changed':
        if 'routed' in detail:
            return 'routed'
        if detail.get('why') == 'escalated':
            return 'priority escalated'
        return ' '.join(detail)
    if kind == 'clock':
        return f'{detail["what"]} {detail["clock"]}'
    if kind == 'merged':
        return detail.get('what') or next(iter(detail))
    if kind in ('handoff', 'complaint', 'money', 'watch'):
        return detail['what']
    return ''


def account_for_tickets(world):
    logins = {person['id']: login for login, person in world.house.people.items() if 'id' in person}
    for ticket in world.tickets:
        seen = world.house.ask('director', 'GET', world.path(ticket))
        name = f'ticket {ticket.no} ({ticket.kind}, {ticket.channel})'
        for field, ought in (('type', ticket.type), ('priority', ticket.priority), ('kind', ticket.kind), ('team', ticket.team),
                             ('owner', ticket.owner), ('merged_into_id', ticket.into and ticket.into.id)):
            world.same(seen[field], ought, f'{name}: {field}')
        account_for_clocks(world, f'{name}: ', seen['clocks'], ticket.clocks, logins)
        account_for_log(world, name, ticket)


def account_for_clocks(world, name, seen, ought, logins):
    world.same(sorted(clock['clock'] for clock in seen), sorted(ought), f'{name}clocks')
    for clock in seen:
        want = ought.get(clock['clock'])
        if not want:
            continue
        for field, value in (('round', want.round), ('used_ms', want.ran)):
            world.same(clock[field], value, f'{name}{clock["clock"]} {field}')
        for field, value in (('started_at', want.started), ('running_at', want.since), ('deadline_at', want.deadline),
                             ('met_at', want.met), ('breached_at', want.breached)):
            world.same(ms_of(clock[field]), value, f'{name}{clock["clock"]} {field}')
        if want.breached is not None and isinstance(want.holder, tuple):
            world.same(logins.get(clock['holder_id']), want.holder[0], f'{name}{clock["clock"]} holder')


def account_for_log(world, name, ticket):
    entries = [entry for entry in world.house.every('director', world.path(ticket) + '/entries') if entry['ticket_id'] == ticket.id]
    seen = [(ms_of(entry['at']), entry['kind'], words_of(entry)) for entry in entries]
    # What two jobs do at one instant has no order: a complaint has two deadlines that may be the same.
    two = ticket.kind == 'complaint' and sorted(seen) == sorted(ticket.log)
    if seen == ticket.log or two:
        world.checks += len(seen)
        return
    missing, surplus = Counter(ticket.log) - Counter(seen), Counter(seen) - Counter(ticket.log)
    world.check(False, f'{name}: the log lacks {sorted(missing)} and has {sorted(surplus)}' if missing or surplus else
                f'{name}: the log stands in another order: {seen}, and ought to be {ticket.log}')


def account_for_handoffs(world):
    for handoff in world.handoffs:
        seen = world.house.ask('director', 'GET', f'/api/v1/handoffs/{handoff.id}')
        world.same((seen['state'], seen['owner']), (handoff.state, handoff.owner), f'handoff of {handoff.ticket.no}')
        account_for_clocks(world, f'handoff of {handoff.ticket.no}: ', seen['clocks'], {'handoff': handoff.clock}, {})


def account_for_complaints(world):
    for one in world.complaints:
        seen = world.house.ask('director', 'GET', world.complaint_path(one))
        name = f'complaint of {one["ticket"].no}'
        for field in ('step', 'category', 'priority'):
            world.same(seen[field], one[field], f'{name}: {field}')
        world.same(seen['score'], one['score'], f'{name}: score')
        world.same(seen['cost']['amount'], sum(claim.at['paid'] for claim in world.claims if claim.ticket is one['ticket']),
                   f'{name}: cost')
        world.same((ms_of(seen['answer_due_at']), seen['answer_breached_at'] and ms_of(seen['answer_breached_at'])), (one['due'], one['breached']),
                   f'{name}: the law\'s deadline')
    for one in world.appeals:
        seen = world.house.ask('director', 'GET', f'/api/v1/appeals/{one["id"]}')
        late = (one['replied'] or world.now) > one['due']
        world.same((seen['state'], ms_of(seen['due_at']), seen['overdue'], seen['result']),
                   (one['state'], one['due'], late, one['result']), f'appeal {one["reference"]}')


def account_for_money(world):
    totals, seen_totals = Counter(), Counter()
    for claim in world.claims:
        record = world.house.ask('director', 'GET', f'/api/v1/claims/{claim.id}/record')
        seen, name = record['claim'], f'claim {claim.no} ({claim.kind})'
        world.same(seen['state'], claim.state, f'{name}: state')
        for account, amount in claim.at.items():
            world.same(seen[account]['amount'], amount, f'{name}: {account}')
            totals[account] += amount
            seen_totals[account] += seen[account]['amount']
        world.same(sum(seen[one]['amount'] for one in ('claimed', 'proposed', 'approved', 'paid', 'refused')), claim.demanded,
                   f'{name}: where the demand stands')
        world.same(sum(seen[one]['amount'] for one in ('due', 'recovered', 'written_off')), seen['paid']['amount'],
                   f'{name}: who bears what was paid')
        world.same([[share['due']['amount'], share['recovered']['amount']] for share in record['shares']], claim.shares, f'{name}: shares')
        world.check(all(one['agrees'] for one in record['assessments']), f'{name}: the rules say another thing today')
        rows = world.house.every('director', f'/api/v1/claims/{claim.id}/ledger')
        world.same([row['no'] for row in rows], list(range(1, claim.rows + 1)), f'{name}: rows of its book')
        world.same(book_of(rows), {account: amount for account, amount in claim.at.items() if amount}, f'{name}: its rows add up to')
    world.same(seen_totals, totals, 'all claims together')


def book_of(rows):
    """What the rows add up to."""
    balances = Counter()
    for row in rows:
        balances[row['from_account']] -= row['amount']['amount']
        balances[row['to_account']] += row['amount']['amount']
    return {account: amount for account, amount in balances.items() if amount and account not in ('outside', 'borne')}


def account_for_notices(world):
    subjects = {}
    for notice in world.house.every('director', '/api/v1/notices'):
        at = None if notice['fact'] == 'incident.notice' else ms_of(notice['created_at'])
        subjects.setdefault((notice['fact'], notice['subject_id'], notice['audience'], at), []).append(notice)
    for one in world.notices.expected:
        subject = one['subject'] if isinstance(one['subject'], str) else one['subject'].id
        key = (one['fact'], subject, one['audience'], None if one['loose'] else one['at'])
        seen = subjects.get(key, [])
        if not seen:
            world.check(False, f'no message of {key}')
            continue
        notice = seen.pop()
        gone = one['customer'] is not None and one['customer'].gone
        world.same((notice['state'], channel_of(notice), notice['why'], notice['to']),
                   (one['state'], one['channel'] if one['state'] != 'held_back' else None, one['why'] if one['state'] != 'failed' else 'the network could not deliver it',
                    None if gone else one['to']), f'message of {key}')
        if not one['loose']:
            world.same(ms_of(notice['sent_at']), one.get('sent'), f'message of {key}: sent')
    for key, left in subjects.items():
        world.check(not left, f'{len(left)} messages of {key} that nobody ought to get')


def channel_of(notice):
    return notice['channel'] if notice['state'] != 'held_back' else None


def account_for_deliveries(world, mails):
    """What reached the gateway and the mail server: each message that was sent, no other, and no two but those in the hands of a
    server that was killed."""
    ought = Counter(one['to'] for one in world.notices.expected if one['channel'] == 'sms' and 'sent' in one)
    seen = Counter(to for to, _ in world.gateway.taken)
    world.same(ought - seen, Counter(), 'short messages that the gateway never got')
    extra = seen - ought
    world.check(sum(extra.values()) <= world.may_repeat and not set(extra) - set(ought),
                f'short messages that the gateway ought not to have: {extra}')
    world.same(Counter(to for to, _ in mails), Counter(one['to'] for one in world.notices.expected
                                                       if one['channel'] == 'email' and 'sent' in one), 'mails')


def account_for_timelines(world):
    for code, person in world.customers.items():
        if person.gone:
            continue
        lines = world.house.every('director', f'/api/v1/customers/{person.id}/timeline')
        seen = Counter((line['kind'], ms_of(line['at'])) for line in lines
                       if line['customer_id'] == person.id and line['kind'].startswith(KNOWN_LINES))
        ought = Counter({(kind, at): count for (of, kind, at), count in world.lines.items() if of == code and at is not None})
        loose = Counter({kind: count for (of, kind, at), count in world.lines.items() if of == code and at is None})
        world.checks += sum(ought.values())
        open_ = Counter()
        for (kind, _), count in (seen - ought).items():
            open_[kind] += count
        if ought - seen or open_ != loose:
            world.check(False, f'timeline of {code}: lacks {sorted((ought - seen).items())[:9]}, has {sorted((seen - ought).items())[:9]}')


def account_for_proofs(world):
    """The program's own proofs agree."""
    for proof in (('desk', 'verify'), ('audit', 'verify'), ('figures', '--verify')):
        done = world.house.run(*proof)
        world.check(done.returncode == 0, f'{" ".join(proof)} ends with {done.returncode}: {done.stdout[-500:]}{done.stderr[-500:]}')


def account(world, mails):
    account_for_tickets(world)
    account_for_handoffs(world)
    account_for_complaints(world)
    account_for_money(world)
    account_for_notices(world)
    account_for_deliveries(world, mails)
    account_for_timelines(world)
    account_for_proofs(world)
