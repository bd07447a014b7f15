/** Who sees contact details masked is shown those of one thing for a reason, which is kept; on paper phones stay masked. */
import { asker, english, narrow, signedInAs } from './given.mjs'
import { becomes, gone, says, settled, shows, unsaid, visit } from './suite.mjs'

const PHONE = '13800138000'
const MASKED = '138****8000'
const reasonOf = (language) => (language === 'zh' ? '回电确认取件时间' : 'to call back about the pick-up')

/** Asks, with a reason that is none at first, and with one. */
async function askFor(page, reason) {
  await page.click('[data-test=ask-contact]')
  await page.fill('input[name=reason]', '   ')
  await page.click('[data-test=show-contact]')
  await shows(page, '[data-test=facts] [role=alert]')
  await page.fill('input[name=reason]', reason)
  await page.click('[data-test=show-contact]')
  await gone(page, '[data-test=ask-contact], [data-test=show-contact]')
}
/** What is whole on the screen is masked on paper. */
async function maskedOnPaper(page) {
  await page.emulateMedia({ media: 'print' })
  await becomes(() => page.evaluate(() => document.body.innerText), (text) => text.includes(MASKED) && !text.includes(PHONE))
  await page.emulateMedia({ media: null })
}
/** In both languages; for a page of their own. */
async function inBoth(page, work) {
  await work('zh')
  await english(page, () => work('en'))
}

export const steps = [
  ['who may not see parcels is told so by the box, and not that there is none', async ({ page, at, site }) => {
    const own = await signedInAs(page, site, 'masked.hr', ['hr'])
    const seek = async (what) => {
      await own.goto(at('/'))
      await settled(own)
      await own.keyboard.press('/')
      await own.keyboard.type(what)
      await own.keyboard.press('Enter')
      await own.waitForURL('**/found')
    }
    await seek(site.parcel.no)
    await says(own, 'main .problem', /没有.*权限[\s\S]*快件、工单、客户/)
    await unsaid(own, 'main', '没有符合的')
    await seek('C20260101-000001')
    await says(own, 'main .problem', /理赔/)
    await own.context().close()
    const clerk = await signedInAs(page, site, 'masked.analyst', ['analyst'])
    await clerk.goto(at('/'))
    await settled(clerk)
    await clerk.fill('form.box input', '780000000000000')
    await clerk.press('form.box input', 'Enter')
    await says(clerk, 'main', '没有符合的快件')
    await gone(clerk, '[data-test=unseen]')
    await clerk.context().close()
  }],
  ['a clerk sees how a customer is reached for a reason, which its timeline keeps', async ({ page, at, site, settled: still, quiet, shoot }) => {
    const ask = asker(page, site.url)
    await ask('post', '/customers', [{ code: 'MASK-1', kind: 'company', name: '武当商行', phone: PHONE, address: '武当路1号' }])
    const [{ id }] = (await ask('get', '/customers?code=MASK-1')).items
    await ask('post', `/customers/${id}/addresses`, { text: '南岩路8号', recipient: '韩梅梅', phone: '13700137000' })
    await ask('post', `/customers/${id}/people`, { name: '张三丰', phone: '13600136000' })
    const clerk = await signedInAs(page, site, 'mask-customer', ['station_clerk'])
    await clerk.goto(at(`/customers/${id}`))
    await inBoth(clerk, async (language) => {
      await clerk.reload()
      await still(clerk)
      await says(clerk, '[data-test=facts]', MASKED)
      await says(clerk, '[data-test=people]', '136****6000')
      await says(clerk, '[data-test=ask-contact]', language === 'zh' ? '显示联系方式' : 'Show contact details')
      if (language === 'zh') await narrow(clerk, quiet, shoot, 'customer-masked')
      await askFor(clerk, reasonOf(language))
      await says(clerk, 'main h1', '武当商行')
      await says(clerk, '[data-test=facts]', PHONE)
      await says(clerk, '[data-test=contacts]', PHONE)
      await says(clerk, '[data-test=addresses]', /韩梅梅[\s\S]*13700137000/)
      await says(clerk, '[data-test=people]', /张三丰[\s\S]*13600136000/)
      await says(clerk, 'main', language === 'zh' ? '查看联系方式' : 'Contact details shown for a reason')
      if (language === 'zh') await narrow(clerk, quiet, shoot, 'customer-shown')
      await maskedOnPaper(clerk)
    })
    await unsaid(clerk, 'main ol', reasonOf('en'))
    await becomes(async () => (await ask('get', `/customers/${id}/timeline?kinds=customer.shown`)).items.map(({ personal }) => personal), [reasonOf('en'), reasonOf('zh')])
    await clerk.context().close()
    await visit(page, at(`/customers/${id}`))
    await says(page, 'main', reasonOf('zh'))
    await gone(page, '[data-test=ask-contact]')
  }],
  ['two tags that are masked alike are two, and one that goes goes', async ({ page, at, site, settled: still }) => {
    const ask = asker(page, site.url)
    const { id, version } = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '标签里的号码', outlet: 'SH-01', tags: ['13800138000', '13899998000', '加急'] })
    const clerk = await signedInAs(page, site, 'mask-tags', ['station_clerk'])
    await clerk.goto(at(`/desk/tickets/${id}`))
    await still(clerk)
    const tags = () => clerk.locator('[data-test=tags] > *').allTextContents()
    await becomes(tags, (all) => all.length === 3 && new Set(all).size === 2)
    await ask('patch', `/tickets/${id}`, { tags: ['0级', '13800138000'] }, version)
    await becomes(tags, (all) => all.length === 2)
    await clerk.context().close()
  }],
  ['a clerk sees who sends and who receives a parcel for a reason, which the audit log keeps', async ({ page, at, site, settled: still, quiet, shoot }) => {
    const ask = asker(page, site.url)
    const no = '771000000004711'
    await ask('post', '/waybills', [{ carrier: 'sto', no, sender_name: '李雷', sender_phone: '13700137000', receiver_name: '韩梅梅', receiver_phone: PHONE, receiver_address: '武当路1号' }])
    const clerk = await signedInAs(page, site, 'mask-parcel', ['station_clerk'])
    await clerk.goto(at(`/waybills/sto/${no}`))
    await inBoth(clerk, async (language) => {
      await clerk.reload()
      await still(clerk)
      await says(clerk, '[data-test=receiver]', MASKED)
      if (language === 'zh') await narrow(clerk, quiet, shoot, 'waybill-masked')
      await askFor(clerk, reasonOf(language))
      await says(clerk, '[data-test=sender]', /李雷[\s\S]*13700137000/)
      await says(clerk, '[data-test=receiver]', /韩梅梅[\s\S]*13800138000[\s\S]*武当路1号/)
      if (language === 'zh') await narrow(clerk, quiet, shoot, 'waybill-shown')
      await maskedOnPaper(clerk)
    })
    await clerk.context().close()
    await becomes(async () => (await ask('get', '/audit?action=waybill.contact')).items.map(({ who_login, detail }) => [who_login, JSON.parse(detail).reason]), [['mask-parcel', reasonOf('en')], ['mask-parcel', reasonOf('zh')]])
  }],
]
