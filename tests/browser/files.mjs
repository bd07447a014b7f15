/** Files of customers, claims and complaints: added, taken away, and kept where they are evidence. */
import { box, open } from './box.mjs'
import { asker, claimAt, complaintAt, narrow, signedInAs } from './given.mjs'
import { counts, gone, says, shows } from './suite.mjs'

const files = '[data-test=files]'
const note = (name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(`what ${name} says`) })
async function remove(page, name) {
  await page.click(`${files} li:has-text("${name}") [data-test=remove-file]`)
  await says(page, `${box} .el-dialog__title`, name)
  await page.click(`${box} [data-test=sure]`)
}

export const steps = [
  ['a file is added to a customer, fetched, and deleted when one is sure', async (world) => {
    const { page, site } = world
    const ask = asker(page, site.url)
    await ask('post', '/customers', [{ code: 'FILES-1', name: '存文件' }])
    const { items: [customer] } = await ask('get', '/customers?code=FILES-1')
    await open(world, `/customers/${customer.id}`)
    await says(page, files, '没有文件')
    await page.setInputFiles(`${files} input[type=file]`, note('合同.txt'))
    await says(page, `${files} li`, /合同\.txt[\s\S]*B/)
    const [fetched] = await Promise.all([page.waitForEvent('download'), page.click(`${files} li a`)])
    world.assert.equal(fetched.suggestedFilename(), '合同.txt')
    await page.setInputFiles(`${files} input[type=file]`, note('照片.txt'))
    await counts(page, `${files} li`, 2)
    await remove(page, '合同.txt')
    await gone(page, '[role=dialog]')
    await counts(page, `${files} li`, 1)
    await says(page, `${files} li`, '照片.txt')
  }],
  ['a file that is evidence of a claim stays while it is, and goes when something else is', async (world) => {
    const { page, site } = world
    const claim = await claimAt(asker(page, site.url), 'registered')
    await open(world, `/claims/${claim.id}`)
    await page.setInputFiles('[data-item=photos] input[type=file]', note('杯子.txt'))
    await shows(page, '[data-item=photos] a')
    await says(page, `${files} li`, '杯子.txt')
    await remove(page, '杯子.txt')
    await says(page, `${box} [role=alert]`, /[0-9a-f]{12}/)
    await page.click(`${box} .el-dialog__headerbtn`)
    await gone(page, '[role=dialog]')
    await page.setInputFiles('[data-item=photos] input[type=file]', note('杯子碎片.txt'))
    await counts(page, `${files} li`, 2)
    await remove(page, '杯子.txt')
    await gone(page, '[role=dialog]')
    await counts(page, `${files} li`, 1)
    await says(page, `${files} li`, '杯子碎片.txt')
  }],
  ['a file is added to a complaint and deleted', async (world) => {
    const { page, site } = world
    const ticket = await complaintAt(asker(page, site.url), 'registered', { subject: '附上录音' })
    await open(world, `/desk/tickets/${ticket.id}?tab=complaint`)
    await page.setInputFiles(`${files} input[type=file]`, note('录音.txt'))
    await says(page, `${files} li`, '录音.txt')
    await remove(page, '录音.txt')
    await gone(page, '[role=dialog]')
    await counts(page, `${files} li`, 0)
  }],
  ['a file of a ticket is deleted in its story, which then says by whom and leads to nothing', async (world) => {
    const { page, site, assert } = world
    const ticket = await asker(page, site.url)('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '附件删改' })
    const headers = { 'X-Parceldesk': '1', 'Content-Type': 'text/plain' }
    for (const [owner, name] of [['ticket', '外箱.txt'], ['ticket_note', '内部.txt']]) {
      const query = `owner=${owner}&owner_id=${ticket.id}&name=${encodeURIComponent(name)}`
      const added = await page.request.post(`${site.url}/api/v1/files?${query}`, { headers: { ...headers, 'Idempotency-Key': crypto.randomUUID() }, data: `what ${name} says` })
      assert.ok(added.ok(), await added.text())
    }
    await open(world, `/desk/tickets/${ticket.id}`)
    const story = '[data-test=timeline]'
    const gonesaid = `${story} [data-test=file-gone]`
    for (const [at, name] of ['外箱.txt', '内部.txt'].entries()) {
      await page.click(`${story} li:has(a:text-is("${name}")) [data-test=remove-file]`)
      await says(page, `${box} .el-dialog__title`, name)
      await page.click(`${box} [data-test=sure]`)
      await gone(page, '[role=dialog]')
      await counts(page, gonesaid, at + 1)
      await says(page, `${gonesaid}:has-text("${name}")`, /由\S+删除/)
      await counts(page, `${story} a[href*="/files/"]`, 1 - at)
    }
    await narrow(page, world.quiet, world.shoot, 'ticket-files')
  }],
  ['who may only read a ticket is shown its files and deletes none', async (world) => {
    const { page, site, assert } = world
    const ticket = await asker(page, site.url)('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '附件只读' })
    const headers = { 'X-Parceldesk': '1', 'Content-Type': 'text/plain', 'Idempotency-Key': crypto.randomUUID() }
    const added = await page.request.post(`${site.url}/api/v1/files?owner=ticket&owner_id=${ticket.id}&name=x.txt`, { headers, data: 'what was seen' })
    assert.ok(added.ok(), await added.text())
    const reader = await signedInAs(page, site, 'files.reader', ['auditor'])
    await open({ ...world, page: reader }, `/desk/tickets/${ticket.id}`)
    await shows(reader, '[data-test=timeline] a[href*="/files/"]')
    await counts(reader, '[data-test=remove-file]', 0)
    await reader.context().close()
  }],
]
export const pages = {}
