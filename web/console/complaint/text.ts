import { text } from '../text'

export default text(
  {
    title: '投诉', tabs: { label: '投诉', complaints: '投诉', handoffs: '协同任务', appeals: '申诉', causes: '原因统计', forms: '表单' },
    views: { waiting: '待答复客户', overdue: '已超期', registered: '待分类', classified: '待调查', investigating: '调查中', proposed: '待告知', told: '待确认', confirmed: '待结案', closed: '待复核', reviewed: '已复核' },
    ticket: '工单号', answer_due: '答复期限', warned: '已提醒负责人（{at}）', step: '步骤', priority: '优先级与依据', category: '类别', cause: '原因', founded: '是否成立', outlet: '网点', value: '快件价值', cost: '已赔付', received: '受理时间',
    empty: '没有这样的投诉。投诉随工单一起登记。', left: '剩 {n}', over: '超期 {n}', done_in_time: '按期答复', done_late: '逾期答复',
    plain: '无加权因素', score: '得分', rail: '处理八步', saved: '已保存。', moved: '已进入：{step}', registered: '投诉已登记。',
    not_registered: '这张工单是投诉，尚未登记到八步处理。', no_complaint: '这张工单不是投诉。', register: '登记投诉', become: '转为投诉',
    now: '当前', known: '已知情况', mend: '修改前面的内容', back: '退回重新调查', back_now: '退回调查', why: '原因', lane: '线路', told: '告知', file: '附件',
    other_person: '复核须由告知客户和结案以外的人进行。',
    work: { registered: '分类评估', classified: '开始调查', investigating: '查明事实，认定责任，提出方案', proposed: '告知客户并留证', told: '确认客户是否满意', confirmed: '结案', closed: '复核', reviewed: '已完成' },
    hint: {
      registered: '选监管类别和具体原因；优先级由类别、客户等级、时长和价值得出。', classified: '需要其他网点查证时，先在“协同”中发出任务。', investigating: '责任比例合计 100%，每一项都要有依据；未答复的协同任务会挡住下一步。',
      proposed: '写下如何告知客户，它会成为工单记录和告知凭证。', told: '客户怎么说，就怎么记。', confirmed: '结案会同时解决工单。', closed: '对照处理过程写下复核意见。', reviewed: '全部完成。',
    },
    go: { registered: '', classified: '完成分类', investigating: '开始调查', proposed: '提交方案', told: '已告知客户', confirmed: '已确认', closed: '结案', reviewed: '完成复核' },
    findings: '调查结果', founded_why: '认定理由', proposal: '处理方案', satisfaction: '客户是否满意', satisfaction_note: '客户意见', review: '复核意见',
    shares: '责任认定', shares_why: '谁承担多少，依据是什么。', party: '责任方', person: '工号或账号', evidence: '依据', add_evidence: '上传证据', take_away: '删除', add_share: '增加责任方', sum: '合计 {n} %', save_shares: '保存责任认定', shares_saved: '责任认定已保存。',
    proof: '告知凭证', proven: '已有凭证', not_proven: '还没有凭证：电话、公开回复或通知都可以。', how: '告知方式', by_call: '电话', by_message: '书面回复（{channel}）', what_told: '告知内容', tell: '记录并作为凭证', entry: '或选用已有记录', use_entry: '用作凭证',
    handoff: {
      title: '协同任务', new: '发起协同', outlet: '协查网点', team: '协查小组', question: '要查什么', minutes: '限时（分钟，可空）', wait: '工单等待答复', send: '发出', sent: '已发出。', none: '没有协同任务。', none_waiting: '没有等待您的网点或小组处理的任务。',
      state: '状态', due: '期限', asked: '协查方', giver: '发起人', owner: '接收人', created: '发起时间', answer: '答复', text: '答复或理由', paused: '计时暂停', one_of: '网点和小组至少填一项。', done: '已记录。', parcels: '相关快件', all: '全部待办', overdue: '已超期', open_ticket: '查看工单', kind: '事项', no: '工单号', priority: '优先级',
      answer_needed: '请写下内容。', stale: '这项任务刚被更新，已读取最新内容，请再确认。',
    },
    appeal: {
      title: '监管申诉', new: '登记申诉', reference: '监管编号', authority: '转办机关', transferred: '转办时间', claim: '诉求', enter: '登记', entered: '申诉已登记。', none: '没有申诉。', none_waiting: '没有待答复的申诉。', due: '答复期限', state: '状态', late: '超出申诉时限转来', reply: '答复内容', send_reply: '提交答复', replied: '已答复。',
      result: '结论', decide: '记录结论', decided: '结论已记录。', keep_until: '档案保存至', overdue: '逾期', all: '待答复', only_overdue: '已超期', no: '工单号', outlet: '网点', stale: '这条申诉刚被更新，已读取最新内容，请再确认。',
    },
    stats: {
      title: '原因统计', by: '按', order: '排序依据', from: '自（所在月）', to: '至（所在月）', chart: '{by}：{order}及累计占比', cumulative: '累计占比', bys: { cause: '原因', category: '类别', outlet: '受理网点', liable: '责任网点', hub: '转运中心', courier: '快递员', lane: '线路', party: '责任方', month: '月份', appeal: '申诉机关' },
      orders: { count: '件数', cost: '赔付金额', severity: '严重度' }, value: '项目', complaints: '投诉', founded: '成立', severity: '严重度合计', cost: '赔付', share: '占比', cumulative_short: '累计', per_million: '每百万件', founded_per_million: '成立/百万件', none: '这段时间没有投诉。', rows: '其中的投诉', no_rows: '没有投诉。', forbidden: '统计是全公司客户合计，仅限单一客户的账号不能查看。', appeals_elsewhere: '申诉请在“申诉”页查看。', open: '查看其中的投诉：{value}',
    },
    reasons: { about: '登记投诉时选择的原因。停用的不再可选，已有投诉仍保留。', new: '新增原因', empty: '还没有投诉原因。', code: '代码', coded: '小写字母、数字和 _', category: '监管类别', name_zh: '中文名称', name_en: '英文名称', closed: '停用', state: '状态', in_use: '使用中', is_closed: '已停用' },
    weights: { about: '投诉得分 = 类别 × 客户等级 × 时长 × 价值；得分达到哪一档，工单就是哪个优先级。没有设的按 1 算。', new: '新增权重', empty: '没有权重：投诉都按 1 算。', factor: '因素', at: '何时', weight: '权重（倍）', score: '达到多少分', category: '类别', tier: '客户等级', hours: '收到后多少小时起', value: '价值从多少起', priority: '优先级', times: '× {n}', from_score: '≥ {n} 分', from_hours: '{n} 小时起', from_value: '{n} 起' },
  },
  {
    title: 'Complaints', tabs: { label: 'Complaints', complaints: 'Complaints', handoffs: 'Handoffs', appeals: 'Appeals', causes: 'Causes', forms: 'Forms' },
    views: { waiting: 'To be answered', overdue: 'Overdue', registered: 'To classify', classified: 'To investigate', investigating: 'Under investigation', proposed: 'To tell', told: 'To confirm', confirmed: 'To close', closed: 'To review', reviewed: 'Reviewed' },
    ticket: 'Ticket', answer_due: 'Answer due', warned: 'who has it was warned ({at})', step: 'Step', priority: 'Priority and why', category: 'Category', cause: 'Cause', founded: 'Founded', outlet: 'Outlet', value: 'Worth', cost: 'Paid so far', received: 'Received',
    empty: 'There is no such complaint. One is registered with its ticket.', left: '{n} left', over: '{n} overdue', done_in_time: 'Answered in time', done_late: 'Answered late',
    plain: 'nothing weighs more', score: 'Score', rail: 'The eight steps', saved: 'Saved.', moved: 'Now: {step}', registered: 'The complaint is registered.',
    not_registered: 'This ticket is a complaint; its handling has not begun.', no_complaint: 'This ticket is no complaint.', register: 'Register the complaint', become: 'Make it a complaint',
    now: 'Now', known: 'What is known', mend: 'Mend what was said before', back: 'Investigate again', back_now: 'Back to the investigation', why: 'Why', lane: 'Lane', told: 'Told', file: 'File',
    other_person: 'Whoever told the customer, or closed it, does not review it.',
    work: { registered: 'classify it', classified: 'begin to investigate', investigating: 'find out, say who is responsible, propose', proposed: 'tell the customer, with proof', told: 'ask whether the customer is satisfied', confirmed: 'close it', closed: 'review it', reviewed: 'done' },
    hint: {
      registered: 'The regulator’s category and its cause. Category, tier, age and worth make the priority.', classified: 'Where another outlet has to look something up, hand that off first.', investigating: 'Shares sum to 100, each with evidence. A handoff without an answer holds the next step up.',
      proposed: 'What you write here stands in the ticket and proves that the customer was told.', told: 'As the customer said it.', confirmed: 'Closing resolves the ticket.', closed: 'Say what the review found.', reviewed: 'All is done.',
    },
    go: { registered: '', classified: 'It is classified', investigating: 'Begin to investigate', proposed: 'Propose it', told: 'The customer is told', confirmed: 'It is confirmed', closed: 'Close it', reviewed: 'It is reviewed' },
    findings: 'What was found', founded_why: 'Why it is so', proposal: 'Proposal', satisfaction: 'Is the customer satisfied?', satisfaction_note: 'What the customer said', review: 'What the review found',
    shares: 'Responsibility', shares_why: 'Who bears how much, and what shows it.', party: 'Party', person: 'Staff number or login', evidence: 'What shows it', add_evidence: 'Add evidence', take_away: 'Take away', add_share: 'Another party', sum: '{n} % in all', save_shares: 'Save the shares', shares_saved: 'The shares are saved.',
    proof: 'Proof that the customer was told', proven: 'Proven', not_proven: 'No proof yet: a call, a public answer or a notice will do.', how: 'How', by_call: 'By phone', by_message: 'In writing ({channel})', what_told: 'What was said', tell: 'Note it as the proof', entry: 'Or an entry that is there', use_entry: 'Use it',
    handoff: {
      title: 'Handoffs', new: 'Hand off', outlet: 'Outlet that is asked', team: 'Team that is asked', question: 'What is asked', minutes: 'Minutes allowed (may be empty)', wait: 'The ticket waits for it', send: 'Send', sent: 'It is sent.', none: 'Nothing was handed off.', none_waiting: 'Nothing waits for your outlets and teams.',
      state: 'State', due: 'Due', asked: 'Asked', giver: 'From', owner: 'Accepted by', created: 'Sent', answer: 'Answer', text: 'Answer or reason', paused: 'Clock stands', one_of: 'Name an outlet or a team.', done: 'Kept.', parcels: 'Parcels', all: 'All that wait', overdue: 'Overdue', open_ticket: 'Open the ticket', kind: 'About', no: 'Ticket', priority: 'Priority',
      answer_needed: 'Write something first.', stale: 'Somebody else has just moved it. It was read again: please confirm.',
    },
    appeal: {
      title: 'Appeals to the regulator', new: 'Enter an appeal', reference: 'Regulator’s number', authority: 'Authority', transferred: 'Handed over', claim: 'What is demanded', enter: 'Enter', entered: 'The appeal is entered.', none: 'There is no appeal.', none_waiting: 'No appeal waits for a reply.', due: 'Reply due', state: 'State', late: 'Handed over too late', reply: 'Reply', send_reply: 'Reply', replied: 'Replied.',
      result: 'Decision', decide: 'Enter the decision', decided: 'The decision is entered.', keep_until: 'Files are kept until', overdue: 'Overdue', all: 'To be replied to', only_overdue: 'Overdue', no: 'Ticket', outlet: 'Outlet', stale: 'Somebody else has just changed it. It was read again: please confirm.',
    },
    stats: {
      title: 'Causes', by: 'By', order: 'What weighs', from: 'From the month of', to: 'To the month of', chart: '{by}: {order} and the cumulative share', cumulative: 'Cumulative share', bys: { cause: 'Cause', category: 'Category', outlet: 'Outlet of the ticket', liable: 'Liable outlet', hub: 'Hub', courier: 'Courier', lane: 'Lane', party: 'Party', month: 'Month', appeal: 'Authority of appeals' },
      orders: { count: 'Count', cost: 'Cost', severity: 'Severity' }, value: 'What', complaints: 'Complaints', founded: 'Founded', severity: 'Severity', cost: 'Paid', share: 'Share', cumulative_short: 'Cumulative', per_million: 'Per million parcels', founded_per_million: 'Founded per million', none: 'There are no complaints in this time.', rows: 'The complaints behind it', no_rows: 'No complaints.', forbidden: 'Sums are of all customers together: an account of one customer does not see them.', appeals_elsewhere: 'Appeals have a page of their own.', open: 'The complaints behind it: {value}',
    },
    reasons: { about: 'Chosen when a complaint is registered. A closed one is offered no more; complaints keep theirs.', new: 'New cause', empty: 'There are no causes yet.', code: 'Code', coded: 'Small letters, digits and _', category: 'Regulator’s category', name_zh: 'In Chinese', name_en: 'In English', closed: 'Closed', state: 'State', in_use: 'In use', is_closed: 'Closed' },
    weights: { about: 'A complaint’s score is category × tier × age × value; the score it reaches gives the ticket’s priority. What has no weight counts 1.', new: 'New weight', empty: 'There are no weights: each complaint counts 1.', factor: 'What weighs', at: 'Where', weight: 'Weight, times', score: 'From which score', category: 'Category', tier: 'Customer’s tier', hours: 'From so many hours after receipt', value: 'From which value', priority: 'Priority', times: '× {n}', from_score: 'score ≥ {n}', from_hours: 'from {n} h', from_value: 'from {n}' },
  },
)
