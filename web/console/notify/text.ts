import { text } from '../text'

export default text(
  {
    title: '事件推送', new: '新建推送', why: '每当有所选事件，向该地址发送带签名的 POST 请求，失败会重试。', url: '地址', doc: '用途', events: '事件（不选即全部）', customer: '只推送该客户的', enabled: '启用', off: '已停用', on: '启用中', empty: '还没有推送。新建一个，把事件交给您的系统。',
    secret: '签名密钥只显示这一次：', secret_why: '用它校验 Parceldesk-Signature，防止伪造。', renew: '更换密钥', renew_sure: '更换密钥？旧密钥立即失效。', test: '发送测试', tested: '测试已排队，结果见下方。', delete: '删除', delete_sure: '删除这个推送和它的记录？', edit: '修改',
    gateway: { title: '消息网关', about: '通知和工单回复由这里交给邮件服务器和短信网关。', url: '地址', sender: '发件人', user: '账号', password: '密码', secret: '接收密钥（至少 16 位）', changed: '修改时间', unset: '未设置', why_email: '地址以 smtp:// 或 smtps:// 开头，发件人为邮箱地址。', why_sms: '地址以 http:// 或 https:// 开头。网关转来客户短信时须带接收密钥，未设则不接收。', kept: '密码和密钥不会显示，留空则不变。' },
    deliveries: '推送记录', no_deliveries: '还没有推送过。点“发送测试”试一次。', event: '事件', state: '状态', attempts: '次数', status: '应答', reason: '原因', created: '产生', ended: '结束', retry: '重试', body: '内容', tries: '每次尝试', took: '{n} 毫秒', states: { queued: '排队', sending: '发送中', taken: '已接收', failed: '失败' },
    message: { title: '已发消息', told: '告知记录', about: '发给客户和收件人的每条消息，发出没有、为什么没有。失败的可以重发。', none: '没有消息。', steps: '经过', no_steps: '还没有试着发出。', again: '已重新排队。' },
    template: {
      about: '每个事实对谁、用什么渠道、什么语言说什么。只有启用的才会发送；每次修改都留版本。', new: '新增模板', empty: '没有模板。', fact: '事实', channel: '渠道', language: '语言', audience: '对谁', audiences: { customer: '客户', receiver: '收件人', colleague: '同事' }, purpose: '需要的同意', subject: '邮件主题', body: '正文', enabled: '启用', urgent: '紧急：免打扰时段也发', why: '修改说明', version: '版次', changed: '修改时间',
      purposes: { service: '服务通知', marketing: '营销', survey: '满意度调查', station_drop: '投放驿站', signature: '签收', privacy_notice: '隐私告知', profiling: '画像', sharing: '信息共享' },
      placeholders: '可用占位符：', clause: '占位符没有值时只省去它；写成 [[请致电{hotline}。]] 的分句整句省去；写成 {must} 则消息不发。', unknown: '这个事实没有占位符：{list}', preview: '收到的人会看到（示例）', before: '以前的写法（{n} 版）',
      examples: { company: '顺达快递', hotline: '95543', no: 'SD1234567890', carrier: '顺达', stage: '派送中', promised_at: '11月23日 18:00', track_url: 'https://www.example.com/t/SD1234567890', ticket: 'T20261122-000001', reason: '天气', rule: '停滞', text: 'Parcels will be late.', text_zh: '快件会晚到。', claim: 'C20261122-000001', amount: '123.45元', result: '已结案', article: 'late-parcel' },
      facts: {
        waybill_collected: '快件已揽收', waybill_out_for_delivery: '快件派送中', waybill_at_pickup_point: '快件待取', waybill_delivered: '快件已签收', waybill_returned: '快件已退回', waybill_promise_changed: '快件承诺变更', watch_finding_opened: '发现快件异常', watch_finding_closed: '快件异常解除', incident_notice: '事件告知',
        claim_offered: '理赔核定待答复', claim_paid: '理赔已支付', claim_closed: '理赔结案', desk_entry_added: '工单有新记录', desk_ticket_opened: '工单建立', desk_ticket_resolved: '工单解决', desk_ticket_reopened: '工单重开', desk_ticket_closed: '工单关闭', desk_escalated: '工单超时上报', desk_ticket_assigned: '工单指派', desk_ticket_changed: '工单修改', desk_clock_breached: '工单时限已过', knowledge_review_due: '文章待复审', webhook_test: '测试', notice_written: '工单回复',
      },
    },
  },
  {
    title: 'Webhooks', new: 'New webhook', why: 'At each event chosen, its address gets a signed POST; what fails is tried again.', url: 'Address', doc: 'What for', events: 'Events (none: all)', customer: 'Of this customer only', enabled: 'Enabled', off: 'Off', on: 'On', empty: 'No webhooks yet. Make one, and your systems hear what happens.',
    secret: 'The signing secret is shown this once:', secret_why: 'Check Parceldesk-Signature with it, so that nobody can forge a call.', renew: 'Another secret', renew_sure: 'Another secret? The present one ends at once.', test: 'Send a test', tested: 'A test is queued; below is what becomes of it.', delete: 'Delete', delete_sure: 'Delete this webhook and its log?', edit: 'Change',
    gateway: { title: 'Gateways', about: 'Notices and answers on tickets are handed over here to the mail server and the gateway of short messages.', url: 'Address', sender: 'Sender', user: 'User', password: 'Password', secret: 'Secret for what comes in, 16 characters or more', changed: 'Changed', unset: 'Not set', why_email: 'The address begins with smtp:// or smtps://, the sender is an e-mail address.', why_sms: 'The address begins with http:// or https://. The gateway names the secret when it hands over short messages; without one none are taken.', kept: 'Password and secret are never shown; left empty they stay.' },
    deliveries: 'Deliveries', no_deliveries: 'Nothing was sent yet. Try “Send a test”.', event: 'Event', state: 'State', attempts: 'Attempts', status: 'Answer', reason: 'Why', created: 'Made', ended: 'Ended', retry: 'Send again', body: 'Body', tries: 'Each attempt', took: '{n} ms', states: { queued: 'Queued', sending: 'Being sent', taken: 'Taken', failed: 'Failed' },
    message: { title: 'Messages', told: 'What was told', about: 'Every message to customers and receivers: whether it left, and why not. What failed can be sent again.', none: 'There are no messages.', steps: 'Its steps', no_steps: 'It was not tried yet.', again: 'It is queued again.' },
    template: {
      about: 'What is said of each fact, to whom, how and in which language. Only what is enabled is sent; every change is a version.', new: 'New template', empty: 'There are no templates.', fact: 'Fact', channel: 'Channel', language: 'Language', audience: 'To', audiences: { customer: 'Customer', receiver: 'Receiver', colleague: 'Colleague' }, purpose: 'Consent needed', subject: 'Subject', body: 'Text', enabled: 'Enabled', urgent: 'Urgent: in quiet hours too', why: 'Why it is changed', version: 'Version', changed: 'Changed',
      purposes: { service: 'Service', marketing: 'Marketing', survey: 'Survey', station_drop: 'Left at a station', signature: 'Signature', privacy_notice: 'Privacy notice', profiling: 'Profiling', sharing: 'Sharing' },
      placeholders: 'Placeholders:', clause: 'A placeholder without a value is left out; of [[Call {hotline}.]] the whole clause is; with {must} the message is not sent.', unknown: 'This fact has no placeholder: {list}', preview: 'How it would read, with examples', before: 'As it was ({n} versions)',
      examples: { company: 'Swift Express', hotline: '95543', no: 'SD1234567890', carrier: 'Swift', stage: 'Out for delivery', promised_at: '23 Nov, 18:00', track_url: 'https://www.example.com/t/SD1234567890', ticket: 'T20261122-000001', reason: 'Weather', rule: 'Stalled', text: 'Parcels will be late.', text_zh: '快件会晚到。', claim: 'C20261122-000001', amount: 'CNY 123.45', result: 'closed', article: 'late-parcel' },
      facts: {
        waybill_collected: 'Parcel collected', waybill_out_for_delivery: 'Out for delivery', waybill_at_pickup_point: 'At a pickup point', waybill_delivered: 'Parcel delivered', waybill_returned: 'Parcel returned', waybill_promise_changed: 'Promise changed', watch_finding_opened: 'Parcel in trouble', watch_finding_closed: 'Parcel well again', incident_notice: 'Incident notice',
        claim_offered: 'Claim: an amount is offered', claim_paid: 'Claim paid', claim_closed: 'Claim ended', desk_entry_added: 'Written on a ticket', desk_ticket_opened: 'Ticket opened', desk_ticket_resolved: 'Ticket resolved', desk_ticket_reopened: 'Ticket opened again', desk_ticket_closed: 'Ticket closed', desk_escalated: 'Late ticket escalated', desk_ticket_assigned: 'Ticket assigned', desk_ticket_changed: 'Ticket changed', desk_clock_breached: 'A ticket’s clock ran out', knowledge_review_due: 'An article is to be reviewed', webhook_test: 'A test', notice_written: 'An answer on a ticket',
      },
    },
  },
)
