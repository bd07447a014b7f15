import { text } from '../text'

export default text(
  {
    title: '批量原因', about: '天气、停运、高峰这类同时影响许多快件的事。宣布后，范围内快件的承诺顺延或免责，客户看到说明；之后来的快件在期限内同样适用。', empty: '没有宣布过批量原因。', declare: '宣布批量原因', declare_why: '宣布后立即开始逐件变更承诺；理由和范围之后不能改，只能结束或撤回。',
    reason: '理由', state: '状态', states: { declared: '有效', ended: '已结束', withdrawn: '已撤回' }, where: '范围', does: '作用', effect: '作用', as_reason: '按理由', move_hours: '顺延几小时', move_days: '顺延几个工作日', window: '期限', from: '开始', until: '结束', until_hint: '之后来的快件不再适用', affected: '已变更', text: '告诉客户', text_hint: '客户在查件页看到，不写个人信息',
    everywhere: '全网', sites: '网点', sites_hint: '每行一个网点代码，含其下属', lanes: '线路', lanes_hint: '每行一条，如 440000>310000；* 表示任何地方', end: '结束', end_sure: '现在结束？已变更的承诺不变，之后来的快件不再适用。', withdraw: '撤回', withdraw_sure: '撤回？它对承诺做的变更都会取消，历史里写明理由。', why: '为什么不该宣布',
    declared: '宣布', incident: '事件', see: '查看事件', parcels: '变更了承诺的快件', no_parcels: '还没有快件的承诺因此变更。', progress: '进度', refresh: '刷新', settled: '全部快件已处理', under_way: '正在逐件处理', looked: '已查看', undone: '其中已取消',
  },
  {
    title: 'Mass causes', about: 'A storm, a closed hub, a peak: what befalls many parcels at once. Once it is declared, the promises of those it covers move or are excused, customers read why, and parcels that come within its time are covered too.', empty: 'No mass cause was declared.', declare: 'Declare a mass cause', declare_why: 'Promises are changed parcel by parcel from then on. Its reason and its places do not change: it is ended, or withdrawn.',
    reason: 'Reason', state: 'State', states: { declared: 'In force', ended: 'Ended', withdrawn: 'Withdrawn' }, where: 'Where', does: 'Does', effect: 'Effect', as_reason: 'As the reason says', move_hours: 'Moves by hours', move_days: 'Moves by working days', window: 'When', from: 'Since', until: 'Until', until_hint: 'Parcels that come later are not covered', affected: 'Changed', text: 'What customers are told', text_hint: 'Shown on tracking pages; nothing personal',
    everywhere: 'Everywhere', sites: 'Outlets', sites_hint: 'A code a line; each with all below it', lanes: 'Lanes', lanes_hint: 'One a line, such as 440000>310000; * is anywhere', end: 'End it', end_sure: 'End it now? What was changed stays; parcels that come later are not covered.', withdraw: 'Withdraw', withdraw_sure: 'Withdraw it? All that it did to promises is taken back, and the history says why.', why: 'Why it should not have been declared',
    declared: 'Declared', incident: 'Incident', see: 'See the incident', parcels: 'Parcels whose promise it changed', no_parcels: 'It has changed no promise yet.', progress: 'How far it is', refresh: 'Refresh', settled: 'All parcels follow it', under_way: 'Parcel by parcel', looked: 'Looked at', undone: 'Taken back',
  },
)
