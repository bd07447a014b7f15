import { text } from '../text'

export default text(
  {
    people: '人员', login: '账号', name: '姓名', roles: '角色', outlet: '网点', closed: '已停用', active: '可用', state: '状态', empty: '没有人员。', rights: '权限', role: '角色', tabs: '人员与权限',
    settings: '设置', setting: '设置项', value: '当前值', standard: '默认值', doc: '说明', save: '保存', reset: '恢复默认', kept: '已保存。', changed: '已修改',
    edit: '修改', new_person: '新建人员', reset_password: '重置密码', reset_sure: '重置 {name} 的密码？现有登录会立即失效。', one_time: '一次性密码，只显示这一次：', one_time_why: '请当面或经另一渠道交给本人；首次登录须修改。', customer: '所属客户（只看该客户）', must_change: '待改密码', built_in: '系统自带', new_role: '新建角色', role_doc: '说明', delete: '删除', sure: '确定删除“{name}”？', needs_factor: '须用两步验证登录',
    tokens: '接口令牌', token: '令牌', new_token: '新建令牌', token_why: '令牌供程序调用接口。只给它需要的权限，并设有效期。', secret: '密钥只显示这一次，请立即保存：', copy: '复制', copied: '已复制', revoke: '吊销', revoke_sure: '吊销“{name}”？使用它的程序会立即失去访问。', revoked: '已吊销', expired: '已过期', valid: '有效', no_tokens: '还没有令牌。', expires: '有效期至', created: '创建', used: '最近使用', never_used: '从未', ends_soon: '{n} 天后到期', soon: '即将到期，请换新令牌：{list}',
    audit: '审计日志', no: '序号', at: '时间', who: '操作人', action: '操作', subject: '对象', detail: '明细', request: '请求号', no_audit: '没有符合的记录。', from: '从', to: '到', chain: '校验整条链', chain_ok: '完整：{n} 条记录，没有被改动、插入或删除。', chain_broken: '链已断：', subject_id: '对象编号',
    subjects: {
      account: '账号', agent: '客服', appeal: '申诉', article: '文章', audit: '审计日志', bulk: '批量操作', calendar: '日历', cause: '群体原因', channel: '渠道', claim: '理赔', claim_rules: '理赔规则', complaint: '投诉', complaint_cause: '投诉原因', complaint_weight: '投诉权重', consent: '同意',
      customer: '客户', customer_field: '客户字段', duplicate: '重复客户', file: '文件', finding: '发现的问题', form: '表单', gateway: '网关', handoff: '转交', incident: '事件', incident_policy: '事件策略', job: '作业', key: '密钥', keys: '密钥', lane: '线路', macro: '宏', mapping: '映射', notice: '通知', outlet: '网点', policy: '服务等级', product: '产品',
      promise: '承诺', push_source: '推送来源', quarantine: '待处理事件', code_mapping: '代码对应', queue: '队列', reason: '原因', role: '角色', route: '派单规则', session: '登录', setting: '设置', team: '班组', template: '模板', ticket: '工单', ticket_state: '工单状态', token: '令牌', watch_finding: '预警', watch_plan: '预案', watch_rule: '预警规则', waybill: '快件', webhook: '推送',
    },
    verbs: {
      create: '新建', write: '修改', change: '修改', delete: '删除', remove: '移除', revoke: '吊销', reset: '重置密码', password: '改密码', close: '关闭', publish: '发布', retire: '停用', merge: '合并', unmerge: '撤销合并', undo: '撤销', export: '导出', everything: '导出全部', erase: '删除个人信息', import: '导入', add: '登记', enter: '登记', give: '发出', move: '变更状态', act: '处置', start: '开始',
      begin: '成功', refused: '被拒', refused_code: '验证码被拒', factor_begin: '开始设置两步验证', factor_confirm: '开启两步验证', factor_remove: '移除两步验证', factor_reset: '两步验证被移除', recovery: '用恢复码', recovery_new: '换恢复码', update: '修改',
      end: '退出', retry: '重试', classify: '分类', fields: '改字段', dismiss: '判为不同', rotate: '轮换', capacity: '改容量', hand_on: '转派', weight: '改权重', put: '设置', member_put: '加成员', member_remove: '去成员', change_promise: '改承诺', correct_carrier: '更正承运商', renew: '换密钥', test: '测试', sign_in: '登录', mend: '改正', discard: '丢弃',
    },
  },
  {
    people: 'People', login: 'Login', name: 'Name', roles: 'Roles', outlet: 'Outlet', closed: 'Closed', active: 'Active', state: 'State', empty: 'Nobody.', rights: 'Rights', role: 'Role', tabs: 'People and rights',
    settings: 'Settings', setting: 'Setting', value: 'Value', standard: 'Default', doc: 'What it does', save: 'Save', reset: 'Back to the default', kept: 'Kept.', changed: 'Changed',
    edit: 'Change', new_person: 'New person', reset_password: 'New password', reset_sure: 'Give {name} a new password? Their sessions end at once.', one_time: 'One-time password, shown this once:', one_time_why: 'Hand it over in person or by another way; it must be changed at the first sign-in.', customer: 'Sees this customer only', must_change: 'Must change password', built_in: 'Shipped', new_role: 'New role', role_doc: 'What it is for', delete: 'Delete', sure: 'Delete “{name}”?', needs_factor: 'Its people need a second factor',
    tokens: 'API tokens', token: 'Token', new_token: 'New token', token_why: 'A token lets a program ask. Give it the rights it needs, and an end.', secret: 'The secret is shown this once: keep it now.', copy: 'Copy', copied: 'Copied', revoke: 'Revoke', revoke_sure: 'Revoke “{name}”? What uses it is locked out at once.', revoked: 'Revoked', expired: 'Expired', valid: 'Holds', no_tokens: 'No tokens yet.', expires: 'Until', created: 'Made', used: 'Last used', never_used: 'Never', ends_soon: 'Ends in {n} days', soon: 'These end soon; put others in their place: {list}',
    audit: 'Audit log', no: 'No.', at: 'When', who: 'Who', action: 'What', subject: 'To what', detail: 'Detail', request: 'Request', no_audit: 'Nothing like that was done.', from: 'From', to: 'To', chain: 'Check the whole chain', chain_ok: 'Whole: {n} rows; none was changed, put in or taken away.', chain_broken: 'The chain is broken:', subject_id: 'Its id',
    subjects: {
      account: 'Account', agent: 'Agent', appeal: 'Appeal', article: 'Article', audit: 'Audit log', bulk: 'Bulk action', calendar: 'Calendar', cause: 'Mass cause', channel: 'Channel', claim: 'Claim', claim_rules: 'Claim rules', complaint: 'Complaint', complaint_cause: 'Complaint cause', complaint_weight: 'Complaint weight', consent: 'Consent',
      customer: 'Customer', customer_field: 'Customer field', duplicate: 'Duplicate', file: 'File', finding: 'Finding', form: 'Form', gateway: 'Gateway', handoff: 'Handoff', incident: 'Incident', incident_policy: 'Incident policy', job: 'Job', key: 'Key', keys: 'Keys', lane: 'Lane', macro: 'Macro', mapping: 'Mapping', notice: 'Message', outlet: 'Outlet', policy: 'Service level', product: 'Product',
      promise: 'Promise', push_source: 'Push source', quarantine: 'Event kept aside', code_mapping: 'Code', queue: 'Queue', reason: 'Reason', role: 'Role', route: 'Routing rule', session: 'Session', setting: 'Setting', team: 'Team', template: 'Template', ticket: 'Ticket', ticket_state: 'Ticket state', token: 'Token', watch_finding: 'Finding', watch_plan: 'Plan', watch_rule: 'Watch rule', waybill: 'Parcel', webhook: 'Webhook',
    },
    verbs: {
      create: 'created', write: 'changed', change: 'changed', delete: 'deleted', remove: 'removed', revoke: 'revoked', reset: 'password reset', password: 'password changed', close: 'closed', publish: 'published', retire: 'retired', merge: 'merged', unmerge: 'unmerged', undo: 'undone', export: 'exported', everything: 'exported whole', erase: 'erased', import: 'imported', add: 'added', enter: 'entered', give: 'given', move: 'moved', act: 'acted on', start: 'started',
      begin: 'begun', refused: 'refused', refused_code: 'code refused', factor_begin: 'second factor begun', factor_confirm: 'second factor turned on', factor_remove: 'second factor taken off', factor_reset: 'second factor taken away', recovery: 'recovery code used', recovery_new: 'recovery codes renewed', update: 'changed',
      end: 'ended', retry: 'tried again', classify: 'classified', fields: 'fields changed', dismiss: 'dismissed', rotate: 'rotated', capacity: 'capacity changed', hand_on: 'handed on', weight: 'weight changed', put: 'set', member_put: 'member added', member_remove: 'member removed', change_promise: 'promise changed', correct_carrier: 'carrier corrected', renew: 'secret renewed', test: 'tested', sign_in: 'began', mend: 'mended', discard: 'thrown away',
    },
  },
)
