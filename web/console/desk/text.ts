import { text } from '../text'

export default text(
  {
    title: '工单', queues: '队列', all: '全部未关闭', mine: '我的', unowned: '无人负责', overdue: '已超时', regulator: '监管转来', from_watch: '应变指挥转来',
    no: '工单号', kind: '类型', type: '状态', priority: '优先级', channel: '来源', subject: '主题', due: '限时', owner: '负责人', team: '小组', outlet: '网点', sort: '排序',
    sorts: { due: '按限时', urgency: '按紧急程度', oldest: '最早', newest: '最新' }, empty: '这个队列没有工单。', words: '关键词',
    new_ticket: '新建工单', create: '建立', description: '内容', contact_name: '联系人', contact_phone: '联系电话', waybills: '运单号（空格分隔）',
    timeline: '时间线', no_entries: '还没有记录。', reply: '回复客户', note: '内部备注', call: '通话记录', write: '写点什么…', send: '保存', draft_kept: '草稿已保存到服务器', draft_back: '已恢复您的草稿',
    clocks: '时钟', met: '已达成', breached: '已超时', running: '计时中', paused: '暂停', contact: '联系人', customer: '客户', tags: '标签', parcels: '相关快件', none: '—',
    take: '接手', assign: '指派', assigned: '已指派给 {who}', unassign: '释放', move: '转到', moved: '状态已更新', why: '原因',
    stale: '这张工单刚被他人修改。左为您要保存的，右为服务器上的。', field: '字段', conflict: '版本冲突', system: '系统', customer_said: '客户', more: '更早的记录', edit: '修改',
  },
  {
    title: 'Desk', queues: 'Queues', all: 'All open', mine: 'Mine', unowned: 'Nobody’s', overdue: 'Overdue', regulator: 'From the regulator', from_watch: 'From the watch',
    no: 'Number', kind: 'Kind', type: 'State', priority: 'Priority', channel: 'Channel', subject: 'Subject', due: 'Due', owner: 'Owner', team: 'Team', outlet: 'Outlet', sort: 'Order',
    sorts: { due: 'By deadline', urgency: 'By urgency', oldest: 'Oldest', newest: 'Newest' }, empty: 'No ticket is in this queue.', words: 'Words',
    new_ticket: 'New ticket', create: 'Open it', description: 'What is asked', contact_name: 'Who asks', contact_phone: 'Their phone', waybills: 'Waybill numbers, parted by blanks',
    timeline: 'Timeline', no_entries: 'Nothing was written yet.', reply: 'Reply', note: 'Note', call: 'Call', write: 'Write…', send: 'Save', draft_kept: 'Draft kept on the server', draft_back: 'Your draft is back',
    clocks: 'Clocks', met: 'Met', breached: 'Breached', running: 'Running', paused: 'Paused', contact: 'Contact', customer: 'Customer', tags: 'Tags', parcels: 'Parcels', none: '—',
    take: 'Take it', assign: 'Assign', assigned: 'Assigned to {who}', unassign: 'Let go', move: 'Move to', moved: 'Its state has changed', why: 'Why',
    stale: 'Somebody else has just changed this ticket. Left is what you save, right what the server has.', field: 'Field', conflict: 'Two versions', system: 'System', customer_said: 'Customer', more: 'What was before', edit: 'Edit',
  },
)
