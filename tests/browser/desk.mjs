/** The desk: many tickets at once, macros, and who else is there. */
import { asker, complaintAt, signedInAs } from './given.mjs'
import { until } from './suite.mjs'

export const steps = [
  ['many tickets are changed at once, each says what became of it, and all is taken back', async ({ page, at, site, settled }) => {
    const ask = asker(page, site.url)
    await page.goto(at('/desk?kinds=exception'))
    await settled(page)
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.waitForSelector('[data-test=bulk]')
    const no = await page.textContent('[role=row].current a')
    await page.selectOption('[data-test=bulk] select[name=act]', 'tag')
    await page.fill('input[name=add-tags]', 'storm')
    await page.click('[data-test=bulk-go]')
    await page.waitForSelector('[data-test=bulk-undo]', { timeout: 60_000 })
    const tagsOf = async () => (await ask('get', `/ticket-numbers/${no}`)).tags
    await until(async () => (await tagsOf()).includes('storm'))
    await page.click('[data-test=bulk-undo]')
    await page.waitForSelector('[data-test=bulk-undo]', { state: 'detached', timeout: 60_000 })
    await until(async () => !(await tagsOf()).includes('storm'))
  }],
  ['a macro is looked at, used, and the log says so in words', async ({ page, at, site, settled, assert }) => {
    const ask = asker(page, site.url)
    await ask('post', '/desk/macros', { scope: 'all', name_zh: '催派道歉', name_en: 'Sorry', reply_zh: '您好，您的快件正在催派。', reply_en: 'We are chasing it.', priority: 'high' })
    const ticket = await complaintAt(ask, null, { subject: '什么时候送到' })
    await page.goto(at(`/desk/tickets/${ticket.id}`))
    await settled(page)
    await page.keyboard.press('m')
    await page.check('[role=dialog] input[name=macro]')
    await page.waitForSelector('[data-test=macro-preview] >> text=正在催派')
    await page.click('[data-test=use-macro]')
    await until(async () => (await page.textContent('[data-test=timeline]')).includes('正在催派'))
    assert.match(await page.textContent('[data-test=timeline]'), /执行了宏.*优先级 高/s)
  }],
  ['what is done by the keys leaves the focus where one is', async ({ page, at, site, settled, assert }) => {
    const ask = asker(page, site.url)
    const ticket = await complaintAt(ask, null, { subject: '焦点' })
    await page.goto(at(`/desk/tickets/${ticket.id}`))
    await settled(page)
    const focused = () => page.evaluate(() => document.activeElement?.tagName)
    await page.focus('[data-test=take]')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-test=take]', { state: 'detached' })
    await until(async () => (await focused()) !== 'BODY')
    await page.click('#tab-complaint')
    await page.focus('[data-test=register]')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-test=complaint]')
    await until(async () => (await focused()) !== 'BODY')
    assert.ok(await page.evaluate(() => document.querySelector('main').contains(document.activeElement)))
  }],
  ['whoever opens a ticket sees who else has it open', async ({ page, at, site, settled }) => {
    const ask = asker(page, site.url)
    const ticket = await complaintAt(ask, null, { subject: '两个人' })
    const other = await signedInAs(page, site, 'second', ['agent'])
    await other.goto(at(`/desk/tickets/${ticket.id}`))
    await settled(other)
    await page.goto(at(`/desk/tickets/${ticket.id}`))
    await settled(page)
    await page.waitForSelector('text=second 正在查看')
    await other.context().close()
  }],
]
export const pages = {}
