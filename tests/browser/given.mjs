/** What the pages are tried on, made by the API as people would make it. */
import assert from 'node:assert/strict'

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
