import { text } from '../text'

export default text(
  {
    title: '规则', path: '规则导航', about: '公司对服务的各项规定：多快答复、谁来处理、怎么赔、怎么说、按哪天算。改动立即生效并留痕，已开始的事按当时的规定办完。',
    groups: { tickets: '工单与人', money: '投诉与赔付', words: '话术与资料', time: '时间' },
    sections: {
      levels: { title: '服务时限', about: '首次响应、再次响应、解决、转交、申诉的时限，按类型、等级、渠道和优先级' },
      routes: { title: '分派规则', about: '什么工单给哪个小组，需要什么技能' },
      teams: { title: '小组与技能', about: '小组、成员、组长和各人擅长的事' },
      agents: { title: '在岗与容量', about: '谁在岗、手上多少、最多多少，各渠道工单的分量' },
      weights: { title: '投诉权重', about: '类别、等级、时长、价值各占多大分量，多少分算紧急' },
      reasons: { title: '投诉原因', about: '客户为何投诉，各归监管的哪一类' },
      rulesets: { title: '理赔规则', about: '丢失、短少、损毁、延误怎么赔；起草、试算、发布' },
      templates: { title: '通知模板', about: '什么事告诉谁、怎么说，中文和英文' },
      pledges: { title: '服务承诺', about: '服务声明上承诺什么，用哪个指标衡量，上一期兑现得怎样' },
      macros: { title: '宏', about: '常做的事：答复、备注、标签、状态、转组，一键完成' },
      fields: { title: '客户字段', about: '公司自己为客户资料增加的字段' },
      calendars: { title: '工作日历', about: '哪些天、哪些时间算工作时间，节假日与调休，谁在用' },
    },
    all: '全部', applies: '适用于', code: '代码', kind: '工单类型', category: '类别', tier: '客户等级', channel: '渠道', priority: '优先级', outlet: '网点', state: '状态', closed: '已停用', in_use: '使用中',
    level: {
      about: '条件越具体的一条优先：类别、等级、渠道、优先级、类型依次在前。修改后新开的时钟按新时限，已在走的时钟仍按原时限。', new: '新增时限', empty: '没有时限：工单没有时钟。',
      clock: '时钟', minutes: '时限', none: '0 表示不设这个时钟', off: '不设', calendar: '工作日历', counts: '怎么计时', every_minute: '不选则每一分钟都算', always: '全天计时', pauses: '何时暂停', warn: '提前预警', breach: '超时后', raises: '升优先级', tells: '告知组长',
      raise_priority: '超时后提高工单优先级', tell_lead: '超时后告知小组组长', source: '依据', sure: '停用时限“{name}”？在走的时钟不受影响。',
    },
    route: {
      about: '按次序逐条比对，第一条符合的生效；没有符合的，工单留在队列里等人领取。小组内先给客户的专员，再给在岗、有技能、有余量、手上最少的人。', new: '新增分派规则', empty: '没有分派规则：工单不会自动分派。',
      position: '次序', lowest: '数字小的先比对', team: '分给小组', skills: '所需技能', language: '客户语言', languages: { zh: '中文', en: '英文' }, region: '客户地区', begins: '行政区划代码或其开头：310000 或 31 为上海', below: '含其下属网点',
    },
    team: { about: '小组接工单，成员领工单。技能用自己的词，写法与分派规则里的一致即可。', new: '新增小组', empty: '还没有小组。', name: '名称', members: '成员', see: '查看成员', skills: '小组技能', company: '不填为全公司', whole: '全公司', closed: '停用，不再接工单' },
    member: { title: '{team} · 成员', about: '组长会收到超时告知。成员自己的技能与小组技能都算。', new: '加入成员', empty: '这个小组还没有成员。', login: '账号', lead: '是组长', leads: '角色', is_lead: '组长', skills: '个人技能', out: '移出', sure: '将 {name} 移出小组？手上的工单不变。' },
    agent: {
      about: '容量是手上未结工单分量之和的上限；达到上限不再分派。不在岗的人手上的工单可以转派给他人。', empty: '小组里还没有人：先在“小组与技能”里加入成员。', status: '状态', load: '手上 / 容量', of: '{load} / {capacity}', decided: '容量来自', own: '单独规定', as_set: '统一设置', last: '最近分到', capacity: '容量', standard: '不填则按统一设置 agent_capacity',
      hand_on: '转派', sure: '把 {name} 手上的工单重新分派？只对不在岗的人有效。', handed: '{name}：取回 {released} 张，已分给他人 {given} 张。',
    },
    pledge: {
      about: '这里的每一项都公开在服务声明上，旁边是上一个完整统计期的实际结果。改动从此刻生效，以前承诺过什么仍可查到。', new: '新增承诺', empty: '还没有承诺：服务声明上只有文字。', words: '承诺', zh: '承诺（中文）', en: '承诺（英文）', figure: '衡量指标', target: '目标', in_percent: '百分比，如 95', most: '≤ {share}', least: '≥ {share}',
      span: '统计期', spans: { month: '上一个整月', quarter: '上一个整季', year: '上一个整年' }, settle: '期满后等几天', settles: '期末的数还会变时，等它定下来再公布', few: '样本下限', fewer: '少于这个数时不公布比率', outcome: '兑现', kept: '已达到', missed: '未达到', too_few: '样本太少', behind: '样本', parcels: '{n} 件', tickets: '{n} 个工单', period: '期间', public: '公众页面',
      sure: '不再承诺“{name}”？以前承诺过仍可查到。',
    },
    weight: { title: '各渠道工单的分量', about: '一张未结工单占多少容量。同时能接几个在线会话、几个电话，就在这里定。', kept: '{channel}的分量已保存。' },
  },
  {
    title: 'Rules', path: 'Ways among the rules', about: 'What the company decides about its service: how fast, by whom, what is owed, what is said, which days count. Changes hold at once and are kept; what has begun goes on by what held then.',
    groups: { tickets: 'Tickets and people', money: 'Complaints and compensation', words: 'Words and fields', time: 'Time' },
    sections: {
      levels: { title: 'Service levels', about: 'How long each clock may run, by kind, tier, channel and priority' },
      routes: { title: 'Routing', about: 'Which tickets go to which team, and which skills they need' },
      teams: { title: 'Teams and skills', about: 'Teams, their members, who leads, what each is good at' },
      agents: { title: 'People and capacity', about: 'Who is there, what they hold of what they may, what each channel weighs' },
      weights: { title: 'Weights of complaints', about: 'How much category, tier, age and value count, and which score is urgent' },
      reasons: { title: 'Causes of complaints', about: 'Why customers complain, and the regulator’s category of each' },
      rulesets: { title: 'Claim rules', about: 'What is owed for loss, shortage, damage and delay: drafted, tried, published' },
      templates: { title: 'Notice templates', about: 'Of what people are told and in which words, Chinese and English' },
      pledges: { title: 'Promises made in public', about: 'What the service statement promises, by which figure it is told, how it was kept' },
      macros: { title: 'Macros', about: 'What is done often: answer, note, tags, state and team in one step' },
      fields: { title: 'Customer fields', about: 'Fields that the company declared for its customers' },
      calendars: { title: 'Calendars', about: 'Which days and hours are worked, holidays and made-up days, and who counts by them' },
    },
    all: 'All', applies: 'Applies to', code: 'Code', kind: 'Kind of ticket', category: 'Category', tier: 'Customer’s tier', channel: 'Channel', priority: 'Priority', outlet: 'Outlet', state: 'State', closed: 'Closed', in_use: 'In use',
    level: {
      about: 'The most exact line holds: category before tier, channel, priority, kind. A change holds for clocks that begin from now on; those that run keep theirs.', new: 'New service level', empty: 'There are no service levels: tickets have no clocks.',
      clock: 'Clock', minutes: 'May run', none: '0: there is no such clock', off: 'No clock', calendar: 'Calendar', counts: 'What counts', every_minute: 'Without one every minute counts', always: 'Every minute', pauses: 'Stands still', warn: 'Warned before', breach: 'When late', raises: 'Priority rises', tells: 'Leads are told',
      raise_priority: 'A breach raises the priority', tell_lead: 'A breach is told to the team’s leads', source: 'Source', sure: 'Take the service level “{name}” out of force? Clocks that run keep it.',
    },
    route: {
      about: 'Asked in order: the first that fits holds. What fits none waits in its queue. Within the team the customer’s specialist comes first, then who is available, has the skills and room, and holds least.', new: 'New routing rule', empty: 'There are no routing rules: nothing is routed by itself.',
      position: 'Order', lowest: 'The lowest is asked first', team: 'Goes to', skills: 'Skills needed', language: 'Customer’s language', languages: { zh: 'Chinese', en: 'English' }, region: 'Customer’s region', begins: 'Its code, or how it begins: 310000 or 31 is Shanghai', below: 'With those below it',
    },
    team: { about: 'Teams get tickets, members take them. Skills are words of your own; spell them as the routing rules do.', new: 'New team', empty: 'There are no teams yet.', name: 'Name', members: 'Members', see: 'Members', skills: 'Skills of all', company: 'Empty: of the whole company', whole: 'Whole company', closed: 'Closed: gets no tickets' },
    member: { title: '{team}: members', about: 'Leads are told of what is late. A member has their own skills and the team’s.', new: 'Add a member', empty: 'Nobody is in this team yet.', login: 'Login', lead: 'Leads the team', leads: 'Role', is_lead: 'Lead', skills: 'Own skills', out: 'Take out', sure: 'Take {name} out of the team? Their tickets stay theirs.' },
    agent: {
      about: 'A capacity bounds what somebody’s open tickets weigh together; at it, nothing more is routed to them. What somebody holds who is not there can be handed on.', empty: 'Nobody is in a team yet: add members under “Teams and skills”.', status: 'State', load: 'Holds', of: '{load} of {capacity}', decided: 'Capacity from', own: 'Own decision', as_set: 'The setting', last: 'Last given one', capacity: 'Capacity', standard: 'Empty: as the setting agent_capacity says',
      hand_on: 'Hand on', sure: 'Route anew what {name} holds? Only for who is not there.', handed: '{name}: {released} taken back, {given} given to others.',
    },
    pledge: {
      about: 'Each stands on the public service statement, beside what came of it in the last whole period. A change holds from now on; what was promised before stays known.', new: 'New promise', empty: 'Nothing is promised: the service statement is words alone.', words: 'Promise', zh: 'Promise in Chinese', en: 'Promise in English', figure: 'Told by', target: 'Target', in_percent: 'In per cent: 95', most: '≤ {share}', least: '≥ {share}',
      span: 'Period', spans: { month: 'The last whole month', quarter: 'The last whole quarter', year: 'The last whole year' }, settle: 'Days to wait', settles: 'Where a period’s figure still changes after its end', few: 'At least so many', fewer: 'Below that nothing is told', outcome: 'Kept', kept: 'reached', missed: 'not reached', too_few: 'Too few', behind: 'Out of', parcels: '{n} parcels', tickets: '{n} tickets', period: 'Period', public: 'Public page',
      sure: 'Promise “{name}” no longer? What was promised before stays known.',
    },
    weight: { title: 'What a ticket of each channel weighs', about: 'How much of a capacity one open ticket takes: it decides how many chats or calls one person has at once.', kept: 'Weight kept: {channel}.' },
  },
)
