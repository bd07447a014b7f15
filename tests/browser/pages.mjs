/** What people do on the pages, and every page there is. */
import { asker } from './given.mjs'
import { becomes, counts, fieldHas, follow, gone, meanwhile, says, shows, until, visit } from './suite.mjs'

/** Opens the first row of a list and waits for what it leads to. */
async function openFirst(page, at, path, url) {
  await visit(page, at(path))
  await follow(page, '[role=rowgroup] [role=row] a', url)
}

export const steps = [
  ['a finding is acknowledged and closed, and who did it is kept', async ({ page, at, settled }) => {
    await openFirst(page, at, '/watch', '**/watch/findings/*')
    await page.click('[data-test=acknowledge]')
    await page.waitForSelector('[data-test=acts] li')
    await page.fill('textarea[name=note]', 'the outlet has it in hand')
    await page.click('[data-test=handled]')
    await counts(page, '[data-test=acts] li', 2)
    await says(page, '[data-test=acts]', 'admin')
  }],
  ['a ticket is taken and answered, and its draft comes back after a reload', async ({ page, at, site, settled }) => {
    const ticket = await asker(page, site.url)('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '到哪里了' })
    await visit(page, at(`/desk/tickets/${ticket.id}`))
    await page.click('[data-test=take]')
    await gone(page, '[data-test=take]')
    const kept = page.waitForResponse((answer) => answer.url().endsWith('/draft') && answer.request().method() === 'PUT')
    await page.fill('textarea[name=words]', 'we are looking for it')
    await kept
    await page.reload()
    await settled(page)
    await fieldHas(page, 'textarea[name=words]', 'we are looking for it')
    await page.click('form.writer button[type=submit]')
    await says(page, '[data-test=timeline]', 'we are looking for it')
  }],
  ['what somebody else changed is shown beside what one saves', async ({ page, at, site, settled, assert }) => {
    await asker(page, site.url)('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '谁在处理' })
    await openFirst(page, at, '/desk?owner=none', '**/desk/tickets/*')
    await meanwhile(page, '**/api/v1/tickets/*', 'PATCH', async (url) => {
      const { version } = await (await page.request.get(url)).json()
      const headers = { 'X-Parceldesk': '1', 'If-Match': `"${version}"` }
      const written = await page.request.patch(url, { headers, data: { tags: ['meanwhile'] } })
      assert.equal(written.status(), 200)
    })
    await page.click('[data-test=take]')
    await says(page, '[data-test=conflict]', 'admin')
    await page.click('[data-test=conflict] button')
    await gone(page, '[data-test=take]')
  }],
  ['a figure opens to the parcels behind a row', async ({ page, at }) => {
    await visit(page, at('/figures/on_time?by=carrier'))
    await page.click('table button')
    await page.waitForSelector('[role=rowgroup] [role=row]')
  }],
  ['a figure by where parcels come from or go has the names of places, to the parcels behind one', async ({ page, at }) => {
    for (const by of ['origin', 'destination', 'lane']) {
      await visit(page, at(`/figures/on_time?by=${by}&days=60`))
      const names = () => page.locator('td[data-test=by]').allTextContents()
      await becomes(names, (texts) => texts.length > 1 && texts.every((text) => !/\d{6}/.test(text)) && texts.some((text) => /[\p{L}]{2}/u.test(text)), `the names of ${by}`)
      const [name] = await page.locator('td[data-test=by]', { hasText: /\S/ }).allTextContents()
      await page.locator('tr', { hasText: name }).first().locator('button').click()
      await says(page, 'section.page h2', name)
    }
  }],
  ['behind every figure stands a list, and it opens', async ({ page, at, site, settled, assert }) => {
    const refused = []
    const hear = (answer) => answer.status() >= 400 && answer.url().includes('/api/v1/') && refused.push(`${answer.status()} ${answer.url()}`)
    const lists = { days: /\/figures\//, complaints: /\/figures\//, waybills: /\/waybills\?/, claims: /\/claims\?/, tickets: /\/desk\?/ }
    const { items } = await (await page.request.get(`${site.url}/api/v1/figures`)).json()
    page.on('response', hear)
    for (const { name, behind } of items) {
      await visit(page, at(`/figures/${name}?by=all&days=60`))
      await says(page, '[data-test=whole]', /\d|—/)
      await page.click('[data-test=behind]')
      await page.waitForURL(lists[behind])
      await shows(page, 'main [role=table]')
      await settled(page)
      await counts(page, 'main .problem >> visible=true', 0)
    }
    page.off('response', hear)
    assert.deepEqual(refused, [])
  }],
  ['a figure says its unit in words, its share in percent and what it was before', async ({ page, at }) => {
    await visit(page, at('/figures/complaint_rate?by=all&days=60'))
    await says(page, '[data-test=whole]', '每百万件')
    await visit(page, at('/figures/claim_cost?by=all&days=60'))
    await says(page, '[data-test=whole]', /[¥—][\s\S]*每件/)
    await visit(page, at('/figures/on_time?by=all&days=7'))
    await says(page, '[data-test=whole]', /%[\s\S]*上一期/)
    await visit(page, at('/figures?days=60'))
    await page.focus('summary')
    await page.keyboard.press('Enter')
    await says(page, 'details[open]', '承诺')
  }],
  ['an hour of the heat opens what was found in it, closed or not', async ({ page, at }) => {
    await visit(page, at('/watch/heat?by=hour&days=30'))
    await page.click('[data-test=hour] >> nth=0')
    await page.waitForURL(/\/watch\?state=&since=[^&]+&until=/)
    await shows(page, '[role=rowgroup] [role=row] a')
  }],
  ['a figure of times has its quantiles in every row', async ({ page, at }) => {
    await page.goto(at('/figures/collection_to_delivery?by=carrier&days=60'))
    for (const one of ['p50', 'p90', 'p95', 'p99']) {
      await page.waitForSelector(`[data-test=${one}]`)
      await until(async () => (await page.locator(`[data-test=${one}]`).allTextContents()).some((text) => /\d/.test(text)))
    }
  }],
  ['a rule is tried without being kept', async ({ page, at }) => {
    await visit(page, at('/watch/rules'))
    await page.click('table button')
    await page.click('[data-test=trial] [data-test=try]')
    await page.waitForSelector('[data-test=trial] [role=status] strong')
  }],
]

/** The address of the first row of a list. */
const first = (path) => async ({ page, site }) => {
  await page.goto(`${site.url}/console${path}`)
  await page.waitForSelector('[role=rowgroup] [role=row] a')
  return (await page.getAttribute('[role=rowgroup] [role=row] a', 'href')).replace(/^\/console/, '')
}

export const pages = {
  home: () => '/',
  waybills: () => '/waybills?view=late',
  waybill: ({ site }) => `/waybills/${site.parcel.carrier}/${site.parcel.no}`,
  found: () => '/found',
  desk: () => '/desk',
  ticket: first('/desk'),
  watch: () => '/watch',
  finding: first('/watch'),
  heat: () => '/watch/heat?by=lane&days=30',
  rules: () => '/watch/rules',
  plans: () => '/watch/plans',
  accuracy: () => '/watch/accuracy',
  customers: () => '/customers',
  figures: () => '/figures?days=60',
  figure: () => '/figures/on_time?days=60',
  jobs: () => '/jobs',
  people: () => '/people',
  settings: () => '/settings',
  gateways: () => '/settings/gateways',
  import: () => '/import',
  customer: first('/customers'),
  duplicates: () => '/customers/duplicates',
  roles: () => '/people/roles',
  tokens: () => '/people/tokens',
  audit: () => '/audit',
  webhooks: () => '/webhooks',
  webhook: first('/webhooks'),
  knowledge: () => '/knowledge',
  article: first('/knowledge'),
}
