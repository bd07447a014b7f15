/** An agent: how they say that they are there, what reaches them by that, and taking the next. */
import { asker, english, signedInAs } from './given.mjs'
import { becomes, follow, gone, until, visit } from './suite.mjs'

/** A colleague of a team of their own, on the desk. */
async function member({ page, at, site }, login, team) {
  const ask = asker(page, site.url)
  const other = await signedInAs(page, site, login, ['agent'])
  await ask('post', '/teams', { code: team, name: team })
  await ask('put', `/teams/${team}/members/${login}`, {})
  await visit(other, at('/desk'))
  return { ask, other }
}

export const steps = [
  ['who says in the header that they are there is given tickets, until they leave or sign out', async (all) => {
    const { page, at, site, settled, quiet } = all
    const { ask, other } = await member(all, 'present', 'PRESENT')
    const is = (status) => until(async () => (await ask('get', '/desk/agents/present')).status === status)
    await other.waitForSelector('[data-test=presence][data-now=offline]')
    await other.selectOption('select[name=presence]', 'available')
    await other.waitForSelector('[data-test=presence][data-now=available] >> text=0 / 10')
    await is('available')
    const rule = await ask('post', '/desk/routes', { code: 'present', kind: 'suggestion', channel: 'counter', team: 'PRESENT' })
    const ticket = await ask('post', '/tickets', { kind: 'suggestion', channel: 'counter', subject: '柜台建议' })
    await until(async () => (await ask('get', `/tickets/${ticket.id}`)).owner === 'present')
    await ask('delete', '/desk/routes/present', undefined, rule.version)
    await other.reload()
    await settled(other)
    await other.waitForSelector('[data-test=presence][data-now=available] >> text=1 / 10')
    await other.goto('about:blank')
    await is('offline')
    await visit(other, at('/desk'))
    await is('available')
    await other.selectOption('select[name=presence]', 'busy')
    await other.waitForSelector('[data-test=presence][data-now=busy]')
    await is('busy')
    await english(other, async () => {
      await other.setViewportSize({ width: 390, height: 844 })
      await other.reload()
      await settled(other)
      await other.click('[data-test=menu]')
      await other.waitForSelector('[data-test=presence][data-now=busy] >> text=1 / 10')
      await quiet(other)
    })
    await follow(other, '[data-test=leave]', '**/sign-in')
    await is('offline')
    await other.context().close()
  }],
  ['the next ticket is taken by a key and opened, and where none waits that is said', async (all) => {
    const { at, settled, quiet } = all
    const { ask, other } = await member(all, 'taker', 'TAKERS')
    const ticket = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '等人领取', team: 'TAKERS' })
    await other.keyboard.press('?')
    await other.waitForSelector('[role=dialog] >> text=领取下一张')
    await other.keyboard.press('Escape')
    await gone(other, '[role=dialog]')
    await other.keyboard.press('n')
    await other.waitForURL(`**/desk/tickets/${ticket.id}`)
    await becomes(async () => (await ask('get', `/tickets/${ticket.id}`)).owner, 'taker')
    await visit(other, at('/desk'))
    await other.click('[data-test=next]')
    await other.waitForSelector('[data-test=next-said] >> text=没有您可以领取的工单')
    await quiet(other)
    const { version } = await ask('get', '/desk/agents/taker')
    await ask('put', '/desk/agents/taker/capacity', { version, capacity: 1 })
    await other.click('[data-test=next]')
    await other.waitForSelector('.problem >> text=已达上限')
    await other.context().close()
  }],
]
