/** Tickets as a whole: merged, split, tied, marked as spam; and queues that are saved. */
import { asker, complaintAt } from './given.mjs'
import { becomes, gone, meanwhile, says, until, visit } from './suite.mjs'

const submit = (page) => page.click('[role=dialog]:visible [data-test=save]')

export const steps = [
  ['a ticket goes on in another, and the merge is taken back', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const [one, two] = [await complaintAt(ask, null, { subject: '第一次来问', parcel: site.parcel }), await complaintAt(ask, null, { subject: '又来问', parcel: site.parcel })]
    await visit(page, at(`/desk/tickets/${two.id}`))
    await page.click('[data-test=merge]')
    await page.check(`[role=dialog]:visible input[value="${one.no}"]`)
    await page.click('[data-test=merge-go]')
    await page.waitForURL(`**/desk/tickets/${one.id}`)
    await page.goto(at(`/desk/tickets/${two.id}`))
    await page.waitForSelector(`[data-test=acts-on-ticket] a[href$="/${one.id}"]`)
    await page.click('[data-test=unmerge]')
    await page.waitForSelector('[data-test=merge]')
    await until(async () => !(await ask('get', `/tickets/${two.id}`)).merged_into_id)
  }],
  ['a part of a ticket becomes one of its own, tied to it, and is untied', async ({ page, at, site, settled }) => {
    const ask = asker(page, site.url)
    const one = await complaintAt(ask, null, { subject: '两件事' })
    await ask('post', `/tickets/${one.id}/entries`, { kind: 'note', text: '另外还要改地址。' })
    await visit(page, at(`/desk/tickets/${one.id}`))
    await page.click('[data-test=split]')
    await page.fill('[role=dialog]:visible input[name=split-subject]', '改地址')
    await page.selectOption('[role=dialog]:visible select[name=split-kind]', 'service_request')
    await page.check('[role=dialog]:visible label:has-text("另外还要改地址") input')
    await page.click('[data-test=split-go]')
    await page.waitForURL((url) => url.pathname.includes('/desk/tickets/') && !url.pathname.endsWith(one.id))
    await settled(page)
    await says(page, '[data-test=timeline]', '另外还要改地址')
    await page.waitForSelector(`[data-test=ties] a[href$="/${one.id}"]`)
    await page.click('[data-test=untie]')
    await gone(page, `[data-test=ties] a[href$="/${one.id}"]`)
    await page.fill('[data-test=ties] input[name=tie-no]', one.no.toLowerCase())
    await page.selectOption('[data-test=ties] select', 'caused_by')
    await page.click('[data-test=tie]')
    await page.waitForSelector(`[data-test=ties] li:has-text("起因于") a[href$="/${one.id}"]`)
    await becomes(async () => (await ask('get', `/tickets/${one.id}/links`)).items.map(({ kind, incoming }) => [kind, incoming]), [['caused_by', true]])
  }],
  ['a ticket is marked as spam, and is none after all', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const one = await complaintAt(ask, null, { subject: '广告' })
    await visit(page, at(`/desk/tickets/${one.id}`))
    await page.click('[data-test=spam]')
    await page.click('[role=dialog]:visible [data-test=sure]')
    await page.waitForSelector('[data-test=no-spam]')
    await page.click('[data-test=no-spam]')
    await page.waitForSelector('[data-test=spam]')
    await until(async () => !(await ask('get', `/tickets/${one.id}`)).spam)
  }],
  ['a queue is saved of what is filtered, changed beside a colleague, and deleted', async ({ page, at, site, assert }) => {
    const ask = asker(page, site.url)
    await visit(page, at('/desk?kinds=exception'))
    await page.click('[data-test=save-queue]')
    await page.fill('[role=dialog]:visible input[name=name]', '异常件')
    await becomes(() => page.isChecked('[role=dialog]:visible input[name="kinds.exception"]'), true)
    await submit(page)
    await page.waitForURL('**/desk?queue=*')
    await page.waitForSelector('nav.queues a.on:has-text("异常件")')
    const path = `/desk/queues/${new URL(page.url()).searchParams.get('queue')}`
    assert.deepEqual((await ask('get', path)).filter.kinds, ['exception'])
    await page.click('[data-test=change-queue]')
    await page.check('[role=dialog]:visible input[name="priorities.urgent"]')
    await meanwhile(page, '**/api/v1/desk/queues/*', 'PUT', async () => {
      const { version, filter } = await ask('get', path)
      await ask('put', path, { name: '异常件二', filter }, version)
    })
    await submit(page)
    await says(page, '[data-test=both]', /异常件[\s\S]*异常件二[\s\S]*紧急/)
    await page.click('[data-test=both] button')
    await until(async () => (await ask('get', path)).filter.priorities?.[0] === 'urgent')
    await gone(page, '[role=dialog]')
    await page.click('[data-test=forget-queue]')
    await page.click('[role=dialog]:visible [data-test=sure]')
    await gone(page, 'nav.queues a:has-text("异常件")')
  }],
]
export const pages = {}
