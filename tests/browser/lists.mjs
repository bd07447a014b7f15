/** Lists: their columns, what is taken out of them, and what the server says in the reader's language. */
import { readFileSync } from 'node:fs'
import { asker } from './given.mjs'
import { becomes, counts, fieldHas, gone, says, shows, until, visit } from './suite.mjs'

export const steps = [
  ['a column that is put away stays away, and comes back', async ({ page, at, settled }) => {
    const titles = () => page.locator('[role=columnheader]').allTextContents()
    await visit(page, at('/waybills'))
    const before = await titles()
    await page.click('details.choose summary')
    await page.click('details.choose label:nth-of-type(2)')
    await becomes(async () => (await titles()).length, before.length - 1)
    await page.reload()
    await settled(page)
    await becomes(async () => (await titles()).length, before.length - 1)
    await page.click('details.choose summary')
    await page.click('details.choose label:nth-of-type(2)')
    await page.keyboard.press('Escape')
    await becomes(titles, before)
  }],
  ['the words of a filter are typed key by key, and are taken on Enter or when the field is left', async ({ page, at, settled }) => {
    const field = (name) => `[role=group] input[aria-label="${name}"]`
    const fields = [['/audit', '操作人', 'who'], ['/audit', '操作', 'action'], ['/audit', '对象编号', 'subject_id'], ['/waybills', '承运商', 'carrier'], ['/waybills', '始发地', 'origin'], ['/desk', '负责人', 'owner']]
    for (const [path, label, name] of fields) {
      await visit(page, at(path))
      await page.click(field(label))
      await page.keyboard.type('4077')
      await fieldHas(page, field(label), '4077')
      await page.keyboard.press('Enter')
      await page.waitForURL((url) => url.searchParams.get(name) === '4077')
      await settled(page)
      await fieldHas(page, field(label), '4077')
    }
    await visit(page, at('/audit'))
    await page.click(field('操作人'))
    await page.keyboard.type('nobody.here')
    await page.click(field('操作'))
    await page.waitForURL('**/audit?who=nobody.here')
    await page.keyboard.type('ticket.say')
    await fieldHas(page, field('操作'), 'ticket.say')
    await page.goBack()
    await settled(page)
    await visit(page, at('/audit?who=nobody.here'))
    await fieldHas(page, field('操作人'), 'nobody.here')
    await page.click('main .row[role=group] button')
    await page.waitForURL((url) => !url.search)
    await fieldHas(page, field('操作人'), '')
  }],
  ['what is done on tickets stands in the audit in words', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const { id } = await ask('post', '/tickets', { kind: 'inquiry', channel: 'portal', subject: '审计' })
    await ask('post', `/tickets/${id}/entries`, { kind: 'call', direction: 'in', text: '来电' })
    await ask('post', `/tickets/${id}/entries`, { kind: 'note', text: '备注' })
    await visit(page, at(`/audit?subject_kind=ticket&subject_id=${id}`))
    for (const words of ['工单 写记录', '工单 加备注']) await shows(page, `[role=rowgroup] [role=row]:has-text("${words}")`)
  }],
  ['a list is taken out whole as CSV, as it is filtered', async ({ page, at, assert }) => {
    await visit(page, at('/waybills?stage=delivered'))
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('[data-test=csv]')])
    const text = readFileSync(await file.path(), 'utf8')
    const lines = text.trim().split('\n')
    assert.ok(lines[0].startsWith('id,version,carrier,no,stage'), lines[0])
    assert.ok(lines.length > 200, `${lines.length} lines`)
    assert.ok(lines.slice(1).every((line) => line.includes('delivered')))
  }],
  ['lists of people, changes, incidents, handoffs, appeals, articles, jobs, kept events, forms, duplicates, tokens and webhooks leave as files', async ({ page, at, assert }) => {
    const lists = [['/people', 'id,version,login,'], ['/audit', 'no,at,who_kind,'], ['/watch/incidents?open=no', 'id,version,number,'], ['/complaints/handoffs', 'id,version,ticket_id,'], ['/complaints/appeals', 'id,version,ticket_id,'], ['/knowledge', 'id,version,code,'], ['/jobs', 'id,kind,key,'], ['/import/kept', 'id,reason,received_at,'],
      ['/complaints/forms', 'id,version,kind,layout,no,'], ['/customers/duplicates', 'id,one_id,other_id,'], ['/people/tokens', 'id,name,rights,outlet,outlet_id,customer_id,created_by_id,created_at,expires_at,revoked_at,used_at\n'], ['/webhooks', 'id,version,url,doc,events,customer_id,enabled,created_at,changed_at\n']]
    for (const [path, columns] of lists) {
      await visit(page, at(path))
      const [csv] = await Promise.all([page.waitForEvent('download'), page.click('[data-test=csv]')])
      assert.ok(readFileSync(await csv.path(), 'utf8').startsWith(columns), path)
      const [sheet] = await Promise.all([page.waitForEvent('download'), page.click('[data-test=xlsx]')])
      assert.equal(readFileSync(await sheet.path()).subarray(0, 2).toString(), 'PK', path)
    }
  }],
  ['every list of every page is offered as CSV and as a spreadsheet, with its heads also where it is empty', async ({ page, at, site, settled, assert }) => {
    const ask = asker(page, site.url)
    await ask('post', '/teams', { code: 'taken-out', name: '导出组' })
    const { id } = await ask('post', '/watch/incidents', { title: '导出', cause: 'weather', severity: 'low' })
    const webhook = await ask('post', '/webhooks', { url: 'http://127.0.0.1:9/taken', events: ['waybill.delivered'], enabled: false })
    const plain = [...readFileSync(new URL('../../web/console/router.ts', import.meta.url), 'utf8').matchAll(/path: '([^':]+)', name: '(?!sign-in|answer|factor|password)/g)].map(([, path]) => path)
    assert.ok(plain.length > 50, `${plain.length} pages`)
    let lists = 0
    for (const path of [...plain, '/policy/teams/taken-out', `/watch/incidents/${id}`, `/webhooks/${webhook.id}`, '/figures/on_time?days=60&by=all', '/audit?who=nobody.at.all']) {
      await page.goto(at(path))
      await settled(page)
      for (const list of await page.locator('main .list:visible').all()) {
        const name = `${path}: ${await list.locator('[role=table]').getAttribute('aria-label')}`
        const offered = await list.locator('.tools [data-test]').evaluateAll((all) => all.map((one) => one.dataset.test))
        assert.equal(`${name}: ${offered}`, `${name}: csv,xlsx`)
        if (!(await list.locator('a[data-test=csv]').count())) continue // the desk's, while words are looked for
        const text = async (format) => (await page.request.get(site.url + (await list.locator(`[data-test=${format}]`).getAttribute('href')))).body()
        assert.match((await text('csv')).toString(), /^[^{"\n]+,[^{"\n]+\n/, name)
        const sheet = await text('xlsx')
        assert.ok(sheet.subarray(0, 2).toString() === 'PK', `${name}: ${sheet.subarray(0, 300)}`)
        lists++
      }
    }
    assert.ok(lists > 35, `${lists} lists`)
  }],
  ['a list is sorted by its heads, and the address keeps the order', async ({ page, at, settled }) => {
    const codes = () => page.locator('[role=rowgroup] [role=row] a').allTextContents()
    const as = (key) => page.locator(`[role=columnheader]:has([data-test=sort-${key}])`).getAttribute('aria-sort')
    const rises = (all, up) => all.length > 10 && all.every((code, i) => i === 0 || (up ? all[i - 1] < code : all[i - 1] > code))
    await visit(page, at('/customers'))
    await becomes(() => as('code'), 'none')
    await page.click('[data-test=sort-code]')
    await becomes(() => as('code'), 'ascending')
    await becomes(codes, (all) => rises(all, true))
    await says(page, '.foot', '按“客户编号”升序')
    await page.click('[data-test=sort-code]')
    await page.waitForURL('**/customers?sort=-code')
    await becomes(codes, (all) => rises(all, false))
    await page.reload()
    await settled(page)
    await becomes(() => as('code'), 'descending')
    await becomes(codes, (all) => rises(all, false))
    await page.click('[data-test=sort-code]')
    await page.waitForURL((url) => !url.search)
    await becomes(() => as('code'), 'none')
    await visit(page, at('/waybills?sort=-promised_at'))
    await becomes(() => as('promised'), 'descending')
    await page.goto(at('/waybills?stage=delivered&sort=promised_at')) // what this list has not in that order it does not offer
    await settled(page)
    await counts(page, '[data-test=sort-promised]', 0)
    await counts(page, '[role=rowgroup] [role=row]', (n) => n > 10)
  }],
  ['a long list is scrolled to its end and back, and keeps the focus', async ({ page, at }) => {
    const rows = '[role=rowgroup] [role=row]'
    const scroll = (y) => page.locator('.frame').evaluate((frame, to) => void (frame.scrollTop = to), y)
    await visit(page, at('/waybills'))
    const first = `${rows}[aria-rowindex="2"] a`
    const no = await page.locator(first).textContent()
    await page.focus(first)
    await until(async () => {
      await scroll(1e7)
      return (await page.locator('[role=table]').getAttribute('aria-rowcount')) !== '-1'
    })
    await becomes(() => page.locator('[role=table]').getAttribute('aria-rowcount').then(Number), (n) => n > 1200)
    await counts(page, rows, (n) => n < 100)
    await becomes(() => page.evaluate(() => document.activeElement?.textContent), no)
    await page.focus('.frame')
    await scroll(0)
    await becomes(() => page.locator(`${rows}[aria-rowindex="50"]`).count(), 0)
    await becomes(() => page.locator(first).textContent(), no)
    await scroll(400 * 40)
    await becomes(() => page.locator(`${rows}[aria-rowindex="402"] a`).count(), 1)
  }],
  ['rows that are gone when they are read again leave no holes, and an error is told beside the list', async ({ page, at, settled, quiet, shoot }) => {
    const rows = '[role=rowgroup] [role=row]'
    const holes = `${rows}:has([aria-hidden=true]:text-is("…"))`
    const scroll = (y) => page.locator('.frame').evaluate((frame, to) => void (frame.scrollTop = to), y)
    const count = () => page.locator('[role=table]').getAttribute('aria-rowcount').then(Number)
    const first = (url) => url.pathname.endsWith('/api/v1/waybills') && !url.searchParams.has('cursor')
    await visit(page, at('/waybills'))
    await until(async () => {
      await scroll(1e7)
      return (await count()) !== -1
    })
    await settled(page)
    const all = await count()
    await page.route(first, (route) => route.fulfill({ status: 409, contentType: 'application/problem+json', body: '{"code":"conflict","status":409,"title":"x","detail":"x"}' }))
    await scroll(0)
    await page.waitForSelector('[data-test=lost]')
    await counts(page, holes, (n) => n > 10)
    await quiet(page)
    await shoot(page, 'lists-lost')
    await page.unroute(first)
    await page.route(first, async (route) => {
      const answer = await route.fetch()
      const { items, ...rest } = await answer.json()
      await route.fulfill({ response: answer, json: { ...rest, items: items.slice(7) } })
    })
    await page.click('[data-test=lost] button')
    await gone(page, '[data-test=lost]')
    await becomes(count, all - 7)
    await counts(page, rows, (n) => n > 10)
    await gone(page, holes)
    await scroll(20 * 40)
    await page.waitForSelector(`${rows}[aria-rowindex="42"] a`)
    await gone(page, holes)
    await page.unroute(first)
  }],
  ['a list wider than its page says that there is more', async ({ page, at, settled }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(at('/audit')) // one without rows of two lines
    await settled(page)
    await page.waitForSelector('[data-test=beyond]')
    await page.locator('.frame').evaluate((frame) => void (frame.scrollLeft = 1e4))
    await gone(page, '[data-test=beyond]')
    await becomes(() => page.locator('[role=rowgroup] [role=row] .pinned').first().evaluate((cell) => cell.getBoundingClientRect().left >= 0), true)
    await page.setViewportSize({ width: 1440, height: 900 })
  }],
  ['the list of customers is narrowed by its filters, which the address keeps and its file obeys', async ({ page, at, site, settled, assert }) => {
    const ask = asker(page, site.url)
    await ask('post', '/customers', [{ code: 'LISTS-1', name: '筛选公司', kind: 'company' }])
    const [{ id, version }] = (await ask('get', '/customers?code=LISTS-1')).items
    await ask('post', `/customers/${id}/classifications`, { kind: 'tier', value: 'vip' }, version)
    const rows = '[role=rowgroup] [role=row]'
    const choose = async (label, option) => {
      await page.click(`[role=group][aria-label=筛选] .el-select:has([aria-label="${label}"])`)
      await page.click(`.el-select-dropdown__item:visible:has-text("${option}")`)
    }
    await visit(page, at('/customers'))
    await choose('类型', '企业')
    await page.waitForURL('**/customers?kind=company')
    await becomes(() => page.locator(rows).evaluateAll((all) => all.length > 0 && all.every((row) => row.textContent.includes('企业'))), true)
    await choose('等级', '贵宾')
    await page.waitForURL('**/customers?kind=company&tier=vip')
    await page.reload()
    await settled(page)
    await becomes(() => page.locator(rows).evaluateAll((all) => all.length > 0 && all.every((row) => row.textContent.includes('企业') && row.textContent.includes('贵宾'))), true)
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('[data-test=csv]')])
    const lines = readFileSync(await file.path(), 'utf8').trim().split('\n').slice(1)
    assert.ok(lines.length > 0 && lines.every((line) => line.includes(',company,') && line.includes(',vip,')), lines.join('\n'))
    await page.fill('[aria-label="登记自"]', '2099-01-01')
    await page.press('[aria-label="登记自"]', 'Enter')
    await says(page, '.page', '没有符合的客户')
    await page.click('button:has-text("清除条件")')
    await page.waitForURL((url) => !url.search)
    await shows(page, rows)
  }],
  ['customers leave as a spreadsheet', async ({ page, at, assert }) => {
    await visit(page, at('/customers'))
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('[data-test=xlsx]')])
    const bytes = readFileSync(await file.path())
    assert.equal(bytes.subarray(0, 2).toString(), 'PK')
  }],
  ['what the server refuses is told in Chinese, by code and field', async ({ page, at }) => {
    await visit(page, at('/settings'))
    await page.fill('tr:has(code:text-is("stall_hours")) input', 'x')
    await page.click('tr:has(code:text-is("stall_hours")) button[type=submit]')
    await says(page, '[role=alert] p', /^[^a-z]*[\u4e00-\u9fff]/)
    await says(page, 'tr:has(code:text-is("stall_hours")) strong', '停滞')
  }],
]
