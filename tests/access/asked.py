"""What the walk asks for: what stands for each parameter of a path, and the body and query of each route. `{key}` is that thing of
the side that is asked for, `{n}` a number that was never used."""
import json
import re

# The longest beginning of a path that fits tells what its parameters stand for.
PLACES = {
    '/people': {'id': 'person'}, '/roles': {'name': 'courier'}, '/tokens': {'id': 'token'}, '/outlets': {'code': 'outlet'},
    '/settings': {'name': 'company'}, '/jobs': {'id': 'job'}, '/waybills': {'carrier': 'sto', 'no': 'no'}, '/numbers': {'no': '771000000000010'},
    '/products': {'code': 'standard', 'version': '1'}, '/lanes': {'id': 'lane', 'version': '1'}, '/calendars': {'code': 'cn', 'version': '1'},
    '/promise-reasons': {'code': 'weather'}, '/causes': {'id': 'duty'}, '/watch/rules': {'code': 'overdue'}, '/watch/plans': {'code': 'trace'},
    '/watch/findings': {'id': 'finding'}, '/watch/incidents': {'id': 'incident'}, '/watch/incident-policies': {'kind': 'site'},
    '/watch/incident-actions': {'id': 'action'}, '/customers': {'id': 'customer'}, '/customers/{id}/contacts': {'id': 'customer', 'part': 'contacts'},
    '/customers/{id}/addresses': {'id': 'customer', 'part': 'addresses'}, '/customers/{id}/people': {'id': 'customer', 'part': 'people'},
    '/customers/{id}/notes': {'id': 'customer', 'part': 'notes'}, '/customer-duplicates': {'id': 'duplicate'}, '/customer-merges': {'id': 'merge'},
    '/customer-fields': {'name': 'contract_no'}, '/claims': {'id': 'claim', 'item': 'demand', 'reference': 'BANK-1', 'entry': 'claim'},
    '/claim-numbers': {'no': 'claim_no'}, '/claim-rules': {'number': '1'}, '/handoffs': {'id': 'handoff'}, '/appeals': {'id': 'appeal'},
    '/tickets': {'id': 'ticket', 'article': 'article', 'to': 'spare_ticket', 'kind': 'relates'}, '/ticket-numbers': {'no': 'ticket_no'},
    '/complaint-causes': {'code': 'false_signature'}, '/forms': {'id': 'form'}, '/articles': {'id': 'outlet_article'},
    '/notices': {'id': 'notice'}, '/notice-templates': {'id': 'template'}, '/gateways': {'channel': 'sms'},
    '/webhooks': {'id': 'webhook', 'delivery': 'delivery'}, '/figures': {'name': 'on_time'}, '/quarantine': {'id': 'quarantine'},
    '/intake': {'id': 'intake'}, '/push': {'provider': 'kdniao'}, '/push-sources': {'provider': 'kdniao'}, '/files': {'id': 'file'},
    '/desk/states': {'code': 'open'}, '/desk/transitions': {'from': 'open', 'to': 'resolved'}, '/desk/policies': {'code': 'next-response'},
    '/teams': {'code': 'team', 'login': 'agent'}, '/desk/queues': {'id': 'queue'}, '/desk/agents': {'login': 'agent'},
    '/desk/channel-weights': {'channel': 'phone'}, '/desk/routes': {'code': 'claims'}, '/desk/macros': {'id': 'team_macro', 'version': '1'},
    '/desk/bulks': {'id': 'bulk'}, '/desk/incoming': {'id': 'incoming'},
    '/pledges': {'code': 'on-time'},
    '/me/sessions': {'session': '7'}, '/people/{id}/sessions': {'id': 'person', 'session': '7'},
}

MONEY = {'amount': 1200, 'currency': 'CNY'}
PRODUCT = {'code': 'p{n}', 'name': 'P', 'calendar': 'cn', 'cutoff_minute': 1020, 'collect_minute': 1200}
LANE = {'product': 'standard', 'origin': '310000', 'destination': '{n}', 'delivery_days': 3, 'delivery_minute': 1080}
CALENDAR = {'code': 'c{n}', 'name': 'C', 'zone': 'Asia/Shanghai', 'hours': [{'weekdays': ['mon'], 'from': '00:00', 'to': '24:00'}], 'days': []}
RULE = {'code': 'r{n}', 'name': 'R', 'name_zh': '规', 'kind': 'no_scan_since_collected', 'hours': 6, 'severity': 'high'}
PLAN = {'code': 'q{n}', 'name': 'Q', 'name_zh': '案', 'steps': [{'action': 'call_consignee', 'text': 'Ask', 'minutes': 30}]}
REASON = {'code': 's{n}', 'name_zh': '罢工', 'name_en': 'Strike', 'effect': 'moves', 'move_days': 1, 'mass': True}
CAUSE = {'reason': 'weather', 'text': 'Flood', 'from': '2026-11-22T08:00:00+08:00', 'until': '2026-11-25T08:00:00+08:00', 'sites': ['{outlet}']}
INCIDENT = {'title': 'I', 'title_zh': '事', 'cause': 'hub_stopped', 'severity': 'high', 'places': [{'kind': 'site', 'site': '{outlet}'}]}
OUTLET = {'code': 'N-{n}', 'name': 'N', 'kind': 'station', 'parent': '{area}'}
FIELD = {'name': 'f{n}', 'kind': 'text', 'zh': '字', 'en': 'F'}
HOOK = {'url': 'https://example.com/x', 'events': [], 'customer_id': '{customer}', 'enabled': False}
STATE = {'code': 'w{n}', 'type': 'pending_internal', 'name_zh': '待', 'name_en': 'W'}
MACRO = {'scope': 'team', 'team': '{team}', 'name_zh': '一', 'name_en': 'M{n}', 'note': 'x'}
ROUTE = {'code': 'z{n}', 'kind': 'claim', 'team': '{team}'}
TEAM = {'code': 'TT{n}', 'name': 'T', 'outlet': '{outlet}'}
FORM = {'kind': 'accident_report', 'ticket_id': '{ticket}', 'outlet': '{outlet}', 'values': {'place': 'here'}}
ARTICLE = {'code': 'a{n}', 'language': 'en', 'kind': 'article', 'audience': 'outlet', 'outlet': '{outlet}', 'title': 'A', 'body': 'B'}
CLAIM_RULES = {'text': 'level any claim.approve 1\nrule all\n zh 全部\n en All\n cite contract\n amount demanded\n', 'why': 'so'}
TEMPLATE = {'fact': 'waybill.collected', 'channel': 'sms', 'language': 'en', 'audience': 'customer', 'body': 'Collected.', 'why': 'so'}
PLEDGE = {'code': 'g{n}', 'zh': '诺', 'en': 'P', 'figure': 'hours72', 'target': 0.9, 'span': 'month', 'least': 30}
WHY = {'why': 'so'}

BODIES = {
    'POST /session': {'login': 'nobody', 'password': 'wrong'},
    'POST /me/password': {'present': 'wrong', 'password': 'correct horse battery'},
    'POST /me/second-factor': {'password': 'wrong'}, 'POST /me/second-factor/confirmation': {'code': '000000'},
    'POST /me/second-factor/recovery-codes': {'password': 'wrong', 'code': '000000'}, 'POST /me/second-factor/removal': {'password': 'wrong', 'code': '000000'},
    'POST /people': {'login': 'p{n}', 'roles': ['courier'], 'outlet': '{outlet}', 'customer_id': '{customer}'},
    'PUT /people/{id}': {'roles': ['agent'], 'outlet': '{outlet}'},
    'POST /roles': {'name': 'r{n}', 'rights': ['outlet.read']},
    'PUT /roles/{name}': {'rights': ['outlet.read']},
    'POST /tokens': {'name': 't{n}', 'rights': ['outlet.read'], 'outlet': '{outlet}', 'customer_id': '{customer}'},
    'POST /outlets': OUTLET,
    'PUT /outlets/{code}': {'name': 'N', 'kind': 'station', 'parent': '{area}'},
    'PATCH /settings/{name}': {'value': '顺达'},
    'POST /waybills': [{'carrier': 'sto', 'no': '{no}', 'goods': 'tea', 'customer_ref': '{customer_code}', 'origin_outlet': '{outlet}'}],
    'POST /waybills/{carrier}/{no}/carrier': {'carrier': 'yto', 'why': 'so'},
    'POST /waybills/trial?shown=1': [{'carrier': 'sto', 'no': '{no}'}],
    'POST /waybills/{carrier}/{no}/promise': {'reason': 'customer_request', 'promised_at': '2026-11-26T18:00:00+08:00', 'text': 'so'},
    'POST /products': PRODUCT, 'PUT /products/{code}': dict(PRODUCT, code='standard'), 'POST /products/trial': [PRODUCT], 'POST /products/import': [PRODUCT],
    'POST /lanes': LANE, 'PUT /lanes/{id}': dict(LANE, origin='*', destination='*'), 'POST /lanes/trial': [LANE], 'POST /lanes/import': [LANE],
    'POST /calendars': CALENDAR, 'PUT /calendars/{code}': dict(CALENDAR, code='cn'),
    'POST /watch/rules': RULE, 'PUT /watch/rules/{code}': dict(RULE, code='overdue'),
    'POST /watch/rules/try': {'code': 'overdue', 'from': '2026-11-01T00:00:00+08:00', 'to': '2026-11-22T00:00:00+08:00'},
    'POST /watch/plans': PLAN, 'PUT /watch/plans/{code}': dict(PLAN, code='trace'),
    'POST /watch/findings/{id}/acts': {'act': 'acknowledge'},
    'POST /watch/incidents': INCIDENT, 'PATCH /watch/incidents/{id}': {'title': 'J'},
    'POST /watch/incidents/{id}/moves': {'move': 'handle'}, 'POST /watch/incidents/{id}/log': {'what': 'note', 'text': 'x'},
    'POST /watch/incidents/{id}/parcels': {'numbers': ['{spare_no}']}, 'POST /watch/incidents/{id}/parcels/remove': {'numbers': ['{spare_no}']},
    'PUT /watch/incident-policies/{kind}': {'window_minutes': 60, 'min_count': 50, 'min_share': 40, 'cooldown_minutes': 240, 'expire_minutes': 720,
                                            'exceptions': ['stalled']},
    'POST /watch/incidents/{id}/actions': {'kind': 'close_findings', 'text': 'x'},
    'POST /watch/incidents/{id}/causes': {'reason': 'weather', 'text': 'Flood', 'move_hours': 12, 'until': '2026-11-25T08:00:00+08:00', 'bound_only': True},
    'POST /promise-reasons': REASON, 'PUT /promise-reasons/{code}': dict(REASON, code='weather'),
    'POST /causes': CAUSE, 'PUT /causes/{id}': dict(CAUSE, sites=None, lanes=[{'destination': '440300'}]), 'POST /causes/{id}/withdraw': WHY,
    'POST /customers': [{'code': '{customer_code}', 'city': '{city}'}], 'POST /customers/trial?shown=1': [{'code': '{customer_code}'}],
    'PATCH /customers/{id}': {'city': '{city}'},
    'POST /customers/{id}/contacts': {'kind': 'email', 'value': 'n{n}@example.com'}, 'PUT /customers/{id}/contacts/{part}': {'kind': 'email', 'value': 'a@example.com'},
    'POST /customers/{id}/addresses': {'text': 'Road {n}'}, 'PUT /customers/{id}/addresses/{part}': {'text': 'Road'},
    'POST /customers/{id}/people': {'name': 'P'}, 'PUT /customers/{id}/people/{part}': {'name': 'P'},
    'POST /customers/{id}/notes': {'text': 'x'}, 'PUT /customers/{id}/notes/{part}': {'text': 'x'},
    'POST /customers/{id}/classifications': {'kind': 'lifecycle', 'value': 'regular', 'why': 'so'},
    'POST /customer-duplicates/{id}/dismissal': WHY, 'POST /customer-merges/{id}/undo': WHY,
    'POST /customers/{id}/merges': {'merged_id': '{spare_customer}', 'why': 'so'}, 'POST /customers/{id}/erase': {'reason': 'asked'},
    'POST /customer-fields': FIELD, 'PUT /customer-fields/{name}': dict(FIELD, name='contract_no'),
    'PATCH /customers/{id}/fields': {'values': {'contract_no': 'K'}},
    'POST /customers/{id}/consents': {'purpose': 'marketing', 'channel': 'sms', 'said': 'given', 'notice_version': '1', 'evidence': 'x'},
    'PUT /customers/{id}/notice-preference': {'channel': 'email'},
    'POST /claims': {'kind': 'delay', 'customer': '{customer_code}', 'outlet': '{outlet}', 'demanded': MONEY, 'waybills': [{'no': '{spare_no}'}]},
    'PATCH /claims/{id}': {'delay_hours': 50}, 'PUT /claims/{id}/evidence/{item}': {'waived_why': 'so'},
    'POST /claims/{id}/proposal': {}, 'POST /claims/{id}/return': WHY, 'POST /claims/{id}/answer': {'accepted': True}, 'POST /claims/{id}/rejection': WHY,
    'POST /claims/{id}/withdrawal': WHY, 'POST /claims/{id}/reopening': WHY, 'POST /claims/{id}/payments': {'reference': 'BANK-1'},
    'POST /claims/{id}/payments/{reference}/reversal': WHY, 'PUT /claims/{id}/shares': {'shares': [{'party': 'hub', 'percent': 100, 'evidence': 'x'}]},
    'POST /claims/{id}/recoveries': {'share': 1, 'amount': MONEY}, 'POST /claims/{id}/recoveries/{entry}/reversal': WHY,
    'POST /claims/{id}/closure': {'fault': 'late', 'cause': 'x', 'why': 'so'},
    'POST /claim-trials': {'facts': {'kind': 'shortage', 'insured': MONEY, 'full_value': MONEY, 'actual_loss': MONEY, 'proportional': True}},
    'POST /claim-rules': CLAIM_RULES, 'PUT /claim-rules/{number}': CLAIM_RULES, 'POST /claim-rules/{number}/publication': {'effective_at': '2027-01-01T00:00:00+08:00'},
    'POST /tickets/{id}/handoffs': {'outlet': '{outlet}', 'question': 'Who?', 'minutes': 60}, 'POST /handoffs/{id}/moves': {'move': 'accept'},
    'POST /tickets/{id}/complaint': {}, 'PATCH /tickets/{id}/complaint': {'category': 'delivery_service', 'cause': 'false_signature'},
    'PUT /tickets/{id}/complaint/shares': {'shares': [{'party': 'courier', 'percent': 100, 'outlet': '{outlet}', 'note': 'x'}]},
    'POST /tickets/{id}/complaint/steps': {'step': 'classified'},
    'POST /complaint-causes': {'code': 'cc{n}', 'category': 'damage', 'name_zh': '潮', 'name_en': 'Wet'},
    'PUT /complaint-causes/{code}': {'category': 'delivery_service', 'name_zh': '签', 'name_en': 'Signed'},
    'PUT /complaint-weights': {'factor': 'tier', 'tier': 'vip', 'weight': 170},
    'POST /tickets/{id}/appeals': {'reference': 'SS{n}', 'authority': 'A', 'transferred_at': '2026-11-20T02:00:00Z'},
    'POST /appeals/{id}/reply': {'reply': 'paid'}, 'POST /appeals/{id}/result': {'result': 'founded'},
    'POST /forms': FORM, 'PUT /forms/{id}': {'values': {'place': 'there'}},
    'POST /pledges': PLEDGE, 'PUT /pledges/{code}': {**PLEDGE, 'code': 'on-time'},
    'POST /articles': ARTICLE, 'PUT /articles/{id}': {'audience': 'agent'}, 'PUT /articles/{id}/draft': {'title': 'A', 'body': 'B'},
    'POST /articles/{id}/publication': WHY, 'POST /articles/{id}/retirement': WHY, 'POST /articles/{id}/feedback': {'helpful': True},
    'POST /articles/suggestions': {'text': 'on east west', 'language': 'en'},
    'POST /notice-templates': TEMPLATE, 'PUT /notice-templates/{id}': {'body': 'X', 'why': 'so'},
    'PUT /gateways/{channel}': {'url': 'http://127.0.0.1:9/x', 'sender': '95543', 'secret': '0123456789abcdef'},
    'PUT /sign-in-provider': {'issuer': 'http://127.0.0.1:1', 'client_id': 'desk', 'label': 'L', 'private': True, 'enabled': True, 'address': 'http://127.0.0.1:1'},
    'POST /session/provider/answer': {'state': 's'}, 'POST /session/provider/code': {'code': '000000'},
    'POST /webhooks': HOOK, 'PUT /webhooks/{id}': HOOK,
    'POST /mappings': {'provider': 'acme', 'code': 'Y{n}', 'stage': 'hub_in'}, 'POST /quarantine/release': {}, 'POST /tickets/{id}/contact': {'reason': 'a call back'}, 'POST /forms/{id}/contact': {'reason': 'a call back'},
    'POST /customers/{id}/contact': {'reason': 'a call back'}, 'POST /waybills/{carrier}/{no}/contact': {'reason': 'a call back'},
    'GET /mappings/versions?provider=acme&code=X9': None, 'POST /quarantine/{id}/mend': {'stage': 'hub_in'}, 'POST /quarantine/{id}/discard': {'why': 'so'},
    'POST /scans': [{'carrier': 'sto', 'no': '{no}', 'at': '2026-11-20T08:00:00Z', 'stage': 'hub_in', 'site_code': '{outlet}'}],
    'POST /scans/trial?shown=1': [{'carrier': 'sto', 'no': '{no}', 'at': '2026-11-20T08:00:00Z', 'stage': 'hub_in', 'site_code': '{outlet}'}],
    'POST /push/{provider}': b'RequestType=102&DataSign=x&RequestData=%7B%7D', 'PUT /push-sources/{provider}': {'secret': 'eight-and-more', 'account': '1'},
    'POST /files?owner=customer&owner_id={customer}&name=a.txt': b'words', 'GET /files?owner=customer&owner_id={customer}': None,
    'GET /figure-export?name=on_time': None, 'GET /figure-parcel-export?name=on_time': None,
    'GET /waybills?no={no}': None, 'GET /promises?product=standard&origin=310000&destination=440300': None,
    'POST /tickets': {'kind': 'inquiry', 'channel': 'phone', 'subject': 'S', 'outlet': '{outlet}', 'customer': '{customer_code}', 'waybills': [{'no': '{no}'}]},
    'PATCH /tickets/{id}': {'priority': 'urgent'}, 'POST /tickets/{id}/moves': {'state': 'open'}, 'POST /tickets/{id}/entries': {'kind': 'note', 'text': 'x'},
    'POST /desk/states': STATE, 'PUT /desk/states/{code}': {'name_zh': '开', 'name_en': 'Open'},
    'PUT /desk/transitions': {'from_state': 'open', 'to_state': 'resolved', 'needs': 'ticket.write'},
    'POST /desk/policies': {'code': 'k{n}', 'clock': 'first_response', 'tier': 'vip', 'minutes': 10}, 'PUT /desk/policies/{code}': {'minutes': 5},
    'POST /teams': TEAM, 'PUT /teams/{code}': {'name': 'T', 'outlet': '{outlet}'}, 'PUT /teams/{code}/members/{login}': {},
    'POST /desk/queues': {'name': 'Q{n}', 'filter': {}}, 'PUT /desk/queues/{id}': {'name': 'All', 'filter': {}},
    'POST /tickets/{id}/merge': {'into_id': '{spare_ticket}'}, 'POST /tickets/{id}/split': {'subject': 'S', 'entries': ['{entry}']},
    'POST /tickets/{id}/spam': {'spam': True}, 'PUT /tickets/{id}/links': {'ticket_id': '{spare_ticket}', 'kind': 'duplicates'},
    'PUT /tickets/{id}/draft': {'version': 0, 'text': 'x'}, 'PUT /desk/presence': {'status': 'offline'},
    'PUT /desk/agents/{login}/capacity': {'capacity': 9, 'version': 0}, 'PUT /desk/channel-weights/{channel}': {'weight': 2},
    'POST /desk/routes': ROUTE, 'PUT /desk/routes/{code}': {'kind': 'claim', 'team': '{team}'}, 'PUT /tickets/{id}/looking': {'doing': 'reads'}, 'PUT /tickets/{id}/seen': {'entry_id': '{entry}'},
    'POST /desk/macros': MACRO, 'PUT /desk/macros/{id}': MACRO, 'GET /tickets/{id}/macro?macro_id={macro}': None,
    'POST /tickets/{id}/macro': {'macro_id': '{macro}'},
    'POST /desk/bulks': {'action': {'act': 'priority', 'priority': 'urgent'}, 'tickets': ['{ticket}']},
    'POST /desk/incoming': {'channel': 'email', 'message_id': '<{n}@x.org>', 'from': 'x@x.org', 'text': 'x', 'outlet': '{outlet}'},
    'GET /desk/incoming/sms?secret=x&id=1': None, 'POST /desk/incoming/sms?secret=x&id=1': b'x',
    'GET /notices/{id}/report?status=1&token=x': None,
}
BY_ROUTE = {key.split('?')[0]: (key.split(' ')[1], body) for key, body in BODIES.items()}


def places_of(path):
    fits = [start for start in PLACES if path == start or path.startswith(start + '/')]
    return PLACES[max(fits, key=len)] if fits else {}


def filled(text, side, number):
    return re.sub(r'\{(\w+)\}', lambda found: number() if found[1] == 'n' else str(side.get(found[1], found[1])), text)


def names_of(method, path):
    """The keys that a request for this route names."""
    shown, body = BY_ROUTE.get(f'{method} {path}', (path, None))
    text = ' '.join(['{%s}' % key for key in places_of(path).values()]) if '{' in path else ''
    text += shown[len(path):] + (json.dumps(body) if not isinstance(body, bytes) else '')
    return set(re.findall(r'\{(\w+)\}', text)) - {'n'}


def request_for(method, path, side, number):
    """The address and the body to send."""
    shown, body = BY_ROUTE.get(f'{method} {path}', (path, None))
    places = places_of(path)
    target = re.sub(r'\{(\w+)\}', lambda found: str(side.get(places.get(found[1], found[1]), places.get(found[1], found[1]))), path)
    target += filled(shown[len(path):], side, number)
    if isinstance(body, (dict, list)):
        body = json.loads(filled(json.dumps(body), side, number))
    return '/api/v1' + target, body
