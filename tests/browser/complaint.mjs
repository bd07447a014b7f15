/** Complaints, handoffs, appeals and forms, as people work on them. */
import { asker, complaintAt } from './given.mjs'
import { becomes, fieldHas, follow, gone, meanwhile, says, shows, unsaid, visit } from './suite.mjs'

const toldIn = (page, text) => says(page, 'main', text)
const stepIs = (page, name) => page.waitForSelector(`[data-test=complaint] [aria-current=step]:has-text("${name}")`)

export const steps = [
  ['a complaint is registered with its ticket, classified, investigated, answered and confirmed on its ticket', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const ticket = await complaintAt(ask, null)
    await visit(page, at(`/desk/tickets/${ticket.id}`))
    await page.keyboard.press('2')
    await stepIs(page, '受理登记')
    await page.selectOption('select[name=cause]', 'false_signature')
    await fieldHas(page, 'select[name=category]', 'delivery_service')
    await page.fill('input[name=value]', '2600')
    await page.click('[data-test=next-step]')
    await stepIs(page, '分类评估')
    await page.click('[data-test=next-step]')
    await stepIs(page, '调查核实')
    await page.click('[data-test=next-step]')
    await page.waitForSelector('[data-test=complaint-problem]')
    await page.fill('textarea[name=findings]', '监控显示没有送到家')
    await page.check('input[name=founded][value=founded]')
    await page.fill('textarea[name=founded_why]', '代签未经同意')
    await page.fill('textarea[name=proposal]', '道歉并退还运费')
    await page.selectOption('[data-test=shares] select[name=party]', 'courier')
    await page.fill('[data-test=shares] input[name=note]', '监控录像')
    await page.click('[data-test=save-shares]')
    await toldIn(page, '责任认定已保存')
    await page.click('[data-test=next-step]')
    await stepIs(page, '提出方案')
    await page.fill('textarea[name=told]', '已电话告知处理方案，客户同意。')
    await page.click('[data-test=tell]')
    await toldIn(page, '已有凭证')
    await page.click('[data-test=next-step]')
    await stepIs(page, '答复客户')
    await page.check('input[name=satisfaction][value=satisfied]')
    await page.click('[data-test=next-step]')
    await stepIs(page, '确认满意')
    await page.keyboard.press('Escape')
    await page.click('#tab-timeline')
    await toldIn(page, '已电话告知处理方案')
    await unsaid(page, '[data-test=timeline]', /\b(what|step|category|clock|handoff_id|team_id): /)
  }],
  ['a complaint is not resolved before the customer was told, unless somebody says why', async ({ page, at, site, assert }) => {
    const ask = asker(page, site.url)
    const ticket = await complaintAt(ask, null, { subject: '客户撤回了投诉' })
    await visit(page, at(`/desk/tickets/${ticket.id}`))
    await page.click('[role=group] button:has-text("已解决")')
    await toldIn(page, '请写明原因')
    await page.fill('[data-test=untold] textarea[name=untold-why]', '客户已撤回投诉')
    await page.click('[data-test=untold] button[type=submit]')
    await gone(page, '[data-test=untold]')
    await becomes(async () => (await ask('get', `/tickets/${ticket.id}`)).type, 'resolved')
    const { step, told_at } = await ask('get', `/tickets/${ticket.id}/complaint`)
    assert.deepEqual([step, told_at], ['closed', null])
    await toldIn(page, '未答复即结案')
  }],
  ['what was begun on a complaint comes back after a reload, and a stale write shows both versions', async ({ page, at, site, settled }) => {
    const ask = asker(page, site.url)
    const ticket = await complaintAt(ask, 'investigating')
    await visit(page, at(`/desk/tickets/${ticket.id}?tab=complaint`))
    await page.fill('textarea[name=findings]', '我写的调查结果')
    await shows(page, '[data-test=draft-kept].kept')
    await page.reload()
    await settled(page)
    await fieldHas(page, 'textarea[name=findings]', '我写的调查结果')
    await meanwhile(page, '**/complaint', 'PATCH', async () => {
      const { version } = await ask('get', `/tickets/${ticket.id}/complaint`)
      await ask('patch', `/tickets/${ticket.id}/complaint`, { findings: '同事写的调查结果' }, version)
    })
    await page.click('[data-test=save-facts]')
    await says(page, '[data-test=conflict]', '我写的调查结果')
    await says(page, '[data-test=conflict]', '同事写的调查结果')
    await page.click('[data-test=conflict] button')
    await becomes(async () => (await ask('get', `/tickets/${ticket.id}/complaint`)).findings, '我写的调查结果')
  }],
  ['who proposes with shares that are not saved yet has them saved first', async ({ page, at, site, assert }) => {
    const ask = asker(page, site.url)
    const ticket = await complaintAt(ask, 'investigating', { subject: '责任未保存' })
    const complaint = () => ask('get', `/tickets/${ticket.id}/complaint`)
    const { version } = await complaint()
    await ask('patch', `/tickets/${ticket.id}/complaint`, { findings: '没有送到家', founded: 'founded', founded_why: '代签未经同意', proposal: '道歉' }, version)
    await visit(page, at(`/desk/tickets/${ticket.id}?tab=complaint`))
    await page.click('[data-test=next-step]')
    await says(page, '[data-test=complaint-problem]', '责任')
    await page.selectOption('[data-test=shares] select[name=party]', 'courier')
    await page.click('[data-test=shares] input[name=note]')
    await page.keyboard.type('monitor')
    await page.click('[data-test=save-shares]')
    await gone(page, '[data-test=complaint-problem]')
    await page.fill('[data-test=shares] input[name=note]', '')
    await page.click('[data-test=shares] input[name=note]')
    await page.keyboard.type('camera')
    await page.click('[data-test=next-step]')
    await stepIs(page, '提出方案')
    await gone(page, '[data-test=complaint-problem]')
    const { step, shares } = await complaint()
    assert.deepEqual([step, shares.map(({ party, note }) => [party, note])], ['proposed', [['courier', 'camera']]])
  }],
  ['a handoff is sent, accepted and answered', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const ticket = await complaintAt(ask, 'classified', { subject: '协同' })
    await visit(page, at(`/desk/tickets/${ticket.id}`))
    await page.keyboard.press('h')
    await page.fill('textarea[name=question]', '请调取门口监控')
    await page.fill('input[name=asked-outlet]', 'SH-02')
    await page.click('[data-test=send-handoff]')
    await page.waitForSelector('[data-test=handoff-accept]')
    await visit(page, at('/complaints/handoffs'))
    await follow(page, `[role=rowgroup] [role=row]:has-text("请调取门口监控"):has-text("${ticket.no}") a`, '**/complaints/handoffs/*')
    await shows(page, '[data-test=to-ticket]')
    await page.click('[data-test=handoff-accept]')
    await gone(page, '[data-test=handoff-accept]')
    await page.fill('textarea[name^=handoff]', '监控显示放在楼下')
    await page.click('[data-test=handoff-answer]')
    await toldIn(page, '已答复')
  }],
  ['the chart of causes opens to the complaints behind a bar', async ({ page, at, site }) => {
    await complaintAt(asker(page, site.url), 'classified', { subject: '图表' })
    await visit(page, at('/complaints/causes?by=party'))
    await page.selectOption('select[name=by]', 'cause')
    await page.click('table button:has-text("虚假签收")')
    await page.waitForSelector('[data-test=cause-rows] [role=rowgroup] [role=row]')
    await page.waitForURL('**/causes?*value=false_signature*')
    await says(page, '[data-test=cause-rows]', '虚假签收')
  }],
  ['a form is begun on a ticket, filled in, signed and has a page to print', async ({ page, at, site, assert }) => {
    const ask = asker(page, site.url)
    const ticket = await complaintAt(ask, 'registered', { subject: '表单' })
    await visit(page, at(`/desk/tickets/${ticket.id}?tab=forms`))
    await page.selectOption('[data-test=new-form] select[name=kind]', 'management_notice')
    await follow(page, '[data-test=new-form] button', '**/complaints/forms/*')
    await becomes(() => page.isDisabled('[data-test=sign-form]'), true)
    for (const [name, value] of [['to', '各网点'], ['subject', '代收须经同意'], ['text', '未经收件人同意不得投驿站。'], ['effective_on', '2026-12-01']]) await page.fill(`[data-test=form] [name=${name}]`, value)
    await page.click('[data-test=sign-form]')
    await toldIn(page, 'admin 已签字')
    const print = await page.request.get(`${site.url}${await page.getAttribute('main a[target=_blank]', 'href')}`)
    assert.match(await print.text(), /代收须经同意/)
  }],
]

let made
async function given({ page, site }) {
  const ask = asker(page, site.url)
  made ??= {
    investigating: await complaintAt(ask, 'investigating', { cause: 'delivery_delay', category: 'delay', parcel: site.parcel }),
    proposed: await complaintAt(ask, 'proposed'),
    closed: await complaintAt(ask, 'closed'),
  }
  if (!made.form) {
    made.handoff = await ask('post', `/tickets/${made.investigating.id}/handoffs`, { outlet: 'SH-02', question: '请调取门口监控，并联系派件员。', wait: false })
    await ask('post', `/tickets/${made.investigating.id}/appeals`, { reference: 'SZ-2026-0042', authority: '上海市邮政管理局', transferred_at: new Date(Date.now() - 3 * 86_400_000).toISOString(), claim: '要求道歉' })
    made.form = await ask('post', '/forms', { kind: 'accident_report', ticket_id: made.proposed.id, values: { place: 'G2 京沪高速', reporter: '王五' } })
  }
  return made
}
const tab = (which, name) => async (about) => `/desk/tickets/${(await given(about))[which].id}?tab=${name}`

export const pages = {
  complaints: async (about) => (await given(about), '/complaints'),
  'complaint-investigating': tab('investigating', 'complaint'),
  'complaint-proposed': tab('proposed', 'complaint'),
  'complaint-closed': tab('closed', 'complaint'),
  'complaint-handoffs': tab('investigating', 'handoffs'),
  'complaint-forms': tab('proposed', 'forms'),
  handoffs: () => '/complaints/handoffs',
  handoff: async (about) => `/complaints/handoffs/${(await given(about)).handoff.id}`,
  appeals: () => '/complaints/appeals',
  causes: () => '/complaints/causes?value=false_signature',
  forms: () => '/complaints/forms',
  form: async (about) => `/complaints/forms/${(await given(about)).form.id}`,
}
