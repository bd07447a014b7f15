import { text } from '../text'

export default text(
  {
    title: '客户', code: '客户编号', name: '名称', phone: '电话', kind: '类型', role: '角色', lifecycle: '阶段', relationship: '关系', region: '地区', city: '城市', specialist: '专员', outlet: '网点', email: '邮箱', address: '地址',
    search: '编号、姓名、电话或尾号、邮箱', go: '查找', empty: '没有符合的客户。', why: '输入后查找；个人信息不进入地址栏。', facts: '资料', timeline: '时间线', no_timeline: '还没有记录。', parcels: '快件', no_parcels: '没有快件。', tickets: '未关闭工单', no_tickets: '没有未关闭的工单。',
    new: '新建客户', code_hint: '贵公司给客户的编号；没有就用这个', code_taken: '已经有这个编号的客户',
    glance: { title: '概况', open_parcels: '在途快件', troubled_parcels: '其中异常', tickets: '未关闭工单', claims: '未结理赔', merged_count: '并入的客户', duplicate_count: '疑似重复', last_contact: '上次联系', never: '还没有' },
    consents: '同意', no_consents: '没有登记。', notes: '备注', no_notes: '没有备注。', classes: '分类记录', more: '更早', merged: '已并入另一客户',
    edit: '修改', add: '添加', remove: '删除', remove_sure: '删除这一条？', no_parts: '没有登记。', contacts: '联系方式', addresses: '地址', people: '联系人', post: '职务', say: '登记', holds: '可以', holds_not: '不可以', by_default: '默认规则', erased: '个人信息已删除',
    own: { title: '公司字段', none: '还没有填写。' }, class: { kind: '分类', value: '定为', since: '自何时起', now: '不填为现在', why: '理由', classify: '分类' },
    told: { title: '通知偏好', channel: '首选渠道', language: '语言', zone: '时区', quiet: '免打扰时段', quiet_from: '免打扰开始', quiet_to: '免打扰结束', never: '不免打扰', company: '按公司设置', why: '留空的按公司设置；开始与结束相同表示随时可以通知。紧急通知不等待。' },
    merges: '合并与重复', no_merges: '没有合并，也没有疑似重复。', may_be: '疑似同一人', merge: '合并', dismiss: '是两个人', merge_sure: '把 {other} 并入 {one}？以后可以撤销。', dismiss_sure: '确认是两个客户？不再提示。', undo: '撤销合并', undo_sure: '撤销这次合并？', undone: '已撤销', reason: '理由',
    duplicates: '疑似重复客户', no_duplicates: '没有疑似重复的客户。', older: '较早', newer: '较新', reasons: '依据', state: '状态', found: '发现', tier: '等级', entered: '登记时间', entered_from: '登记自', entered_to: '登记至', changed: '修改时间', postcode: '邮编', export: '导出 CSV', ledger: '同意台账', notice_version: '告知版本',
    fields: { about: '每位客户的资料页上都有这些字段。名称、类型和是否属于个人信息定下后不能改；不再用的停填，已填的保留。', new: '新增字段', empty: '还没有自己的字段。', name: '名称', coded: '小写字母、数字和 _，以后不能改', kind: '类型', kinds: { text: '文字', number: '数字', date: '日期', choice: '选项', yes_no: '是否' }, zh: '中文标签', en: '英文标签', options: '可选项', personal: '个人信息：加密保存，显示时打码', is_personal: '个人信息', retired: '停填', state: '状态', in_use: '使用中', is_retired: '已停填' },
    privacy: {
      title: '个人信息请求', why: '客户可以要求拿到关于他的全部资料，或要求删除。删除不能撤回；依法须留存的除外，到期再删。', everything: '导出全部资料', erase: '删除个人信息', sure: '删除这位客户的全部个人信息？不能撤回。', reason: '谁提出、怎么提出的（不要写个人信息，会留存）', none: '没有删除过。', proof: '删除证明', searched: '删除后查了 {n} 处，仍找到 {found} 处', table: '资料', action: '处理', rows: '行数', kept_why: '留存原因', until: '（至 {at}）',
      actions: { deleted: '已删除', emptied: '已清空', kept: '留存' },
      tables: {
        customer: '客户', customer_part: '联系方式、地址、联系人和备注', customer_key: '查找索引', customer_class: '分类记录', customer_consent: '同意', customer_duplicate: '疑似重复', customer_merge: '合并', customer_timeline: '时间线', customer_value: '自定义字段',
        waybill: '快件', waybill_state: '快件状态', scan: '轨迹', ticket: '工单', ticket_entry: '工单记录', ticket_draft: '工单草稿', ticket_tag: '工单标签', desk_bulk_item: '批量操作', claim: '理赔', claim_entry: '理赔记录', complaint: '投诉', complaint_share: '投诉责任', appeal: '申诉', handoff: '协同任务', form: '表单',
        file: '文件', search: '全文索引', incoming_message: '来信', incoming_thread: '来信往来', notice_preference: '通知偏好', notify_message: '通知', portal_code: '登录验证码', portal_session: '自助登录',
      },
    },
  },
  {
    title: 'Customers', code: 'Code', name: 'Name', phone: 'Phone', kind: 'Kind', role: 'Role', lifecycle: 'Lifecycle', relationship: 'Relationship', region: 'Region', city: 'City', specialist: 'Specialist', outlet: 'Outlet', email: 'E-mail', address: 'Address',
    search: 'Code, name, phone or its tail, e-mail', go: 'Find', empty: 'No customer is like that.', why: 'Type and find; what is personal stays out of the address.', facts: 'Facts', timeline: 'Timeline', no_timeline: 'Nothing happened yet.', parcels: 'Parcels', no_parcels: 'No parcels.', tickets: 'Open tickets', no_tickets: 'No open ticket.',
    new: 'New customer', code_hint: 'The customer’s number in your own books, or this one', code_taken: 'There is a customer of that number already',
    glance: { title: 'At a glance', open_parcels: 'Parcels under way', troubled_parcels: 'Of these in trouble', tickets: 'Open tickets', claims: 'Open claims', merged_count: 'Merged into this one', duplicate_count: 'May be the same', last_contact: 'Last spoken to', never: 'Not yet' },
    consents: 'Consents', no_consents: 'None are written down.', notes: 'Notes', no_notes: 'No notes.', classes: 'Classifications', more: 'Before', merged: 'Merged into another customer',
    edit: 'Change', add: 'Add', remove: 'Delete', remove_sure: 'Delete this one?', no_parts: 'None is known.', contacts: 'Contact points', addresses: 'Addresses', people: 'Contact people', post: 'Post', say: 'Write down', holds: 'May be', holds_not: 'May not', by_default: 'By its own rule', erased: 'What was personal is erased',
    own: { title: 'The company’s fields', none: 'Nothing is filled in.' }, class: { kind: 'By', value: 'Is', since: 'Since', now: 'Empty: now', why: 'Why', classify: 'Classify' },
    told: { title: 'How to tell them', channel: 'First way', language: 'Language', zone: 'Time zone', quiet: 'Quiet hours', quiet_from: 'Quiet from', quiet_to: 'Quiet until', never: 'None', company: 'As the company has it', why: 'What is left empty is as the company has it; the same hour twice means at any time. What is urgent does not wait.' },
    merges: 'Merges and duplicates', no_merges: 'None was merged, and none may be the same.', may_be: 'May be the same', merge: 'Merge', dismiss: 'They are two', merge_sure: 'Merge {other} into {one}? It can be undone.', dismiss_sure: 'Two customers? They are never proposed again.', undo: 'Undo', undo_sure: 'Undo this merge?', undone: 'Undone', reason: 'Why',
    duplicates: 'Possible duplicates', no_duplicates: 'No customers may be the same.', older: 'The older', newer: 'The newer', reasons: 'What speaks for it', state: 'State', found: 'Found', tier: 'Tier', entered: 'Entered', entered_from: 'Entered from', entered_to: 'Entered to', changed: 'Changed', postcode: 'Postcode', export: 'Export CSV', ledger: 'Ledger', notice_version: 'notice',
    fields: { about: 'Each customer’s page has these fields. Name, kind and whether it is personal stay as they were declared; one that is retired is filled in no more and keeps what it holds.', new: 'New field', empty: 'No field was declared yet.', name: 'Name', coded: 'Small letters, digits and _; for ever', kind: 'Holds', kinds: { text: 'Text', number: 'Number', date: 'Date', choice: 'Choice', yes_no: 'Yes or no' }, zh: 'Label in Chinese', en: 'Label in English', options: 'What may be chosen', personal: 'Personal: sealed, and masked', is_personal: 'Personal', retired: 'Retired', state: 'State', in_use: 'In use', is_retired: 'Retired' },
    privacy: {
      title: 'Requests about personal data', why: 'A customer may ask for all that is kept of them, or for its erasure. Erasing cannot be undone; what the law wants kept stays until its time is over.', everything: 'All that is kept, as a file', erase: 'Erase', sure: 'Erase all that is personal of this customer? It cannot be undone.', reason: 'Who asked for it, and how (nothing personal: it is kept)', none: 'Nothing was erased.', proof: 'Proof of erasure', searched: '{n} searches afterwards found it in {found} places', table: 'What', action: 'What became of it', rows: 'Rows', kept_why: 'Why it is kept', until: '(until {at})',
      actions: { deleted: 'Deleted', emptied: 'Emptied', kept: 'Kept' },
      tables: {
        customer: 'Customer', customer_part: 'Contact points, addresses, people, notes', customer_key: 'Index to find them by', customer_class: 'Classifications', customer_consent: 'Consents', customer_duplicate: 'Possible duplicates', customer_merge: 'Merges', customer_timeline: 'Timeline', customer_value: 'Own fields',
        waybill: 'Parcels', waybill_state: 'States of parcels', scan: 'Scans', ticket: 'Tickets', ticket_entry: 'Entries of tickets', ticket_draft: 'Drafts on tickets', ticket_tag: 'Tags of tickets', desk_bulk_item: 'Bulk actions', claim: 'Claims', claim_entry: 'Entries of claims', complaint: 'Complaints', complaint_share: 'Responsibility', appeal: 'Appeals', handoff: 'Handoffs', form: 'Forms',
        file: 'Files', search: 'Full-text index', incoming_message: 'Messages that came in', incoming_thread: 'Threads of messages', notice_preference: 'How to tell them', notify_message: 'Messages sent', portal_code: 'Codes to sign in', portal_session: 'Sessions of their own',
      },
    },
  },
)
