/** What the pages are tried on, made by the API as people would make it. */
import assert from 'node:assert/strict'
import { openPage } from './suite.mjs'

/** Asks the server in the name of who is signed in on the page. */
export function asker(page, url) {
  return async (method, path, body, version) => {
    const headers = { 'X-Parceldesk': '1' }
    if (version !== undefined) headers['If-Match'] = `"${version}"`
    if (method === 'post') headers['Idempotency-Key'] = crypto.randomUUID()
    const answer = await page.request[method](`${url}/api/v1${path}`, { headers, ...(body === undefined ? {} : { data: body }) })
    const text = await answer.text()
    assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${text}`)
    return text ? JSON.parse(text) : undefined
  }
}
const yuan = (amount) => ({ amount: amount * 100, currency: 'CNY' })

/** A complaint that stands at a step. */
export async function complaintAt(ask, step, { subject = '显示签收，没有收到', cause = 'false_signature', category = 'delivery_service', outlet = 'SH-01', parcel } = {}) {
  const ticket = await ask('post', '/tickets', {
    kind: 'complaint', channel: 'phone', subject, description: '家里一直有人，没有接到电话，也没有收到件。', contact_name: '王小明', contact_phone: '13800138000', outlet, ...(parcel ? { waybills: [{ no: parcel.no, carrier: parcel.carrier }] } : {}),
  })
  const path = `/tickets/${ticket.id}/complaint`
  if (!step) return ticket
  let one = await ask('post', path, { value: yuan(2600) })
  const facts = async (body) => (one = await ask('patch', path, body, one.version))
  const go = async (to) => (one = await ask('post', `${path}/steps`, { step: to }, one.version))
  const works = {
    registered: async () => {},
    classified: async () => (await facts({ category, cause }), go('classified')),
    investigating: () => go('investigating'),
    proposed: async () => {
      await facts({ findings: '监控显示快递员把件放在楼下，没有打电话。', founded: 'founded', founded_why: '未按址投递，代签未经同意。', proposal: '道歉，找回快件送到家，并退还运费。' })
      one = await ask('put', `${path}/shares`, { shares: [{ party: 'courier', percent: 70, outlet, person: 'C-0042', note: '监控录像' }, { party: 'dest_outlet', percent: 30, outlet, note: '无代收登记' }] }, one.version)
      await go('proposed')
    },
    told: async () => {
      const entry = await ask('post', `/tickets/${ticket.id}/entries`, { kind: 'call', direction: 'out', channel: 'phone', text: '已向客户说明调查结果和处理方案，客户同意。' })
      await facts({ told_entry_id: entry.id })
      await go('told')
    },
    confirmed: async () => (await facts({ satisfaction: 'satisfied', satisfaction_note: '可以接受' }), go('confirmed')),
    closed: () => go('closed'),
  }
  for (const [name, work] of Object.entries(works)) {
    await work()
    if (name === step) break
  }
  return ticket
}

/** A claim for a broken thing that stands at a state. */
export async function claimAt(ask, state) {
  let one = await ask('post', '/claims', { kind: 'damage', demanded: yuan(120), actual_loss: yuan(80), full_value: yuan(200), claimant: { name: '王小明', phone: '13800138000', account_name: '王小明', account_no: '6222000000001', bank: '工商银行' } })
  if (state === 'registered') return one
  for (const item of ['demand', 'photos']) one = await ask('put', `/claims/${one.id}/evidence/${item}`, { waived_why: '柜台已查看' }, one.version)
  one = await ask('post', `/claims/${one.id}/assessment`, undefined, one.version)
  return ask('post', `/claims/${one.id}/proposal`, { amount: yuan(60), why: '电话协商' }, one.version)
}

/** A confirmed incident that binds parcels. */
export async function incidentAt(ask, numbers) {
  let one = await ask('post', '/watch/incidents', { title: 'No power at the Wuhan hub', title_zh: '武汉转运中心停电', cause: 'hub_stopped', severity: 'high', notice: 'Parcels will be late.', notice_zh: '快件会晚到。', places: [{ kind: 'site', site: 'HUB-WH' }] })
  one = await ask('post', `/watch/incidents/${one.id}/moves`, { move: 'confirm' }, one.version)
  await ask('post', `/watch/incidents/${one.id}/parcels`, { numbers }, one.version)
  return one
}

/** A page of the console is in this language, and those after it. */
export async function speak(page, language) {
  await page.evaluate((one) => {
    localStorage.setItem('parceldesk.language', one)
    if (!document.documentElement.lang.startsWith(one)) document.querySelector('[data-test=language]')?.click()
  }, language)
}
/** Does something on a page in English, and leaves it in Chinese. */
export async function english(page, work) {
  await speak(page, 'en')
  try {
    await work()
  } finally {
    await speak(page, 'zh')
  }
}

/** A page asks nothing by itself: that a session is over is found out by what somebody does, and by nothing before it. */
export async function withoutBeats(page) {
  await withoutWorker(page)
  await page.route(/\/api\/v1\/(feed|desk\/presence|tickets\/\d+\/looking)(\?|$)/, (route) => route.abort())
}
/** From the next page on: as in a browser that knows no shared worker, whose requests no test could answer. */
export const withoutWorker = (page) => page.addInitScript(() => void delete window.SharedWorker)

/** What is on a page is looked at wide and light, and narrow and dark. */
export async function narrow(page, quiet, shoot, name) {
  await quiet(page)
  await shoot(page, `${name}-1440`)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await quiet(page)
  await shoot(page, `${name}-390`)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1440, height: 900 })
}

/** A page of its own for a colleague with these roles. */
export async function signedInAs(page, site, login, roles) {
  const ask = asker(page, site.url)
  const { one_time_password: first } = await ask('post', '/people', { login, name: login, roles })
  const other = await openPage(page.context().browser())
  const headers = { 'X-Parceldesk': '1' }
  const session = await other.request.post(`${site.url}/api/v1/session`, { headers, data: { login, password: first } })
  assert.ok(session.ok(), await session.text())
  const changed = await other.request.post(`${site.url}/api/v1/me/password`, { headers, data: { present: first, password: site.password } })
  assert.ok(changed.ok(), await changed.text())
  return other
}

/** What this browser keeps of drafts: whose, under which name, and the text. */
export const draftsIn = (page) => page.evaluate(() => new Promise((resolve, reject) => {
  const opened = indexedDB.open('parceldesk')
  opened.onerror = () => reject(opened.error)
  opened.onsuccess = () => {
    const asked = opened.result.transaction('drafts').objectStore('drafts').getAll()
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
    opened.result.close()
  }
}))

const given = []
/** A parcel without trouble, for which nobody has claimed: another for each number from 0, as one loss is claimed for once. */
export async function unclaimed(ask, number, { parcel }) {
  const { items } = await ask('get', '/waybills?limit=100')
  return (given[number] ??= items.find((item) => !item.exceptions?.length && item.no !== parcel.no && !given.some((one) => one?.no === item.no)))
}

/** A parcel that is on its way and of which it is known when it comes, at whatever hour the company was made: the one to look at, or another. */
export async function onItsWay(ask, parcel) {
  const { items } = await ask('get', '/waybills?limit=200')
  for (const { carrier, no } of [parcel, ...items]) {
    const { waybill } = await ask('get', `/waybills/${carrier}/${no}`)
    const phone = waybill.receiver_phone
    if (waybill.delivered_at || !/\d{4}$/.test(phone ?? '')) continue
    const eta = await ask('get', `/waybills/${carrier}/${no}/eta`).catch(() => ({}))
    if (eta.p50_at) return { carrier, no, tail: phone.slice(-4) }
  }
  throw new Error('no parcel is on its way')
}
