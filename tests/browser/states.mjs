/** What the states of tickets are called, and who may move a ticket from which to which. */
import { box, done, open, save } from './box.mjs'
import { asker, signedInAs } from './given.mjs'
import { becomes, counts, gone, meanwhile, says, shows } from './suite.mjs'

const row = (text) => `[role=rowgroup] [role=row]:has-text("${text}")`
const cell = (move) => `[data-test=moves] [data-move="${move}"]`
const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute('data-move'))
const moves = async (ask) => (await ask('get', '/desk/transitions')).items

export const steps = [
  ['a state is entered, renamed beside what a colleague changed, moved in order and closed', async (world) => {
    const { page, site, assert } = world
    const ask = asker(page, site.url)
    await open(world, '/policy/states')
    await page.click('[data-test=new]')
    await page.fill(`${box} [name=code]`, 'Bad Code')
    await page.selectOption(`${box} [name=type]`, 'pending_internal')
    await page.fill(`${box} [name=name_zh]`, '复核中')
    await page.fill(`${box} [name=name_en]`, 'Looked over')
    await save(page)
    await says(page, `${box} [role=alert]`, '编号')
    await page.fill(`${box} [name=code]`, 'states_review')
    await done(page)
    await says(page, row('states_review'), /复核中[\s\S]*Looked over[\s\S]*待内部[\s\S]*100[\s\S]*使用中/)
    await page.click(`${row('states_review')} [data-test=edit]`)
    await page.fill(`${box} [name=name_zh]`, '质检中')
    await page.fill(`${box} [name=position]`, '20')
    await meanwhile(page, '**/api/v1/desk/states/states_review', 'PUT', () => ask('put', '/desk/states/states_review', { name_zh: '同事改的', name_en: 'Theirs', position: 30 }, 1))
    await save(page)
    await says(page, '[data-test=both]', /质检中[\s\S]*同事改的/)
    await page.click('[data-test=both] button')
    await says(page, row('states_review'), /质检中[\s\S]*20/)
    await shows(page, cell('states_review>open'))
    await page.click(`${row('states_review')} [data-test=edit]`)
    await page.check(`${box} [name=closed]`)
    await done(page)
    await says(page, row('states_review'), '已停用')
    await gone(page, cell('states_review>open'))
    const kept = (await ask('get', '/desk/states')).items.find(({ code }) => code === 'states_review')
    assert.deepEqual([kept.name_zh, kept.position, kept.closed], ['质检中', 20, true])
  }],
  ['the moves of a state are set by the keyboard alone, and what a colleague set is shown beside', async (world) => {
    const { page, site, assert } = world
    const ask = asker(page, site.url)
    await ask('post', '/desk/states', { code: 'states_waits', type: 'pending_customer', name_zh: '等签收', name_en: 'Waits', position: 900 })
    await open(world, '/policy/states')
    await says(page, cell('states_waits>resolved'), '新建和处理工单')
    await shows(page, `${cell('states_waits>resolved')}.inherited`)
    await page.focus('[data-test=moves] [data-cell][tabindex="0"]')
    await page.keyboard.press('Control+Home')
    await becomes(() => focused(page), 'new>new')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowDown')
    await becomes(() => focused(page), 'open>open')
    await page.focus(cell('states_waits>resolved'))
    await page.keyboard.press('Enter')
    await page.selectOption(`${box} [name=needs]`, 'ticket.close')
    await done(page)
    await says(page, cell('states_waits>resolved'), '关闭和重开工单')
    await says(page, cell('states_waits>open'), '—')
    await becomes(async () => (await moves(ask)).filter(({ from_state }) => from_state === 'states_waits').map(({ to_state, needs, version }) => [to_state, needs, version]), [['resolved', 'ticket.close', 1]])
    await page.click(cell('states_waits>resolved'))
    await page.selectOption(`${box} [name=needs]`, 'ticket.bulk')
    await meanwhile(page, '**/api/v1/desk/transitions', 'PUT', () => ask('put', '/desk/transitions', { from_state: 'states_waits', to_state: 'resolved', needs: 'ticket.dispatch' }, 1))
    await save(page)
    await says(page, '[data-test=both]', /批量修改工单[\s\S]*查看在岗并调度/)
    await page.click('[data-test=both] button:has-text("采用")')
    await save(page)
    await gone(page, '[role=dialog]')
    await says(page, cell('states_waits>resolved'), '查看在岗并调度')
    await page.click(cell('states_waits>resolved'))
    await page.selectOption(`${box} [name=needs]`, '')
    await done(page)
    await says(page, cell('states_waits>resolved'), '新建和处理工单')
    assert.equal((await moves(ask)).some(({ from_state }) => from_state === 'states_waits'), false)
    const { version } = (await ask('get', '/desk/states')).items.find(({ code }) => code === 'states_waits')
    await ask('put', '/desk/states/states_waits', { name_zh: '等签收', name_en: 'Waits', closed: true }, version)
  }],
  ['who does not keep the rules of tickets sees their moves and changes none', async (world) => {
    const { page, site } = world
    const other = await signedInAs(page, site, 'states.reader', ['agent'])
    await open({ ...world, page: other }, '/policy/states')
    await says(other, cell('open>closed'), '关闭和重开工单')
    await counts(other, '[data-test=new]', 0)
    await other.click(cell('open>closed'))
    await gone(other, '[role=dialog]')
    await other.context().close()
  }],
]

export const pages = {
  states: () => '/policy/states',
  'states new': () => '/policy/states?new=1',
}
