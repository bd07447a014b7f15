/** Whoever is faster than the network: nothing that they do is lost, done twice, or done to another thing. */
import assert from 'node:assert/strict'
import { asker } from './given.mjs'
import { becomes, counts, fieldHas, hold, says, settled, shows, visit } from './suite.mjs'

const box = 'input[type=search]'
const ticketOf = ({ page, site }, subject) => asker(page, site.url)('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject })

export const steps = [
  ['a search that comes late opens nothing over the page one went to, and what is typed meanwhile stays', async ({ page, at, site }) => {
    await visit(page, at('/'))
    const held = await hold(page, '**/api/v1/waybills?*')
    await page.keyboard.press('/')
    await page.keyboard.type(site.parcel.tail)
    await page.keyboard.press('Enter')
    await held.until(1)
    await page.click('nav a[href="/console/settings"]')
    await page.waitForURL('**/settings')
    await shows(page, 'main h1')
    await page.fill(box, '7788')
    await held.release()
    await settled(page)
    await page.waitForURL('**/settings')
    await fieldHas(page, box, '7788')
  }],
  ['of two searches the later one opens', async ({ page, at, site }) => {
    const ticket = await ticketOf({ page, site }, '两次查找')
    await visit(page, at('/'))
    const held = await hold(page, '**/api/v1/waybills?*')
    await page.fill(box, site.parcel.tail)
    await page.press(box, 'Enter')
    await held.until(1)
    await page.fill(box, ticket.no)
    await page.press(box, 'Enter')
    await page.waitForURL(`**/desk/tickets/${ticket.id}`)
    await held.release()
    await settled(page)
    await page.waitForURL(`**/desk/tickets/${ticket.id}`)
  }],
  ['who types in the box while a page comes goes on typing when it is there', async ({ page, at }) => {
    await visit(page, at('/'))
    const held = await hold(page, '**/console/CustomersPage-*.js')
    await page.click('nav a[href="/console/customers"]')
    await held.until(1)
    await page.keyboard.press('/')
    await page.keyboard.type('12')
    await held.release()
    await page.waitForURL('**/customers')
    await settled(page)
    await page.keyboard.type('34')
    await fieldHas(page, box, '1234')
  }],
  ['a ticket is taken while its story still comes', async ({ page, at, site }) => {
    const ticket = await ticketOf({ page, site }, '等不及')
    const held = await hold(page, `**/tickets/${ticket.id}/timeline*`)
    await page.goto(at(`/desk/tickets/${ticket.id}`))
    await page.click('[data-test=take]')
    await becomes(async () => (await asker(page, site.url)('get', `/tickets/${ticket.id}`)).owner, 'admin')
    await held.release()
    await settled(page)
  }],
  ['the key of an answer leads to its field from every part of a ticket', async ({ page, at, site }) => {
    const ticket = await ticketOf({ page, site }, '直接回复')
    await visit(page, at(`/desk/tickets/${ticket.id}?tab=handoffs`))
    await page.keyboard.press('r')
    await becomes(() => page.evaluate(() => document.activeElement?.getAttribute('name')), 'words')
  }],
  ['an answer is sent once however often its key is pressed, and what is typed after it stays', async ({ page, at, site }) => {
    const ticket = await ticketOf({ page, site }, '按了两次')
    await visit(page, at(`/desk/tickets/${ticket.id}`))
    const held = await hold(page, `**/tickets/${ticket.id}/entries`)
    await page.fill('textarea[name=words]', '已经派送')
    await page.press('textarea[name=words]', 'Control+Enter')
    await held.until(1)
    await page.press('textarea[name=words]', 'Control+Enter')
    await page.keyboard.type('下一句')
    await held.release()
    await settled(page)
    await fieldHas(page, 'textarea[name=words]', '下一句')
    const sent = async () => (await asker(page, site.url)('get', `/tickets/${ticket.id}/timeline`)).items.filter((one) => JSON.stringify(one).includes('已经派送'))
    await becomes(async () => (await sent()).length, 1)
  }],
  ['whoever sees their answer acts on the ticket as it is with it', async ({ page, at, site }) => {
    const ticket = await ticketOf({ page, site }, '答完就办')
    await visit(page, at(`/desk/tickets/${ticket.id}`))
    let stories = 0
    const count = (request) => void (request.url().includes(`/tickets/${ticket.id}/timeline`) && stories++)
    const held = await hold(page, `**/api/v1/tickets/${ticket.id}`)
    page.on('request', count)
    await page.fill('textarea[name=words]', '马上就办')
    await page.press('textarea[name=words]', 'Control+Enter')
    await held.until(1)
    assert.equal(stories, 0) // it would tell of the answer while the version is still the one before
    await held.release()
    await says(page, '#tab-panel', '马上就办')
    await page.click('[data-test=move-open]')
    await becomes(async () => (await asker(page, site.url)('get', `/tickets/${ticket.id}`)).state, 'open')
    page.off('request', count)
  }],
  ['a draft is kept whole where the server is slower than the hand', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const ticket = await ticketOf({ page, site }, '写得快')
    await visit(page, at(`/desk/tickets/${ticket.id}`))
    const held = await hold(page, `**/tickets/${ticket.id}/draft`)
    await page.fill('textarea[name=words]', '第一段')
    await held.until(1)
    await page.fill('textarea[name=words]', '第一段，第二段')
    await new Promise((resolve) => setTimeout(resolve, 1500)) // the next keeping would have begun by now, were it not to wait
    await held.release()
    await becomes(async () => (await ask('get', `/tickets/${ticket.id}/draft`)).text, '第一段，第二段')
  }],
  ['where a list is read anew the focus and the chosen row stay with their ticket', async ({ page, at, site }) => {
    const ticket = await ticketOf({ page, site }, '停在这里')
    await visit(page, at('/desk?sort=newest'))
    await page.keyboard.press('j')
    await shows(page, `[role=row].current:has-text("${ticket.no}")`)
    await page.focus(`[role=row] a:text-is("${ticket.no}")`)
    const newer = await ticketOf({ page, site }, '后来的')
    await shows(page, `[role=row]:has-text("${newer.no}")`)
    await becomes(() => page.evaluate(() => document.activeElement?.textContent), ticket.no)
    await shows(page, `[role=row].current:has-text("${ticket.no}")`)
    await counts(page, '[role=row].current', 1)
  }],
]
export const pages = {}
