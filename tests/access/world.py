"""Two halves of one company that have nothing to do with each other: of everything that belongs to an outlet or to a customer, one
on each side. What is the whole company's is in `shared`."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'week'))
from house import House, Refused, instant, iso  # noqa: E402,F401

NOW = instant('11-22', '16:00')
SIDES = {'own': {'name': 'EAST', 'no': '771000000000010', 'spare_no': '771000000000020', 'tel': '13800138001', 'city': '上海'},
         'other': {'name': 'WEST', 'no': '772000000000010', 'spare_no': '772000000000020', 'tel': '13900139002', 'city': '成都'}}
CNY = {'amount': 1200, 'currency': 'CNY'}


class World:
    def __init__(self, house):
        self.house, self.shared, self.sides, self.made = house, {}, {}, 0

    def ask(self, method, path, body=None, version=None, **headers):
        return self.house.ask('director', method, '/api/v1' + path, body, version, **headers)

    def first(self, path):
        """The id of the first of a list, once there is one: some come by a job."""
        return self.house.until(lambda: self.ask('GET', path)['items'], path)[0]['id']

    def number(self):
        self.made += 1
        return self.made

    def build(self):
        self.ask('POST', '/outlets', {'code': 'HQ', 'name': '总部', 'kind': 'organization'})
        self.build_shared()
        self.build_side('own')

    def build_side(self, name):
        side = self.sides[name] = dict(self.shared, **SIDES[name])
        for step in (self.build_place, self.build_customer, self.build_parcels, self.build_tickets, self.build_desk, self.build_complaint,
                     self.build_claims, self.build_watch, self.build_rest, self.build_incoming):
            step(side)
        side['job'] = self.shared['job'] = self.shared.get('job') or self.first('/jobs?limit=1')
        side['notice'] = self.first(f'/notices?customer_id={side["customer"]}')

    # --- what is the whole company's ---

    def build_shared(self):
        shared = self.shared
        self.ask('POST', '/products', {'code': 'standard', 'name': '标准', 'calendar': 'cn', 'cutoff_minute': 1020, 'collect_minute': 1200})
        shared['lane'] = self.ask('POST', '/lanes', {'product': 'standard', 'origin': '*', 'destination': '*', 'delivery_days': 5,
                                                    'delivery_minute': 1080})['id']
        shared['duty'] = self.ask('POST', '/causes', {'reason': 'weather', 'text': 'Typhoon', 'from': '2026-11-22T08:00:00+08:00',
                                                      'until': '2026-11-25T08:00:00+08:00', 'lanes': [{'destination': '440300'}]})['id']
        self.ask('POST', '/customer-fields', {'name': 'contract_no', 'kind': 'text', 'zh': '合同号', 'en': 'Contract'})
        shared['template'] = self.first('/notice-templates?limit=1')
        shared['article'] = self.article('everywhere', {'audience': 'agent'})
        self.ask('POST', '/desk/routes', {'code': 'claims', 'kind': 'complaint', 'team': self.team('ALL', None)})
        shared['queue'] = self.ask('POST', '/desk/queues', {'name': 'All', 'shared': True, 'filter': {}})['id']
        self.ask('PATCH', '/settings/webhook_private', {'value': '1'}, 0)
        self.ask('PUT', '/push-sources/kdniao', {'secret': 'eight-and-more', 'account': '1'})
        self.ask('PUT', '/sign-in-provider', {'issuer': 'http://127.0.0.1:1', 'client_id': 'desk', 'label': 'L', 'private': True,
                                              'enabled': True, 'address': 'http://127.0.0.1:1'}, 0)
        self.ask('PUT', '/gateways/email', {'url': 'smtp://127.0.0.1:9', 'sender': 'desk@example.com', 'enabled': True}, 0)
        self.ask('POST', '/scans', [{'carrier': 'sto', 'no': '773000000000010', 'at': '2026-11-19T08:00:00Z', 'provider': 'acme', 'code': 'X9'}], Prefer='wait')
        shared['quarantine'] = self.first('/quarantine')
        shared['macro'] = self.ask('POST', '/desk/macros', {'scope': 'all', 'name_zh': '一', 'name_en': 'One', 'note': 'seen'})['id']

    def article(self, code, audience):
        made = self.ask('POST', '/articles', dict({'code': code, 'language': 'en', 'kind': 'article', 'title': f'On {code}', 'body': code, 'why': 'new'}, **audience))
        self.ask('POST', f'/articles/{made["id"]}/publication', {'why': 'ready'}, made['version'])
        return made['id']

    def team(self, code, outlet):
        self.ask('POST', '/teams', {'code': code, 'name': code, 'outlet': outlet})
        return code

    # --- what belongs to one side ---

    def build_place(self, side):
        name = side['name']
        side['area'], side['outlet'] = name, f'{name}-1'
        self.ask('POST', '/outlets', {'code': name, 'name': name, 'kind': 'branch', 'parent': 'HQ'})
        self.ask('POST', '/outlets', {'code': side['outlet'], 'name': side['outlet'], 'kind': 'station', 'parent': name})

    def build_customer(self, side):
        code, spare = f'C-{side["name"]}', f'D-{side["name"]}'
        one = {'kind': 'company', 'name': f'Firm {side["name"]}', 'phone': side['tel'], 'outlet': side['outlet'], 'city': side['city']}
        self.ask('POST', '/customers', [dict(one, code=code), dict(one, code=spare)])
        found = {made['code']: made['id'] for made in self.ask('GET', '/customers?limit=200')['items']}
        side.update(customer_code=code, customer=found[code], spare_customer=found[spare])
        path = f'/customers/{side["customer"]}'
        for part, given in (('contacts', {'kind': 'email', 'value': f'{side["name"]}@example.com'}), ('addresses', {'text': f'{side["name"]} Road'}),
                            ('people', {'name': side['name']}), ('notes', {'text': side['name']})):
            side[part] = self.ask('POST', f'{path}/{part}', given)['id']
        side['duplicate'] = self.first(f'/customer-duplicates?customer_id={side["customer"]}')
        made = self.ask('POST', f'{path}/merges', {'merged_id': side['spare_customer'], 'why': 'the same'},
                        self.ask('GET', path)['version'])
        side['merge'] = self.first(f'{path}/merges')
        side['_merged'] = made

    def build_parcels(self, side):
        parcel = {'carrier': 'sto', 'customer_ref': side['customer_code'], 'origin_outlet': side['outlet'], 'destination_outlet': side['outlet'],
                  'receiver_name': f'Receiver {side["name"]}', 'receiver_phone': side['tel'], 'promised_at': '2026-11-21T18:00:00+08:00'}
        self.ask('POST', '/waybills', [dict(parcel, no=side['no']), dict(parcel, no=side['spare_no'])])
        scan = {'carrier': 'sto', 'at': '2026-11-19T08:00:00Z', 'stage': 'hub_in', 'site_code': side['outlet']}
        answer = self.ask('POST', '/scans', [dict(scan, no=side['no']), dict(scan, no=side['spare_no'])], Prefer='wait')
        side['intake'] = answer['id']
        side['parcel'] = self.ask('GET', f'/waybills/sto/{side["no"]}')['waybill']['id']
        side['finding'] = self.first(f'/watch/findings?waybill_id={side["parcel"]}')

    def build_tickets(self, side):
        ticket = {'kind': 'complaint', 'channel': 'phone', 'subject': f'Where in {side["name"]}', 'outlet': side['outlet'],
                  'contact_email': f'{side["name"]}@example.com', 'customer': side['customer_code'], 'waybills': [{'no': side['no']}]}
        for key in ('ticket', 'spare_ticket', 'plain_ticket'):
            made = self.ask('POST', '/tickets', ticket)
            side[key], side[key + '_no'] = made['id'], made['no']
        path = f'/tickets/{side["ticket"]}'
        side['entry'] = self.ask('POST', f'{path}/entries', {'kind': 'note', 'text': side['name']})['id']
        self.ask('POST', f'{path}/entries', {'kind': 'message', 'channel': 'email', 'text': 'We ask.'})
        self.ask('PUT', f'{path}/links', {'ticket_id': side['spare_ticket'], 'kind': 'relates'})
        side['handoff'] = self.ask('POST', f'{path}/handoffs', {'outlet': side['outlet'], 'question': 'Who signed?', 'minutes': 240})['id']
        self.ask('PUT', f'{path}/articles/{side["article"]}')

    def build_desk(self, side):
        side['team'] = self.team(f'T-{side["name"]}', side['outlet'])
        side['agent'] = f'agent.{side["name"].lower()}'
        side['person'] = self.ask('POST', '/people', {'login': side['agent'], 'roles': ['agent'], 'outlet': side['outlet']})['id']
        self.ask('PUT', f'/teams/{side["team"]}/members/{side["agent"]}', {})
        side['token'] = self.ask('POST', '/tokens', {'name': side['name'], 'rights': ['waybill.read'], 'outlet': side['outlet']})['id']
        side['bulk'] = self.ask('POST', '/desk/bulks', {'action': {'act': 'priority', 'priority': 'high'}, 'tickets': [side['ticket']]})['id']
        side['team_macro'] = self.ask('POST', '/desk/macros', {'scope': 'team', 'team': side['team'], 'name_zh': '二', 'name_en': 'Two', 'note': 'two'})['id']

    def build_complaint(self, side):
        path = f'/tickets/{side["ticket"]}'
        self.ask('POST', f'{path}/complaint', {})
        side['appeal'] = self.ask('POST', f'{path}/appeals', {'reference': f'SS-{side["name"]}', 'authority': '邮政管理局',
                                                             'transferred_at': '2026-11-20T02:00:00Z'})['id']
        side['form'] = self.ask('POST', '/forms', {'kind': 'accident_report', 'ticket_id': side['ticket'], 'outlet': side['outlet'],
                                                   'values': {'place': side['name']}})['id']

    def build_claims(self, side):
        made = self.ask('POST', '/claims', {'kind': 'delay', 'ticket_id': side['ticket'], 'customer': side['customer_code'], 'outlet': side['outlet'],
                                            'demanded': CNY, 'freight': CNY, 'delay_hours': 49, 'waybills': [{'no': side['no']}]})
        side['claim'], side['claim_no'] = made['id'], made['no']
        side['claim_file'] = self.upload('claim', side['claim'])
        self.ask('GET', f'/claims/{side["claim"]}/record')

    def build_watch(self, side):
        made = self.ask('POST', '/watch/incidents', {'title': side['name'], 'title_zh': side['name'], 'cause': 'hub_stopped', 'severity': 'high',
                                                     'places': [{'kind': 'site', 'site': side['outlet']}]})
        side['incident'] = made['id']
        path = f'/watch/incidents/{made["id"]}'
        version = self.ask('POST', f'{path}/parcels', {'numbers': [side['no']]}, made['version']) and self.ask('GET', path)['version']
        self.ask('POST', f'{path}/moves', {'move': 'confirm'}, version)
        self.ask('POST', f'{path}/actions', {'kind': 'close_findings', 'text': 'seen to'}, self.ask('GET', path)['version'])
        side['action'] = self.first(f'{path}/actions')

    def upload(self, owner, owner_id):
        return self.ask('POST', f'/files?owner={owner}&owner_id={owner_id}&name=a.txt', b'words', Content_Type='text/plain')['id']

    def build_rest(self, side):
        side['file'] = self.upload('customer', side['customer'])
        hook = self.ask('POST', '/webhooks', {'url': 'http://127.0.0.1:9/' + side['name'], 'events': ['waybill.delivered'], 'customer_id': side['customer'], 'enabled': True})
        side['webhook'] = hook['id']
        self.ask('POST', f'/webhooks/{hook["id"]}/test')
        side['delivery'] = self.first(f'/webhooks/{hook["id"]}/deliveries')
        side['outlet_article'] = self.article(side['name'].lower(), {'audience': 'outlet', 'outlet': side['area']})

    def build_incoming(self, side):
        mail = {'channel': 'email', 'message_id': f'<{side["name"]}@example.org>', 'from': f'{side["name"]}@example.org', 'subject': side['name'],
                'text': 'words', 'outlet': side['outlet'], 'headers': {'Auto-Submitted': 'auto-replied'}}
        side['incoming'] = self.ask('POST', '/desk/incoming', mail)['id']
