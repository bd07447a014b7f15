import { text } from '../text'

export default text(
  {
    tabs: '轨迹接入', kept: '待处理事件', mappings: '代码对应', push: '推送来源',
    why: '代码未知或时间在将来的事件先放在这里，不会丢失。说明代码的含义后放行，或单独改正、丢弃。', empty: '没有待处理的事件。',
    reason: '原因', reasons: { unmapped: '代码未知', future: '时间在将来' }, received: '收到', no: '运单号', carrier: '承运商', provider: '来源', code: '代码', action: '动作', at: '发生时间', words: '原文', site: '地点',
    release: '放行能处理的', released: '已放行 {n} 条。', back: '返回待处理事件', mend: '改正并处理', mend_why: '只填要改的；其余按原样处理。', explain: '说明代码含义', discard: '丢弃', discard_sure: '丢弃这条事件？操作人和理由会留在审计日志里。', discard_reason: '理由（不要写个人信息）', done: '已处理。', gone: '已丢弃。', event: '收到的内容',
    map_why: '同一来源的同一代码只有一个含义；每次修改都是新版本，旧版本保留。先按“代码＋动作”查，再按代码查。', map_empty: '没有对应关系。', new_map: '新建对应', edit: '修改', remove: '停用', remove_sure: '停用 {code}？之后再来的这个代码会进入待处理。', stage: '阶段', exception: '异常', leg: '方向', cause: '原因', note: '备注', history: '历史', any: '不限', means: '含义', means_nothing: '无含义',
    push_why: '快递100、快递鸟把轨迹推到这里；每次推送都要用约定的密钥签名，否则不收。', on: '接收中', off: '未约定，不接收', account: '我方在其处的编号', secret: '密钥', secret_why: '与对方约定的密钥：快递100 的 salt，快递鸟的 AppKey。保存后不再显示；换新后旧的立即失效。', address: '推送地址', set: '设置密钥', changed: '设置于', providers: { kuaidi100: '快递100', kdniao: '快递鸟' },
  },
  {
    tabs: 'How scans come in', kept: 'Kept aside', mappings: 'Codes', push: 'Pushes',
    why: 'Events whose code is unknown, or that lie in the future, wait here and are not lost. Say what the code means and let them go, or mend or throw away one by itself.', empty: 'Nothing waits.',
    reason: 'Why', reasons: { unmapped: 'Unknown code', future: 'In the future' }, received: 'Received', no: 'Waybill', carrier: 'Carrier', provider: 'From', code: 'Code', action: 'Action', at: 'Happened', words: 'Its words', site: 'Where',
    release: 'Let go what can be applied', released: '{n} were applied.', back: 'To all that is kept aside', mend: 'Mend and apply', mend_why: 'Fill in only what is to be otherwise; the rest is applied as it came.', explain: 'Say what the code means', discard: 'Throw away', discard_sure: 'Throw this event away? Who did and why stays in the audit log.', discard_reason: 'Why (nothing personal)', done: 'Applied.', gone: 'Thrown away.', event: 'As it came',
    map_why: 'A code of one source means one thing; each change is a new version, and the old ones stay. First code and action together are looked for, then the code.', map_empty: 'No code has a meaning.', new_map: 'New code', edit: 'Change', remove: 'Retire', remove_sure: 'Retire {code}? It is kept aside when it comes again.', stage: 'Stage', exception: 'Exception', leg: 'Leg', cause: 'Whose doing', note: 'Note', history: 'Versions', any: 'Any', means: 'Meaning', means_nothing: 'Means nothing',
    push_why: 'kuaidi100 and KDNiao push scans here; each push is signed with the secret agreed, or it is not taken.', on: 'Taken', off: 'No secret: not taken', account: 'Your number there', secret: 'Secret', secret_why: 'What is agreed with them: kuaidi100’s salt, KDNiao’s AppKey. It is not shown again; the one before holds no longer.', address: 'Address to push to', set: 'Set the secret', changed: 'Set', providers: { kuaidi100: 'kuaidi100', kdniao: 'KDNiao' },
  },
)
