import { text } from '../text'

export default text(
  {
    title: '事件推送', new: '新建推送', why: '每当有所选事件，向该地址发送带签名的 POST 请求，失败会重试。', url: '地址', doc: '用途', events: '事件（不选即全部）', customer: '只推送该客户的', enabled: '启用', off: '已停用', on: '启用中', empty: '还没有推送。新建一个，把事件交给您的系统。',
    secret: '签名密钥只显示这一次：', secret_why: '用它校验 Parceldesk-Signature，防止伪造。', renew: '更换密钥', renew_sure: '更换密钥？旧密钥立即失效。', test: '发送测试', tested: '测试已排队，结果见下方。', delete: '删除', delete_sure: '删除这个推送和它的记录？', edit: '修改',
    gateway: { title: '消息网关', about: '通知和工单回复由这里交给邮件服务器和短信网关。', url: '地址', sender: '发件人', user: '账号', password: '密码', secret: '接收密钥（至少 16 位）', changed: '修改时间', unset: '未设置', why_email: '地址以 smtp:// 或 smtps:// 开头，发件人为邮箱地址。', why_sms: '地址以 http:// 或 https:// 开头。网关转来客户短信时须带接收密钥，未设则不接收。', kept: '密码和密钥不会显示，留空则不变。' },
    deliveries: '推送记录', no_deliveries: '还没有推送过。点“发送测试”试一次。', event: '事件', state: '状态', attempts: '次数', status: '应答', reason: '原因', created: '产生', ended: '结束', retry: '重试', body: '内容', tries: '每次尝试', took: '{n} 毫秒', states: { queued: '排队', sending: '发送中', taken: '已接收', failed: '失败' },
  },
  {
    title: 'Webhooks', new: 'New webhook', why: 'At each event chosen, its address gets a signed POST; what fails is tried again.', url: 'Address', doc: 'What for', events: 'Events (none: all)', customer: 'Of this customer only', enabled: 'Enabled', off: 'Off', on: 'On', empty: 'No webhooks yet. Make one, and your systems hear what happens.',
    secret: 'The signing secret is shown this once:', secret_why: 'Check Parceldesk-Signature with it, so that nobody can forge a call.', renew: 'Another secret', renew_sure: 'Another secret? The present one ends at once.', test: 'Send a test', tested: 'A test is queued; below is what becomes of it.', delete: 'Delete', delete_sure: 'Delete this webhook and its log?', edit: 'Change',
    gateway: { title: 'Gateways', about: 'Notices and answers on tickets are handed over here to the mail server and the gateway of short messages.', url: 'Address', sender: 'Sender', user: 'User', password: 'Password', secret: 'Secret for what comes in, 16 characters or more', changed: 'Changed', unset: 'Not set', why_email: 'The address begins with smtp:// or smtps://, the sender is an e-mail address.', why_sms: 'The address begins with http:// or https://. The gateway names the secret when it hands over short messages; without one none are taken.', kept: 'Password and secret are never shown; left empty they stay.' },
    deliveries: 'Deliveries', no_deliveries: 'Nothing was sent yet. Try “Send a test”.', event: 'Event', state: 'State', attempts: 'Attempts', status: 'Answer', reason: 'Why', created: 'Made', ended: 'Ended', retry: 'Send again', body: 'Body', tries: 'Each attempt', took: '{n} ms', states: { queued: 'Queued', sending: 'Being sent', taken: 'Taken', failed: 'Failed' },
  },
)
