/** What one begins to write keeps what it is, and is lost neither where the server is away nor where another wrote too. */
import { asker, draftsIn, english, narrow, signedInAs, withoutBeats } from './given.mjs'
import { becomes, counts, fieldHas, gone, meanwhile, says, settled, shows, visit } from './suite.mjs'

const words = 'textarea[name=words]'
const send = (page) => page.click('form.writer button[type=submit]')
const chosen = (page, test) => counts(page, `[data-test=${test}].is-active`, 1)
async function ticketOn({ page, site, at }, subject) {
  const ask = asker(page, site.url)
  const { id } = await ask('post', '/tickets', { kind: 'inquiry', channel: 'email', subject })
  await visit(page, at(`/desk/tickets/${id}`))
  const last = async (text) => (await ask('get', `/tickets/${id}/timeline?limit=100`)).items.map(({ entry }) => entry).find((entry) => entry?.text === text)
  const draft = () => ask('get', `/tickets/${id}/draft`)
  return { id, ask, last, draft }
}
const inBrowser = async (page, id, login = 'admin') => (await draftsIn(page)).find(({ owner, name }) => owner === login && name === `said.${id}`)?.text ?? ''
/** A colleague before a ticket that was opened for them, and what the server has of their draft. */
async function colleagueOn({ page, site, at }, login, subject) {
  const ask = asker(page, site.url)
  const { id } = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject })
  const own = await signedInAs(page, site, login, ['agent'])
  await withoutBeats(own)
  await visit(own, at(`/desk/tickets/${id}`))
  const said = async (text) => (await ask('get', `/tickets/${id}/timeline?limit=100`)).items.filter(({ entry }) => entry?.text === text).length
  return { own, id, said, draft: () => asker(own, site.url)('get', `/tickets/${id}/draft`) }
}
async function signInOver(page, login, password) {
  await page.fill('[role=dialog] input[name=login]', login)
  await page.fill('[role=dialog] input[name=password]', password)
  await page.press('[role=dialog] input[name=password]', 'Enter')
}

export const steps = [
  ['who sends nothing is told at the field what is missing, until they write', async (world) => {
    const { page, assert } = world
    const { id, ask } = await ticketOn(world, '空的回复')
    const lacking = '[data-test=lacking]'
    for (const [kind, text] of [['reply', '回复'], ['note', '备注'], ['call', '通话']]) {
      await page.click(`[data-test=write-${kind}]`)
      await page.fill(words, '  ')
      await send(page)
      await says(page, lacking, text)
      await becomes(() => page.evaluate(() => document.activeElement?.getAttribute('name')), 'words')
      assert.deepEqual([await page.getAttribute(words, 'aria-invalid'), await page.getAttribute(words, 'aria-describedby')], ['true', 'writer-lacking'])
    }
    await page.fill(words, '有')
    await gone(page, lacking)
    assert.equal((await ask('get', `/tickets/${id}/timeline?limit=100`)).items.filter(({ entry }) => entry?.text !== undefined && entry?.kind === 'message').length, 0)
  }],
  ['a note that was begun comes back as a note, and is saved as one', async (world) => {
    const { page, assert } = world
    const { last, draft } = await ticketOn(world, '写了一半的备注')
    await page.click('[data-test=write-note]')
    await page.fill(words, '客户难缠，勿外传')
    await becomes(async () => (await draft()).text, '客户难缠，勿外传')
    await page.reload()
    await settled(page)
    await fieldHas(page, words, '客户难缠，勿外传')
    await chosen(page, 'write-note')
    await page.keyboard.press('r')
    await chosen(page, 'write-note')
    await send(page)
    await becomes(async () => !!(await last('客户难缠，勿外传')), true)
    const { kind, visibility, direction } = await last('客户难缠，勿外传')
    assert.deepEqual({ kind, visibility, direction }, { kind: 'note', visibility: 'internal', direction: null })
  }],
  ['a call says who rang, and what a customer said at the counter begins the clock of the next answer', async (world) => {
    const { page, ask, assert } = { ...world, ask: asker(world.page, world.site.url) }
    const { id, last, draft } = await ticketOn(world, '又打来了')
    await page.click('[data-test=write-call]')
    await chosen(page, 'call-in')
    await page.fill(words, '客户再次来电')
    await send(page)
    await becomes(async () => (await last('客户再次来电'))?.direction, 'in')
    await fieldHas(page, words, '')
    await page.click('[data-test=call-out]')
    await page.fill(words, '回电告知进度')
    await becomes(async () => (await draft()).direction, 'out')
    await page.reload()
    await settled(page)
    await chosen(page, 'call-out')
    await send(page)
    await becomes(async () => (await last('回电告知进度'))?.direction, 'out')
    await fieldHas(page, words, '')
    const asked = async () => (await ask('get', `/tickets/${id}`)).clocks.some(({ clock, met_at }) => clock === 'next_response' && !met_at)
    assert.equal(await asked(), false)
    await narrow(page, world.quiet, world.shoot, 'call')
    await page.click('[data-test=write-heard]')
    await narrow(page, world.quiet, world.shoot, 'heard')
    await page.selectOption('form.writer select[name=channel]', 'counter')
    await page.fill(words, '到柜台说还没收到')
    await send(page)
    await becomes(async () => (await last('到柜台说还没收到'))?.channel, 'counter')
    const { kind, direction } = await last('到柜台说还没收到')
    assert.deepEqual({ kind, direction }, { kind: 'message', direction: 'in' })
    await becomes(asked, true)
  }],
  ['who signs out in the midst of a sentence finds it again, and where it cannot be kept is asked first', async (world) => {
    const { at, site } = world
    const { own, id, draft } = await colleagueOn(world, 'writer.leaves', '写着就退出')
    const again = async () => {
      await own.fill('input[name=login]', 'writer.leaves')
      await own.fill('input[name=password]', site.password)
      await own.press('input[name=password]', 'Enter')
      await shows(own, '[data-test=account]')
      await visit(own, at(`/desk/tickets/${id}`))
    }
    await own.click(words)
    await own.keyboard.type('a sentence without a pause')
    await own.click('[data-test=leave]')
    await own.waitForURL('**/sign-in')
    await again()
    await fieldHas(own, words, 'a sentence without a pause')
    await becomes(async () => (await draft()).text, 'a sentence without a pause')
    const away = (route) => (route.request().method() === 'PUT' ? route.abort() : route.fallback())
    await own.route('**/api/v1/tickets/*/draft', away)
    await own.click(words)
    await own.keyboard.press('End')
    await own.keyboard.type(', and more')
    await own.click('[data-test=leave]')
    await says(own, '[role=dialog]:visible', '还没有保存到服务器')
    await narrow(own, world.quiet, world.shoot, 'leave-unkept')
    await own.click('[role=dialog]:visible .el-button:not(.el-button--primary)')
    await gone(own, '[role=dialog]')
    await fieldHas(own, words, 'a sentence without a pause, and more')
    await own.click('[data-test=leave]')
    await own.click('[role=dialog]:visible [data-test=sure]')
    await own.waitForURL('**/sign-in')
    await own.unroute('**/api/v1/tickets/*/draft', away)
    await again()
    await fieldHas(own, words, 'a sentence without a pause')
    await own.context().close()
  }],
  ['who types without a pause is kept meanwhile', async (world) => {
    const { page } = world
    const { draft } = await ticketOn(world, '一直在写')
    let typing = true
    const typed = (async () => {
      await page.click(words)
      while (typing) await page.keyboard.type('on and on ', { delay: 40 })
    })()
    try {
      await becomes(async () => (await draft()).text ?? '', (text) => text.startsWith('on and on'))
    } finally {
      typing = false
      await typed
    }
  }],
  ['that nobody took a call is kept with its draft', async (world) => {
    const { page } = world
    const { last, draft } = await ticketOn(world, '没人接的电话')
    await page.click('[data-test=write-call]')
    await page.click('[data-test=call-out]')
    await page.check('input[name=missed]')
    await page.click(words)
    await page.keyboard.type('nobody took it')
    await becomes(async () => (await draft()).missed && (await draft()).text, 'nobody took it')
    await page.reload()
    await settled(page)
    await fieldHas(page, words, 'nobody took it')
    await becomes(() => page.isChecked('input[name=missed]'), true)
    await send(page)
    await becomes(async () => (await last('nobody took it'))?.detail?.missed, 'true')
  }],
  ['a call is by phone, whatever way its ticket came', async (world) => {
    const { page } = world
    const { last } = await ticketOn(world, '门户来的，打了电话')
    await page.click('[data-test=write-call]')
    await page.click(words)
    await page.keyboard.type('they rang')
    await send(page)
    await becomes(async () => (await last('they rang'))?.channel, 'phone')
  }],
  ['what is typed when the session is over stays in the browser, comes back after a reload, and goes to the server after the sign-in', async (world) => {
    const { site } = world
    const { own, id, draft } = await colleagueOn(world, 'writer.over', '过期时写的')
    await own.fill(words, '还在线时写的')
    await becomes(async () => (await draft()).text, '还在线时写的')
    await own.click('[data-test=write-note]')
    await becomes(async () => (await draft()).kind, 'note')
    await becomes(() => inBrowser(own, id, 'writer.over'), '')
    await own.context().clearCookies()
    await own.fill(words, '过期后又写的')
    await says(own, '[data-test=draft-said]', '本浏览器')
    await becomes(() => inBrowser(own, id, 'writer.over'), (kept) => kept.includes('过期后又写的'))
    await signInOver(own, 'writer.over', site.password)
    await gone(own, '[role=dialog]')
    const kept = async () => {
      const { text, kind } = await draft()
      return { text, kind }
    }
    await becomes(kept, { text: '过期后又写的', kind: 'note' })
    await becomes(() => inBrowser(own, id, 'writer.over'), '')
    const away = (route) => (route.request().method() === 'PUT' ? route.abort() : route.fallback())
    await own.route('**/api/v1/tickets/*/draft', away)
    await own.fill(words, '断网后再写的')
    await says(own, '[data-test=draft-said]', '本浏览器')
    await becomes(() => inBrowser(own, id, 'writer.over'), (text) => text.includes('断网后再写的'))
    await own.unroute('**/api/v1/tickets/*/draft', away)
    await own.reload()
    await settled(own)
    await fieldHas(own, words, '断网后再写的')
    await chosen(own, 'write-note')
    await becomes(kept, { text: '断网后再写的', kind: 'note' })
    await becomes(() => inBrowser(own, id, 'writer.over'), '')
    await own.context().close()
  }],
  ['what is typed without a network goes to the server when that is back', async (world) => {
    const { own, id, draft } = await colleagueOn(world, 'writer.offline', '没有网络时写的')
    await own.context().setOffline(true)
    await own.fill(words, '地铁里写的')
    await says(own, '[data-test=draft-said]', '本浏览器')
    await becomes(() => inBrowser(own, id, 'writer.offline'), (kept) => kept.includes('地铁里写的'))
    await own.context().setOffline(false)
    await becomes(async () => (await draft()).text, '地铁里写的')
    await becomes(() => inBrowser(own, id, 'writer.offline'), '')
    await own.context().close()
  }],
  ['what is sent when the session is over is sent once after the sign-in, and leaves no draft', async (world) => {
    const { site } = world
    const { own, said, draft } = await colleagueOn(world, 'writer.sends', '过期时发送')
    await own.fill(words, '已为您改派')
    await says(own, '[data-test=draft-said]', '已保存到服务器')
    await becomes(async () => (await draft()).text, '已为您改派')
    await own.context().clearCookies()
    await own.press(words, 'Control+Enter')
    await signInOver(own, 'writer.sends', site.password)
    await becomes(() => said('已为您改派'), 1)
    await gone(own, '[role=dialog]')
    await fieldHas(own, words, '')
    await becomes(async () => (await draft()).text || '', '')
    await own.reload()
    await settled(own)
    await fieldHas(own, words, '')
    await becomes(() => said('已为您改派'), 1)
    await own.context().close()
  }],
  ['who signs in over a page of somebody else gets nothing of what that one began', async (world) => {
    const { page, site } = world
    const { own, id, draft } = await colleagueOn(world, 'writer.first', '换了人')
    await signedInAs(page, site, 'writer.second', ['agent']).then((other) => other.context().close())
    await own.context().clearCookies()
    await own.fill(words, '第一个人写的')
    await says(own, '[data-test=draft-said]', '本浏览器')
    await signInOver(own, 'writer.second', site.password)
    await says(own, '[data-test=account]', 'writer.second')
    await settled(own)
    await fieldHas(own, words, '')
    await becomes(async () => (await draft()).text || '', '')
    await becomes(() => inBrowser(own, id, 'writer.first'), (kept) => kept.includes('第一个人写的'))
    await own.context().close()
  }],
  ['a draft that was written elsewhere too is shown beside what stands here', async (world) => {
    const { page } = world
    const { id, ask, draft } = await ticketOn(world, '两处都写')
    await ask('put', `/tickets/${id}/draft`, { version: 0, kind: 'note', text: '家里写的备注' })
    await page.fill(words, '公司写的答复')
    await says(page, '[data-test=other-draft]', /内部备注[\s\S]*家里写的备注/)
    await narrow(page, world.quiet, world.shoot, 'draft-elsewhere')
    await english(page, async () => {
      await page.reload()
      await settled(page)
      await says(page, '[data-test=other-draft]', /Note[\s\S]*家里写的备注/)
      await narrow(page, world.quiet, world.shoot, 'draft-elsewhere-en')
    })
    await page.reload()
    await settled(page)
    await fieldHas(page, words, '公司写的答复')
    await says(page, '[data-test=other-draft]', '家里写的备注')
    await page.click('[data-test=take-other]')
    await fieldHas(page, words, '家里写的备注')
    await chosen(page, 'write-note')
    await gone(page, '[data-test=other-draft]')
    await becomes(async () => (await draft()).text, '家里写的备注')
  }],
  ['what was written elsewhere is neither forgotten with an answer that was sent at once, nor unseen', async (world) => {
    const { page } = world
    const { id, ask, last, draft } = await ticketOn(world, '发得太快')
    await ask('put', `/tickets/${id}/draft`, { version: 0, kind: 'note', text: '别处写的备注' })
    await page.fill(words, '马上发出')
    await page.press(words, 'Control+Enter')
    await becomes(async () => !!(await last('马上发出')), true)
    await says(page, '[data-test=other-draft]', /内部备注[\s\S]*别处写的备注/)
    await fieldHas(page, words, '')
    await becomes(async () => (await draft()).text, '别处写的备注')
    await page.click('[data-test=take-other]')
    await fieldHas(page, words, '别处写的备注')
    await chosen(page, 'write-note')
  }],
  ['a form that comes back on a version that a colleague wrote shows both, and writes nothing over', async ({ page, site, at }) => {
    const ask = asker(page, site.url)
    await ask('post', '/customers', [{ code: 'WRITER-1', name: '赵草稿' }])
    const { id } = (await ask('get', '/customers?code=WRITER-1')).items[0]
    await ask('post', '/customer-fields', { name: 'writer_staff', kind: 'number', zh: '草稿人数', en: 'Begun' })
    await ask('post', '/customer-fields', { name: 'writer_desk', kind: 'number', zh: '草稿柜台', en: 'Begun too' })
    const box = '[role=dialog]:visible'
    const begin = async () => {
      await visit(page, at(`/customers/${id}`))
      await page.click('[data-test=fields] [data-test=add]')
      await shows(page, `${box} [name=writer_staff]`)
    }
    const value = async (name) => (await ask('get', `/customers/${id}/fields`)).items.find((one) => one.name === name)?.value
    await begin()
    await page.fill(`${box} [name=writer_staff]`, '12')
    await meanwhile(page, `**/api/v1/customers/${id}/fields`, 'PATCH', async () => {
      const { version } = await ask('get', `/customers/${id}`)
      await ask('patch', `/customers/${id}/fields`, { values: { writer_staff: '77', writer_desk: '5' } }, version)
    })
    await page.click(`${box} [data-test=save]`)
    await says(page, '[data-test=both]', /12[\s\S]*77/)
    await begin()
    await says(page, '[data-test=both]', /12[\s\S]*77/)
    await counts(page, `${box} [data-test=save]`, 0)
    await page.click('[data-test=both] button')
    await gone(page, '[role=dialog]')
    await becomes(() => value('writer_staff'), '12')
    await becomes(() => value('writer_desk'), '5')
  }],
]
export const pages = {}
