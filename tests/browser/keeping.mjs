/** What is kept and by whom it is changed: people, tokens, webhooks, customers, articles, the audit log. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { asker, draftsIn } from './given.mjs'
import { becomes, fieldHas, follow, gone, meanwhile, says, shows, visit } from './suite.mjs'

async function begin({ page, at }, path, button = '[data-test=new]') {
  await visit(page, at(path))
  await page.click(button)
  await page.waitForSelector('[role=dialog] form')
}
const submit = (page) => page.click('[role=dialog]:visible [data-test=save]')

export const steps = [
  ['a person is entered, changed and given a new password, each shown once', async (world) => {
    const { page } = world
    await begin(world, '/people')
    await page.fill('[role=dialog] input[name=login]', 'keeper')
    await page.check('[role=dialog] input[name="roles.agent"]')
    await submit(page)
    const first = await page.textContent('[data-test=secret] code')
    await gone(page, '[role=dialog]')
    await page.click('[role=row]:has-text("keeper") [data-test=edit]')
    await page.check('[role=dialog]:visible input[name=closed]')
    await submit(page)
    await says(page, '[role=row]:has-text("keeper")', '已停用')
    await gone(page, '[role=dialog]')
    await page.click('[role=row]:has-text("keeper") [data-test=reset]')
    await page.click('[role=dialog]:visible [data-test=sure]')
    await becomes(() => page.textContent('[data-test=secret] code'), (now) => now !== first && now.length > 8)
  }],
  ['a token is made with a right, shown once, and revoked', async (world) => {
    const { page, site, assert } = world
    await begin(world, '/people/tokens')
    await page.fill('[role=dialog] input[name=name]', 'scales')
    await page.check('[role=dialog] input[name="rights.waybill.read"]')
    await submit(page)
    await page.waitForSelector('[data-test=secret] code')
    const secret = (await page.textContent('[data-test=secret] code')).trim()
    const asked = async () => (await fetch(`${site.url}/api/v1/waybills?limit=1`, { headers: { Authorization: `Bearer ${secret}` } })).status
    assert.equal(await asked(), 200)
    await page.click('[role=row]:has-text("scales") [data-test=revoke]')
    await page.click('[role=dialog]:visible [data-test=sure]')
    await gone(page, '[role=row]:has-text("scales") [data-test=revoke]')
    await becomes(asked, 401)
  }],
  ['a webhook is made and tested, and its delivery is seen', async (world) => {
    const { page, assert } = world
    const heard = []
    const server = createServer((request, answer) => request.on('data', (data) => heard.push(String(data))).on('end', () => answer.end()))
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    const setting = settingOf(world)
    await setting('webhook_private', '1')
    await begin(world, '/webhooks')
    const address = `127.0.0.1:${server.address().port}`
    await page.fill('[role=dialog] input[name=url]', `http://${address}/hook`)
    await submit(page)
    await shows(page, '[data-test=secret] code')
    await follow(page, `[role=rowgroup] [role=row]:has-text("${address}") a`, '**/webhooks/*')
    await page.click('[data-test=test]')
    await says(page, '[role=rowgroup]', '已接收')
    assert.ok(heard.length)
    server.close()
  }],
  ['a customer gets a contact point and a consent; what another changed is shown beside one’s own', async (world) => {
    const { page, at, settled, assert } = world
    const api = at('').replace('/console', '/api/v1')
    const headers = { 'X-Parceldesk': '1' }
    await page.request.post(`${api}/customers`, { headers, data: [{ code: 'KEEP-1', name: '王保留' }] })
    const [customer] = (await (await page.request.get(`${api}/customers?code=KEEP-1`)).json()).items
    await visit(page, at(`/customers/${customer.id}`))
    await page.click('[data-test=contacts] [data-test=add]')
    await page.fill('[role=dialog]:visible input[name=value]', '13800138000')
    await submit(page)
    await says(page, '[data-test=contacts] ul', '138')
    await gone(page, '[role=dialog]')
    await page.click('[data-test=consents] [data-test=add]')
    await page.selectOption('[role=dialog]:visible select[name=purpose]', 'marketing')
    await submit(page)
    await gone(page, '[role=dialog]')
    await page.click('main .head ~ * [data-test=edit], main .row [data-test=edit]')
    await page.fill('[role=dialog]:visible input[name=city]', '苏州')
    await meanwhile(page, '**/api/v1/customers/*', 'PATCH', async (url) => {
      const { version } = await (await page.request.get(url)).json()
      assert.equal((await page.request.patch(url, { headers: { ...headers, 'If-Match': `"${version}"` }, data: { city: '无锡' } })).status(), 200)
    })
    await submit(page)
    await says(page, '[data-test=both]', /苏州[\s\S]*无锡/)
    await page.click('[data-test=both] button')
    await says(page, 'main dl.facts', '苏州')
  }],
  ['how a customer is to be told is set, in words, and beside what a colleague set', async ({ page, at, site, assert }) => {
    const ask = asker(page, site.url)
    await ask('post', '/customers', [{ code: 'KEEP-2', name: '李夜班' }])
    const [{ id }] = (await ask('get', '/customers?code=KEEP-2')).items
    const path = `/customers/${id}/notice-preference`
    await visit(page, at(`/customers/${id}`))
    await page.click('[data-test=told] [data-test=add]')
    await page.selectOption('[role=dialog]:visible select[name=channel]', 'email')
    await page.selectOption('[role=dialog]:visible select[name=zone]', 'Asia/Urumqi')
    await page.fill('[role=dialog]:visible input[name=quiet_from]', '22:30')
    await page.fill('[role=dialog]:visible input[name=quiet_to]', '06:00')
    await meanwhile(page, `**/api/v1${path}`, 'PUT', () => ask('put', path, { channel: 'sms', quiet_from: 0, quiet_to: 300 }, 0))
    await submit(page)
    await says(page, '[data-test=both]', /邮件短信[\s\S]*22:3000:00[\s\S]*06:0005:00/)
    await page.click('[data-test=both] button')
    await says(page, '[data-test=told] dl', /邮件[\s\S]*22:30 – 06:00[\s\S]*Urumqi/)
    const { version, ...kept } = await ask('get', path)
    assert.deepEqual([kept.quiet_from, kept.quiet_to, kept.language, version], [1350, 360, null, 2])
  }],
  ['a gateway gets its secret, which is shown nowhere and stays when it is left empty', async ({ page, at, site, assert }) => {
    const ask = asker(page, site.url)
    const secret = 'sixteen letters or more'
    const text = async () => (await page.request.get(`${site.url}/api/v1/desk/incoming/sms?secret=${encodeURIComponent(secret)}&id=keep-1&from=13800138009&to=95543&text=hello`)).status()
    const edit = async (url, more = async () => {}) => {
      await page.click('[data-test=gateway-sms] [data-test=edit]')
      await page.fill('[role=dialog]:visible input[name=url]', url)
      await more()
      await submit(page)
      await says(page, '[data-test=gateway-sms]', url)
      await gone(page, '[role=dialog]')
    }
    await visit(page, at('/settings'))
    await follow(page, 'main a[href="/console/settings/gateways"]', '**/settings/gateways')
    assert.notEqual(await text(), 200)
    await edit('http://127.0.0.1:9/sendsms', async () => {
      await page.fill('[role=dialog]:visible input[name=secret]', secret)
      assert.ok(!JSON.stringify([await page.evaluate(() => ({ ...localStorage })), await draftsIn(page)]).includes('sixteen'), 'a secret is kept in the browser')
    })
    assert.equal(await text(), 200)
    await edit('http://127.0.0.1:9/other')
    assert.equal(await text(), 200)
  }],
  ['what was begun in a form is there after a crash of the browser', async (world) => {
    const { page } = world
    await begin(world, '/knowledge')
    await page.fill('[role=dialog] textarea[name=body]', 'half a thought')
    await begin(world, '/knowledge')
    await fieldHas(page, '[role=dialog] textarea[name=body]', 'half a thought')
  }],
  ['an article is written, changed and published, and the public reads it', async (world) => {
    const { page, site, settled } = world
    await begin(world, '/knowledge')
    await page.fill('[role=dialog] input[name=code]', 'kept-words')
    await page.selectOption('[role=dialog] select[name=audience]', 'public')
    await page.fill('[role=dialog] input[name=title]', '取件须知')
    await page.fill('[role=dialog] textarea[name=body]', '请带**取件码**。')
    await submit(page)
    await page.waitForURL('**/knowledge/*')
    await settled(page)
    await page.click('[data-test=publish]')
    await page.fill('[role=dialog]:visible input[name=why]', 'first')
    await submit(page)
    await becomes(async () => (await fetch(`${site.url}/k/kept-words`)).text(), (text) => text.includes('<strong>取件码</strong>'))
  }],
  ['the audit log until a day has that day too, in the list and in the file', async ({ page, at, site, assert }) => {
    const [last] = (await asker(page, site.url)('get', '/audit?limit=1')).items
    const day = last.at.slice(0, 10)
    await visit(page, at(`/audit?from=${day}&to=${day}`))
    await shows(page, 'main [role=rowgroup] [role=row]')
    await fieldHas(page, 'main input[type=date] >> nth=1', day)
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('[data-test=csv]')])
    assert.ok(readFileSync(await file.path(), 'utf8').includes(`${day}T`))
  }],
  ['the audit log tells what was done, and its chain holds', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const made = await ask('post', '/tokens', { name: 'soon-revoked', rights: ['waybill.read'] })
    await ask('delete', `/tokens/${made.id}`)
    await visit(page, at('/audit?subject_kind=token'))
    await says(page, '[role=rowgroup]', '令牌 吊销')
    await visit(page, at('/audit?action=session.begin'))
    await says(page, '[role=rowgroup]', '登录 成功')
    await page.click('[data-test=chain]')
    await page.waitForSelector('[data-test=chain-said].good')
  }],
]

function settingOf({ page, at }) {
  return async (name, value) => {
    const url = `${at('').replace('/console', '/api/v1')}/settings/${name}`
    const { version } = await (await page.request.get(url)).json()
    await page.request.patch(url, { headers: { 'X-Parceldesk': '1', 'If-Match': `"${version}"` }, data: { value } })
  }
}
