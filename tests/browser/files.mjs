/** Files of customers, claims and complaints: added, taken away, and kept where they are evidence. */
import { box, open } from './box.mjs'
import { asker, claimAt, complaintAt } from './given.mjs'
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
]
export const pages = {}
