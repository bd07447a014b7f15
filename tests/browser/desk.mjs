/** The desk: many tickets at once, macros, and who else is there. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { asker, complaintAt, narrow, signedInAs } from './given.mjs'
import { becomes, counts, follow, gone, says, shows, until, visit } from './suite.mjs'

const asideIs = (ask, one) => ask('post', '/desk/incoming', { channel: 'email', message_id: `<${one}@mail.example.org>`, from: 'li@example.org', from_name: '李四', subject: '自动回复：我在休假', text: '十二月回来。快件请放柜台。', headers: { Precedence: 'bulk' } })
/** A gateway of short messages that takes them all; what it was told stands in `heard`. */
async function gateway(ask) {
  const heard = []
  const server = createServer((request, answer) => {
    const parts = []
    request.on('data', (part) => parts.push(part)).on('end', () => (heard.push({ headers: request.headers, text: Buffer.concat(parts).toString('utf8') }), answer.writeHead(202).end('0: Accepted for delivery')))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { version } = await ask('get', '/gateways/sms')
  const is = (enabled, at) => ask('put', '/gateways/sms', { url: `http://127.0.0.1:${server.address().port}/sendsms`, sender: '95543', enabled }, at)
  const set = await is(true, version)
  return { heard, close: () => is(false, set.version).finally(() => server.close()) }
}

export const steps = [
  ['many tickets are changed at once, each says what became of it, and all is taken back', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    await visit(page, at('/desk?kinds=exception'))
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await shows(page, '[data-test=bulk]')
    const no = await page.textContent('[role=row]:has(input[type=checkbox]:checked) a')
    await page.selectOption('[data-test=bulk] select[name=act]', 'tag')
    await page.fill('input[name=add-tags]', 'storm')
    await page.click('[data-test=bulk-go]')
    await shows(page, '[data-test=bulk-undo]')
    const tagsOf = async () => (await ask('get', `/ticket-numbers/${no}`)).tags
    await until(async () => (await tagsOf()).includes('storm'))
    await page.click('[data-test=bulk-undo]')
    await gone(page, '[data-test=bulk-undo]')
    await until(async () => !(await tagsOf()).includes('storm'))
  }],
  ['articles like what a ticket says are beside it, and the one that helped is kept', async ({ page, at, site, assert }) => {
    const ask = asker(page, site.url)
    const ticket = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '快件迟了怎么办' })
    await visit(page, at(`/desk/tickets/${ticket.id}`))
    await page.click('[data-test=keep-article]')
    await page.waitForSelector('[data-test=keep-article][aria-pressed=true]')
    const kept = await ask('get', `/tickets/${ticket.id}/articles`)
    assert.equal(kept.items.length, 1, JSON.stringify(kept))
    await says(page, '[data-test=articles] li a', kept.items[0].title)
    await page.click('[data-test=keep-article][aria-pressed=true]')
    await until(async () => (await ask('get', `/tickets/${ticket.id}/articles`)).items.length === 0)
  }],
  ['a macro is looked at, used, and the log says so in words', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    await ask('post', '/desk/macros', { scope: 'all', name_zh: '催派道歉', name_en: 'Sorry', reply_zh: '您好，您的快件正在催派。', reply_en: 'We are chasing it.', priority: 'high' })
    const ticket = await complaintAt(ask, null, { subject: '什么时候送到' })
    await visit(page, at(`/desk/tickets/${ticket.id}`))
    await page.keyboard.press('m')
    await page.check('[role=dialog] input[name=macro]')
    await page.waitForSelector('[data-test=macro-preview] >> text=正在催派')
    await page.click('[data-test=use-macro]')
    await says(page, '[data-test=timeline]', '正在催派')
    await says(page, '[data-test=timeline]', /执行了宏.*优先级 高/s)
  }],
  ['a macro whose answer would have a gap is used only where one says so', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const macro = await ask('post', '/desk/macros', { scope: 'all', name_zh: '缺字示例', name_en: 'Gap', reply_zh: '{contact_name}，您的快件在途中。', reply_en: 'On its way.' })
    const ticket = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '没有留下姓名' })
    await visit(page, at(`/desk/tickets/${ticket.id}`))
    await page.keyboard.press('m')
    await page.check(`[role=dialog] input[name=macro][value="${macro.id}"]`)
    await says(page, '[data-test=macro-empty]', /contact_name/)
    await page.waitForSelector('[data-test=use-macro]:disabled')
    await page.check('[role=dialog] input[name=gaps]')
    await page.click('[data-test=use-macro]')
    await says(page, '[data-test=timeline]', '您的快件在途中')
  }],
  ['tickets are narrowed by state, category, tier and days, and a queue keeps that', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const ticket = await ask('post', '/tickets', { kind: 'complaint', channel: 'email', subject: '筛得出来', category: 'delay' })
    const day = ticket.created_at.slice(0, 10)
    await page.goto(at(`/desk?state=${ticket.state}&category=delay&opened_from=${day}&opened_until=${day}&sort=newest`))
    await says(page, 'main [role=table]', '筛得出来')
    await visit(page, at(`/desk?category=damage&opened_from=${day}&sort=newest`))
    await becomes(() => page.locator('main [role=row]', { hasText: '筛得出来' }).count(), 0)
    await visit(page, at(`/desk?category=delay&opened_from=${day}&opened_until=${day}&sort=newest`))
    await page.click('[data-test=save-queue]')
    await page.fill('[role=dialog]:visible input[name=name]', '今日延误')
    await becomes(() => page.inputValue('[role=dialog]:visible input[name=opened_until]'), day)
    await page.click('[role=dialog]:visible [data-test=save]')
    await page.waitForURL('**/desk?queue=*')
    await says(page, 'main [role=table]', '筛得出来')
    await page.click('[data-test=change-queue]')
    await becomes(() => page.inputValue('[role=dialog]:visible input[name=opened_until]'), day)
    await becomes(() => page.inputValue('[role=dialog]:visible select[name=category]'), 'delay')
  }],
  ['a word said later finds its ticket, on the desk and in the box, and leads to where it was said', async ({ page, at, site, quiet, shoot, assert }) => {
    const ask = asker(page, site.url)
    const ticket = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '快件没有更新', waybills: [{ no: '789000000012345' }] })
    const other = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '另一件' })
    const note = await ask('post', `/tickets/${ticket.id}/entries`, { kind: 'note', text: '快递员说放在蓝色菜鸟柜了' })
    await ask('post', `/tickets/${other.id}/entries`, { kind: 'call', direction: 'in', text: '收件人在菜鸟柜没有找到，说第7格是空的' })
    await visit(page, at('/desk'))
    await page.fill('input[name=words]', '菜鸟柜')
    await page.click('[data-test=search-words]')
    await counts(page, '[data-test=found-words]', 2)
    await says(page, `[role=row]:has(a[href*="/${ticket.id}"]) [data-test=found-words]`, /内部备注.*快递员说放在蓝色菜鸟柜了/s)
    await counts(page, '[data-test=found-words] mark', 2)
    await narrow(page, quiet, shoot, 'desk-words')
    const [sheet] = await Promise.all([page.waitForEvent('download'), page.click('[data-test=xlsx]')])
    assert.ok(sheet.suggestedFilename().endsWith('.xlsx') && readFileSync(await sheet.path()).subarray(0, 2).toString() === 'PK', 'a spreadsheet')
    assert.ok(!sheet.url().includes('q='), sheet.url())
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('[data-test=csv]')])
    const lines = readFileSync(await file.path(), 'utf8').trim().split('\n')
    assert.ok(lines.length === 3 && lines.every((line) => !line.includes('[object')), lines.join('\n'))
    assert.ok(lines.some((line) => line.includes('7890000') && line.includes('快递员说放在蓝色菜鸟柜了')), lines.join('\n'))
    await follow(page, `[role=rowgroup] a[href*="/${ticket.id}?"]`, `**/desk/tickets/${ticket.id}?entry=${note.id}`)
    await says(page, '[data-test=timeline] [aria-current=true]', '放在蓝色菜鸟柜了')
    await visit(page, at('/desk'))
    await page.fill('input[type=search]', '菜鸟柜')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/found')
    await says(page, `li:has(a[href*="/${other.id}"]) [data-test=found-words]`, '说第7格是空的')
    await narrow(page, quiet, shoot, 'found-words')
    await page.fill('input[type=search]', '蓝色菜鸟柜')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/desk/tickets/${ticket.id}?entry=${note.id}`)
    await says(page, '[data-test=timeline] [aria-current=true]', '放在蓝色菜鸟柜了')
  }],
  ['a call that nobody answered says so, and answers nothing', async ({ page, at, site, assert }) => {
    const ask = asker(page, site.url)
    const ticket = await ask('post', '/tickets', { kind: 'inquiry', channel: 'email', subject: '打不通' })
    await visit(page, at(`/desk/tickets/${ticket.id}`))
    await page.click('[data-test=write-call]')
    await page.click('[data-test=call-out]')
    await page.check('form.writer input[name=missed]')
    await page.fill('form.writer textarea[name=words]', '回电无人接听')
    await page.click('form.writer button[type=submit]')
    await says(page, '[data-test=timeline]', /未接通.*回电无人接听/s)
    await until(async () => !(await page.isChecked('form.writer input[name=missed]')))
    const { clocks } = await ask('get', `/tickets/${ticket.id}`)
    assert.equal(clocks.find(({ clock }) => clock === 'first_response').met_at, null)
  }],
  ['a clerk reads what a ticket says, and sees its contact for a reason', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const ticket = await complaintAt(ask, null, { subject: '柜台来问' })
    const clerk = await signedInAs(page, site, 'clerk', ['station_clerk'])
    await visit(clerk, at(`/desk/tickets/${ticket.id}`))
    await clerk.waitForSelector('[data-test=timeline] >> text=没有接到电话')
    await clerk.waitForSelector('[data-test=contact] >> text=138****8000')
    await clerk.click('[data-test=ask-contact]')
    await clerk.fill('input[name=reason]', '回电确认取件时间')
    await clerk.click('[data-test=show-contact]')
    await clerk.waitForSelector('[data-test=contact] >> text=13800138000')
    await clerk.waitForSelector('[data-test=timeline] >> text=回电确认取件时间')
    await until(async () => (await ask('get', `/tickets/${ticket.id}/entries?newest_first=true&limit=1`)).items[0].kind === 'looked')
    await clerk.context().close()
  }],
  ['a clerk reads a form, and sees its contacts for a reason', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const ticket = await complaintAt(ask, null, { subject: '表单上的电话' })
    const form = await ask('post', '/forms', { kind: 'complaint_record', ticket_id: ticket.id, values: { customer: '李雷', contact_phone: '13800138000', content: '箱子破了' } })
    const clerk = await signedInAs(page, site, 'form-clerk', ['station_clerk'])
    await visit(clerk, at(`/complaints/forms/${form.id}`))
    await says(clerk, '[data-test=form]', '箱子破了')
    await says(clerk, '[data-test=form]', '138****8000')
    await clerk.click('[data-test=ask-contact]')
    await clerk.fill('input[name=reason]', '回电确认赔付')
    await clerk.click('[data-test=show-contact]')
    await says(clerk, '[data-test=form]', '13800138000')
    await says(clerk, '[data-test=form]', '李雷')
    await until(async () => (await ask('get', `/tickets/${ticket.id}/entries?newest_first=true&limit=1`)).items[0].kind === 'looked')
    await clerk.context().close()
  }],
  ['what is done by the keys leaves the focus where one is', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const ticket = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '焦点' })
    await visit(page, at(`/desk/tickets/${ticket.id}`))
    const focused = () => page.evaluate(() => document.activeElement?.tagName)
    await page.focus('[data-test=take]')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-test=take]', { state: 'detached' })
    await until(async () => (await focused()) !== 'BODY')
    await page.click('#tab-complaint')
    await page.focus('[data-test=become]')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-test=complaint]')
    await until(async () => (await focused()) !== 'BODY')
    await until(() => page.evaluate(() => document.querySelector('main').contains(document.activeElement)))
  }],
  ['whoever opens a ticket sees who else has it open', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const ticket = await complaintAt(ask, null, { subject: '两个人' })
    const other = await signedInAs(page, site, 'second', ['agent'])
    await visit(other, at(`/desk/tickets/${ticket.id}`))
    await visit(page, at(`/desk/tickets/${ticket.id}`))
    await page.waitForSelector('text=second 正在查看')
    await other.context().close()
  }],
  ['a message that was set aside is looked at, and becomes a ticket', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const { id } = await asideIs(ask, 'bulk-1')
    await visit(page, at('/desk'))
    await follow(page, 'main a[href="/console/desk/incoming"]', '**/desk/incoming')
    await follow(page, `[role=rowgroup] a[href$="/${id}"]`, `**/desk/incoming/${id}`)
    await says(page, 'main', /自动回复或群发邮件[\s\S]*十二月回来/)
    await page.keyboard.press('a')
    await page.waitForURL('**/desk/tickets/*')
    await says(page, '[data-test=timeline]', '十二月回来')
    await page.goto(at(`/desk/incoming/${id}`))
    await shows(page, '[data-test=outcome] >> text=已建单')
    await gone(page, '[data-test=open-ticket]')
  }],
  ['an answer says why it is held back, and of one that left what became of it', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const mail = await ask('post', '/tickets', { kind: 'inquiry', channel: 'email', subject: '邮件询问', contact_email: 'li@example.org' })
    await ask('post', `/tickets/${mail.id}/entries`, { kind: 'message', text: '正在查询。' })
    await page.goto(at(`/desk/tickets/${mail.id}`))
    await shows(page, '[data-test=sending] >> text=未设置邮件服务器')
    const { version } = await ask('get', '/settings/public_url')
    await ask('patch', '/settings/public_url', { value: site.url }, version)
    const { heard, close } = await gateway(ask)
    const short = await ask('post', '/tickets', { kind: 'inquiry', channel: 'sms', subject: '短信询问', contact_phone: '13800138001' })
    await visit(page, at(`/desk/tickets/${short.id}`))
    await page.fill('textarea[name=words]', '今天下午派送。')
    await page.click('form.writer button[type=submit]')
    await page.waitForSelector('[data-test=sending] >> text=已发出')
    const report = heard.find(({ text }) => text.includes('今天下午派送')).headers['x-kannel-dlr-url'].replace('%d', '1')
    await until(async () => (await fetch(report)).ok)
    await page.reload()
    await page.waitForSelector('[data-test=sending] >> text=已送达')
    await close()
  }],
]
export const pages = {
  incoming: async ({ page, site }) => {
    await asideIs(asker(page, site.url), 'bulk-3')
    return '/desk/incoming'
  },
  message: async ({ page, site }) => `/desk/incoming/${(await asideIs(asker(page, site.url), 'bulk-2')).id}`,
}
