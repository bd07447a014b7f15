/** What a company keeps of its customers by itself, and what they were told. */
import { box, save } from './box.mjs'
import { asker } from './given.mjs'
import { counts, fieldHas, gone, meanwhile, says, shows, visit } from './suite.mjs'

async function customerOf({ page, site }, code, name) {
  const ask = asker(page, site.url)
  await ask('post', '/customers', [{ code, name }])
  return (await ask('get', `/customers?code=${code}`)).items[0].id
}

export const steps = [
  ['the company’s own fields of a customer are filled in, beside what a colleague filled in, and wrong ones are named', async (world) => {
    const { page, site, at, assert } = world
    const ask = asker(page, site.url)
    await ask('post', '/customer-fields', { name: 'kept_staff', kind: 'number', zh: '员工数', en: 'Staff' })
    await ask('post', '/customer-fields', { name: 'kept_class', kind: 'choice', zh: '合作级别', en: 'Class', options: ['金', '银'] })
    await ask('post', '/customer-fields', { name: 'kept_signed', kind: 'yes_no', zh: '已签约', en: 'Signed' })
    const id = await customerOf(world, 'KEPT-1', '赵字段')
    await visit(page, at(`/customers/${id}`))
    await page.click('[data-test=fields] [data-test=add]')
    await page.fill(`${box} [name=kept_staff]`, '十二')
    await page.selectOption(`${box} [name=kept_class]`, '金')
    await page.selectOption(`${box} [name=kept_signed]`, 'true')
    await save(page)
    await shows(page, `${box} [name=kept_staff][aria-invalid=true]`)
    await page.fill(`${box} [name=kept_staff]`, '12')
    await meanwhile(page, `**/api/v1/customers/${id}/fields`, 'PATCH', async () => {
      const { version } = await ask('get', `/customers/${id}`)
      await ask('patch', `/customers/${id}/fields`, { values: { kept_class: '银' } }, version)
    })
    await save(page)
    await says(page, '[data-test=both]', /金[\s\S]*银/)
    await page.click('[data-test=both] button')
    await gone(page, '[role=dialog]')
    for (const text of ['员工数12', '合作级别金', '已签约是']) await says(page, '[data-test=fields] dl', text)
    const { items } = await ask('get', `/customers/${id}/fields`)
    assert.deepEqual(Object.fromEntries(items.map(({ name, value }) => [name, value])), { kept_staff: '12', kept_class: '金', kept_signed: 'true' })
    await page.click('[data-test=fields] [data-test=add]')
    await fieldHas(page, `${box} [name=kept_staff]`, '12')
    await page.click(`${box} .el-dialog__headerbtn`)
    await gone(page, '[role=dialog]')
  }],
  ['a customer is classified with a reason, and what it was before stays to be read', async (world) => {
    const { page, at } = world
    const id = await customerOf(world, 'KEPT-2', '钱分类')
    await visit(page, at(`/customers/${id}`))
    await page.click('[data-test=classes] [data-test=add]')
    await page.selectOption(`${box} [name=tier]`, 'vip')
    await page.fill(`${box} [name=why]`, '年合同')
    await save(page)
    await gone(page, '[role=dialog]')
    await says(page, '[data-test=classes] li', /等级[\s\S]*贵宾[\s\S]*年合同/)
  }],
  ['a message that cannot leave stands among what customers were told, with its steps', async ({ page, site, at }) => {
    const ask = asker(page, site.url)
    const mail = await ask('post', '/tickets', { kind: 'inquiry', channel: 'email', subject: '留底询问', contact_email: 'kept@example.org' })
    await ask('post', `/tickets/${mail.id}/entries`, { kind: 'message', text: '正在为您留底。' })
    await visit(page, at('/policy/templates'))
    await page.click('main .head a[href="/console/policy/messages"]')
    await page.waitForURL('**/policy/messages')
    const row = '[data-test=notices] li:has-text("正在为您留底。")'
    await says(page, row, /工单回复[\s\S]*正在为您留底。/)
    await page.click(`${row} [data-test=attempts]`)
    await shows(page, `${row} [data-test=steps]`)
    await visit(page, at('/policy/messages?state=delivered'))
    await counts(page, row, 0)
  }],
]

export const pages = {
  messages: () => '/policy/messages',
  'customer kept': async ({ page, site }) => `/customers/${await customerOf({ page, site }, 'KEPT-3', '孙留底')}`,
}
