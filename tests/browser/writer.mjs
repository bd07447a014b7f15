/** What one begins to write keeps what it is, and is lost neither where the server is away nor where another wrote too. */
import { asker } from './given.mjs'
import { becomes, counts, fieldHas, gone, meanwhile, says, settled, shows } from './suite.mjs'

const words = 'textarea[name=words]'
const send = (page) => page.click('form.writer button[type=submit]')
const chosen = (page, test) => counts(page, `[data-test=${test}].is-active`, 1)
async function ticketOn({ page, site, at }, subject) {
  const ask = asker(page, site.url)
  const { id } = await ask('post', '/tickets', { kind: 'inquiry', channel: 'email', subject })
  await page.goto(at(`/desk/tickets/${id}`))
  await settled(page)
  const last = async (text) => (await ask('get', `/tickets/${id}/timeline?limit=100`)).items.map(({ entry }) => entry).find((entry) => entry?.text === text)
  const draft = () => ask('get', `/tickets/${id}/draft`)
  return { id, ask, last, draft }
}
const inBrowser = (page, id) => page.evaluate((key) => localStorage.getItem(key) ?? '', `parceldesk.draft.admin.said.${id}`)

export const steps = [
  ['a note that was begun comes back as a note, and is saved as one', async (world) => {
    const { page, assert } = world
    const { last, draft } = await ticketOn(world, '写了一半的备注')
    await page.click('[data-test=write-note]')
    await page.fill(words, '客户难缠，勿外传')
    await becomes(async () => (await draft()).text, '客户难缠，勿外传')
    await page.reload()
    await settled(page)
    await fieldHas(page, words, '客户难缠，勿外传')
    await chosen(page, 'write-note')
    await page.keyboard.press('r')
    await chosen(page, 'write-note')
    await send(page)
    await becomes(async () => !!(await last('客户难缠，勿外传')), true)
    const { kind, visibility, direction } = await last('客户难缠，勿外传')
    assert.deepEqual({ kind, visibility, direction }, { kind: 'note', visibility: 'internal', direction: null })
  }],
  ['a call says who rang, and what a customer said at the counter begins the clock of the next answer', async (world) => {
    const { page, ask, assert } = { ...world, ask: asker(world.page, world.site.url) }
    const { id, last, draft } = await ticketOn(world, '又打来了')
    await page.click('[data-test=write-call]')
    await chosen(page, 'call-in')
    await page.fill(words, '客户再次来电')
    await send(page)
    await becomes(async () => (await last('客户再次来电'))?.direction, 'in')
    await fieldHas(page, words, '')
    await page.click('[data-test=call-out]')
    await page.fill(words, '回电告知进度')
    await becomes(async () => (await draft()).direction, 'out')
    await page.reload()
    await settled(page)
    await chosen(page, 'call-out')
    await send(page)
    await becomes(async () => (await last('回电告知进度'))?.direction, 'out')
    await fieldHas(page, words, '')
    const asked = async () => (await ask('get', `/tickets/${id}`)).clocks.some(({ clock, met_at }) => clock === 'next_response' && !met_at)
    assert.equal(await asked(), false)
    await page.click('[data-test=write-heard]')
    await page.selectOption('form.writer select[name=channel]', 'counter')
    await page.fill(words, '到柜台说还没收到')
    await send(page)
    await becomes(async () => (await last('到柜台说还没收到'))?.channel, 'counter')
    const { kind, direction } = await last('到柜台说还没收到')
    assert.deepEqual({ kind, direction }, { kind: 'message', direction: 'in' })
    await becomes(asked, true)
  }],
  ['what is typed while the server cannot be reached comes back after a reload, and goes to the server', async (world) => {
    const { page } = world
    const { id, draft } = await ticketOn(world, '断网时写的')
    await page.fill(words, '联网时写的')
    await becomes(async () => (await draft()).text, '联网时写的')
    await becomes(() => inBrowser(page, id), '')
    const away = (route) => (route.request().method() === 'PUT' ? route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{"code":"unauthorized"}' }) : route.fallback())
    await page.route('**/api/v1/tickets/*/draft', away)
    await page.click('[data-test=write-note]')
    await page.fill(words, '断网后又写的')
    await says(page, '[data-test=draft-said]', '本浏览器')
    await becomes(() => inBrowser(page, id), (kept) => kept.includes('断网后又写的'))
    await page.unroute('**/api/v1/tickets/*/draft', away)
    await page.reload()
    await settled(page)
    await fieldHas(page, words, '断网后又写的')
    await chosen(page, 'write-note')
    await becomes(async () => {
      const { text, kind } = await draft()
      return { text, kind }
    }, { text: '断网后又写的', kind: 'note' })
    await becomes(() => inBrowser(page, id), '')
  }],
  ['a draft that was written elsewhere too is shown beside what stands here', async (world) => {
    const { page } = world
    const { id, ask, draft } = await ticketOn(world, '两处都写')
    await ask('put', `/tickets/${id}/draft`, { version: 0, kind: 'note', text: '家里写的备注' })
    await page.fill(words, '公司写的答复')
    await says(page, '[data-test=other-draft]', /内部备注[\s\S]*家里写的备注/)
    await page.reload()
    await settled(page)
    await fieldHas(page, words, '公司写的答复')
    await says(page, '[data-test=other-draft]', '家里写的备注')
    await page.click('[data-test=take-other]')
    await fieldHas(page, words, '家里写的备注')
    await chosen(page, 'write-note')
    await gone(page, '[data-test=other-draft]')
    await becomes(async () => (await draft()).text, '家里写的备注')
  }],
  ['a form that comes back on a version that a colleague wrote shows both, and writes nothing over', async ({ page, site, at }) => {
    const ask = asker(page, site.url)
    await ask('post', '/customers', [{ code: 'WRITER-1', name: '赵草稿' }])
    const { id } = (await ask('get', '/customers?code=WRITER-1')).items[0]
    await ask('post', '/customer-fields', { name: 'writer_staff', kind: 'number', zh: '草稿人数', en: 'Begun' })
    await ask('post', '/customer-fields', { name: 'writer_desk', kind: 'number', zh: '草稿柜台', en: 'Begun too' })
    const box = '[role=dialog]:visible'
    const begin = async () => {
      await page.goto(at(`/customers/${id}`))
      await settled(page)
      await page.click('[data-test=fields] [data-test=add]')
      await shows(page, `${box} [name=writer_staff]`)
    }
    const value = async (name) => (await ask('get', `/customers/${id}/fields`)).items.find((one) => one.name === name)?.value
    await begin()
    await page.fill(`${box} [name=writer_staff]`, '12')
    await meanwhile(page, `**/api/v1/customers/${id}/fields`, 'PATCH', async () => {
      const { version } = await ask('get', `/customers/${id}`)
      await ask('patch', `/customers/${id}/fields`, { values: { writer_staff: '77', writer_desk: '5' } }, version)
    })
    await page.click(`${box} [data-test=save]`)
    await says(page, '[data-test=both]', /12[\s\S]*77/)
    await begin()
    await says(page, '[data-test=both]', /12[\s\S]*77/)
    await counts(page, `${box} [data-test=save]`, 0)
    await page.click('[data-test=both] button')
    await gone(page, '[role=dialog]')
    await becomes(() => value('writer_staff'), '12')
    await becomes(() => value('writer_desk'), '5')
  }],
]
export const pages = {}
