"""The company of the week: its outlets, people, customers, and what it has decided to tell them."""
from house import iso

PEOPLE = (('sun', 'supervisor', None), ('qian', 'senior_agent', None), ('ai', 'agent', None), ('bo', 'agent', None),
          ('liu', 'claims_officer', None), ('wang', 'claims_officer', None), ('cai', 'finance', None),
          ('zhan', 'station_clerk', 'ST'), ('pu', 'station_clerk', 'PD'), ('hua', 'station_clerk', 'HP'))
OUTLETS = (('HQ', '总部', 'organization', None), ('PD', '浦东', 'branch', 'HQ'), ('HP', '黄浦', 'branch', 'HQ'),
           ('ST', '花木驿站', 'station', 'PD'), ('HUB', '华东分拨', 'hub', 'HQ'))
SETTINGS = {'session_idle_minutes': 43200, 'session_max_hours': 8760, 'watch_tickets': 0, 'notice_channels': 'sms,email',
            'webhook_private': 1}
# fact, channel, audience, purpose, urgent
TEMPLATES = (('desk.ticket_opened', 'sms', 'customer', 'service', False),
             ('desk.ticket_resolved', 'sms', 'customer', 'service', False),
             ('desk.ticket_resolved', 'email', 'customer', 'service', False),
             ('desk.ticket_reopened', 'email', 'customer', 'service', True),
             ('desk.ticket_closed', 'email', 'customer', 'marketing', False),
             ('claim.closed', 'sms', 'customer', 'service', True),
             ('incident.notice', 'sms', 'receiver', 'service', False))
CUSTOMERS = (('C01', '赵一', '13800000001', 'c01@example.com'), ('C02', '钱二', '13800000002', 'c02@example.com'),
             ('C03', '孙三', '13800000003', None), ('C04', '李四', None, 'c04@example.com'), ('C05', '周五', None, None),
             ('C06', '吴六', '13800000006', 'c06@example.com'), ('C07', '郑七', '13800000007', 'c07@example.com'),
             ('C08', '王八', '13800000008', None), ('C09', '冯九', '13800000009', 'c09@example.com'),
             ('C10', '陈十', '13800000010', 'c10@example.com'), ('C11', '褚十一', '13800000011', 'c11@example.com'),
             ('C12', '卫十二', '13800000012', None))


def begin(world):
    """In March: the company has an administrator, who enters its customers."""
    world.house.first('director')
    enter_customers(world)


def decide(world, sms_port, mail_port):
    """What the director decides before the week: settings, a role, people, teams, rules, gateways, templates."""
    house = world.house
    house.come_back('director')
    decided = {**SETTINGS, 'public_url': f'http://127.0.0.1:{house.port}'}
    for name, value in decided.items():
        path = f'/api/v1/settings/{name}'
        house.ask('director', 'PATCH', path, {'value': str(value)}, world.version_of(path))
    house.ask('director', 'POST', '/api/v1/roles', {'name': 'finance', 'doc': 'Pays', 'rights': ['claim.read', 'claim.pay', 'ticket.read']})
    house.come_back('director')  # sessions last as long as was decided when they began
    for code, name, kind, parent in OUTLETS:
        house.ask('director', 'POST', '/api/v1/outlets', {'code': code, 'name': name, 'kind': kind, **({'parent': parent} if parent else {})})
    for login, role, outlet in PEOPLE:
        house.hire(login, role, outlet=outlet)
    house.machine('scanner', 'scan.write', 'waybill.write', 'waybill.read', 'customer.read', 'customer.write', 'outlet.read')
    for team, members in (('HOTLINE', ('ai', 'bo')), ('CLAIMS', ('liu',))):
        house.ask('director', 'POST', '/api/v1/teams', {'code': team, 'name': team})
        for login in members:
            house.ask('director', 'PUT', f'/api/v1/teams/{team}/members/{login}', {'skills': [], 'lead': login == 'ai'})
        kind = {'HOTLINE': 'inquiry', 'CLAIMS': 'claim'}[team]
        house.ask('director', 'POST', '/api/v1/desk/routes', {'code': team.lower(), 'kind': kind, 'team': team})
    for login, capacity in (('ai', 4), ('bo', 4), ('liu', 10)):
        house.ask('director', 'PUT', f'/api/v1/desk/agents/{login}/capacity', {'capacity': capacity, 'version': 0})
        world.capacity[login] = capacity
    tell(world, sms_port, mail_port)


def tell(world, sms_port, mail_port):
    house = world.house
    house.ask('director', 'PUT', '/api/v1/gateways/sms', {'url': f'http://127.0.0.1:{sms_port}/cgi-bin/sendsms', 'sender': '95543',
                                                          'user': 'desk', 'password': 'p4ss', 'enabled': True}, 0)
    house.ask('director', 'PUT', '/api/v1/gateways/email', {'url': f'smtp://127.0.0.1:{mail_port}', 'sender': 'desk@example.com',
                                                            'enabled': True}, 0)
    shipped = house.every('director', '/api/v1/notice-templates')
    for fact, channel, audience, purpose, urgent in TEMPLATES:
        text = '{{text_zh}}' if fact == 'incident.notice' else '{{claim}}' if fact == 'claim.closed' else '{{ticket}}'
        body = {'body': f'{fact} {text}', 'subject': f'{fact} {text}', 'purpose': purpose, 'urgent': urgent, 'enabled': True}
        have = next((one for one in shipped if (one['fact'], one['channel'], one['audience'], one['language']) ==
                     (fact, channel, audience, 'zh-CN')), None)
        if have:
            house.ask('director', 'PUT', f'/api/v1/notice-templates/{have["id"]}', body, have['version'])
        else:
            house.ask('director', 'POST', '/api/v1/notice-templates',
                      {'fact': fact, 'channel': channel, 'audience': audience, 'language': 'zh-CN', **body})
        world.notices.template(fact, channel, audience, purpose, urgent)


def enter_customers(world):
    for code, name, phone, mail in CUSTOMERS:
        world.customer(code, name, phone, mail, kind='person', relationship='accountable' if code in ('C01', 'C02') else 'basic')
    world.numbers.dead.add('13800000008')
    world.numbers.slow.add('13800000009')
    world.gateway.dead.add('13800000008')
    world.gateway.busy.add('13800000009')


def parcels(world):
    """Parcels that customers are going to ask about; some are insured: a cup, a painting."""
    world.insured = {0: 150001, 3: 3000000 + world.drawn.randrange(1, 100)}
    rows = [{'carrier': 'sto', 'no': f'7710000000{n:05d}', 'customer_ref': code, 'origin': '310000', 'destination': '440300',
             'ordered_at': iso(world.now), **({'insured': world.money(world.insured[n])} if n in world.insured else {})} for n, (code, *_) in enumerate(CUSTOMERS)]
    world.house.ask('scanner', 'POST', '/api/v1/waybills', rows)
    world.house.ask('scanner', 'POST', '/api/v1/scans', [{'carrier': 'sto', 'no': row['no'], 'at': iso(world.now), 'stage': 'delivered',
                                                          'site_code': 'PD'} for row in rows], Prefer='wait')
    return [row['no'] for row in rows]
