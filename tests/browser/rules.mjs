/** What the company decides about its service: every page of rules, from opening to done. */
import { box, done, open, save } from './box.mjs'
import { asker, signedInAs } from './given.mjs'
import { becomes, counts, fieldHas, follow, gone, hold, meanwhile, openPage, says, settled, shows } from './suite.mjs'

const row = (text) => `[role=rowgroup] [role=row]:has-text("${text}")`
async function begin(world, path) {
  await open(world, path)
  await world.page.click('[data-test=new]')
  await shows(world.page, `${box} form`)
}
/** Opens the form of the row that says this. */
async function change(page, text) {
  await page.click(`${row(text)} [data-test=edit]`)
  await shows(page, `${box} form`)
}
/** Saves what is open and waits until the form is gone. */
/** Takes away the row that says this. */
async function remove(page, text) {
  await page.click(`${row(text)} [data-test=remove]`)
  await page.click(`${box} [data-test=sure]`)
  await gone(page, '[role=dialog]')
  await counts(page, row(text), 0)
}

export const steps = [
  ['the rules are found from the navigation, and each page leads back', async (world) => {
    const { page } = world
    await open(world, '/')
    await follow(page, 'nav a[href="/console/policy"]', '**/policy')
    await follow(page, 'main a[href="/console/policy/levels"]', '**/policy/levels')
    await says(page, 'main h1', '服务时限')
    await follow(page, 'main .head a[href="/console/policy"]', '**/policy')
  }],
  ['a service level is entered, changed beside what a colleague changed, and taken out of force', async (world) => {
    const { page, site, assert } = world
    const ask = asker(page, site.url)
    const path = '/desk/policies/rules-vip'
    await begin(world, '/policy/levels')
    await page.fill(`${box} [name=code]`, 'rules-vip')
    await page.selectOption(`${box} [name=clock]`, 'first_response')
    await page.fill(`${box} [name=minutes]`, '90')
    await page.selectOption(`${box} [name="minutes.unit"]`, '1')
    await page.selectOption(`${box} [name=tier]`, 'vip')
    await page.selectOption(`${box} [name=calendar]`, 'cn')
    await done(page)
    await says(page, row('rules-vip'), /首次响应[\s\S]*贵宾[\s\S]*90分钟[\s\S]*中国大陆/)
    await change(page, 'rules-vip')
    await page.fill(`${box} [name=minutes]`, '2')
    await page.selectOption(`${box} [name="minutes.unit"]`, '60')
    await meanwhile(page, `**/api/v1${path}`, 'PUT', async () => {
      const { version, tier, pauses, calendar } = await ask('get', path)
      await ask('put', path, { tier, pauses, calendar, minutes: 45 }, version)
    })
    await save(page)
    await says(page, '[data-test=both]', /2小时[\s\S]*45分钟/)
    await page.click('[data-test=both] button')
    await says(page, row('rules-vip'), '2小时')
    const kept = await ask('get', path)
    assert.deepEqual([kept.minutes, kept.tier, kept.calendar, kept.version], [120, 'vip', 'cn', 3])
    await remove(page, 'rules-vip')
  }],
  ['a service level that cannot be is refused in words, and what was written stays', async (world) => {
    const { page } = world
    await begin(world, '/policy/levels')
    await page.fill(`${box} [name=code]`, 'appeal')
    await page.fill(`${box} [name=minutes]`, '5')
    await save(page)
    await shows(page, `${box} [role=alert]`)
    await page.click(`${box} .el-dialog__headerbtn`)
    await gone(page, '[role=dialog]')
    await begin(world, '/policy/levels')
    await shows(page, `${box} form [role=status]`)
    await page.click(`${box} form [role=status] button`)
  }],
  ['of two rules that are opened the later one is in the form, however late the first one comes', async (world) => {
    const { page } = world
    await open(world, '/policy/levels')
    const held = await hold(page, '**/api/v1/desk/policies/appeal')
    await page.click(`${row('appeal')} [data-test=edit]`)
    await held.until(1)
    await change(page, 'handoff')
    await held.release()
    await settled(page)
    await fieldHas(page, `${box} [name=code]`, 'handoff')
    await says(page, `${box} .el-dialog__title`, /^协同/)
    await page.click(`${box} .el-dialog__headerbtn`)
    await gone(page, '[role=dialog]')
  }],
  ['a team gets a member with a skill, and a rule routes to it', async (world) => {
    const { page, site, assert } = world
    const ask = asker(page, site.url)
    await ask('post', '/people', { login: 'rules.agent', name: '规小则', roles: ['agent'] })
    await begin(world, '/policy/teams')
    await page.fill(`${box} [name=code]`, 'rules')
    await page.fill(`${box} [name=name]`, '规则组')
    await page.fill(`${box} [name=skills]`, 'claims\nenglish')
    await done(page)
    await says(page, row('规则组'), 'claims · english')
    await follow(page, `${row('规则组')} a[href="/console/policy/teams/rules"]`, '**/policy/teams/rules')
    await page.click('[data-test=new]')
    await page.fill(`${box} [name=login]`, 'rules.agent')
    await page.check(`${box} [name=lead]`)
    await page.fill(`${box} [name=skills]`, '德语')
    await done(page)
    await says(page, row('德语'), '组长')
    await change(page, '德语')
    await page.fill(`${box} [name=skills]`, '德语\n法语')
    await done(page)
    await says(page, row('法语'), '德语 · 法语')

    await begin(world, '/policy/routes')
    await page.fill(`${box} [name=code]`, 'rules-german')
    await page.fill(`${box} [name=position]`, '5')
    await page.selectOption(`${box} [name=team]`, 'rules')
    await page.selectOption(`${box} [name=kind]`, 'inquiry')
    await page.fill(`${box} [name=region]`, '31')
    await page.fill(`${box} [name=skills]`, '德语')
    await done(page)
    await says(page, row('rules-german'), /咨询 · 上海[\s\S]*规则组[\s\S]*德语/)
    await change(page, 'rules-german')
    await page.fill(`${box} [name=position]`, '7')
    await done(page)
    await says(page, row('rules-german'), '7')
    const { position, region, skills } = await ask('get', '/desk/routes/rules-german')
    assert.deepEqual([position, region, skills], [7, '31', ['德语']])
    await remove(page, 'rules-german')
    await open(world, '/policy/teams/rules')
    await remove(page, '德语')
  }],
  ['what somebody may hold is decided, and what a chat weighs', async (world) => {
    const { page, site, assert } = world
    const ask = asker(page, site.url)
    const other = await signedInAs(page, site, 'rules.there', ['agent'])
    await asker(other, site.url)('put', '/desk/presence', { status: 'available' })
    await ask('post', '/teams', { code: 'rules-2', name: '规则二组' })
    await ask('put', '/teams/rules-2/members/rules.there', {})
    await open(world, '/policy/agents')
    await change(page, 'rules.there')
    await page.fill(`${box} [name=capacity]`, '7')
    await done(page)
    await says(page, row('rules.there'), /0 \/ 7[\s\S]*单独规定/)
    const chat = async () => (await ask('get', '/desk/channel-weights')).items.find(({ channel }) => channel === 'web_chat')
    const { version } = await chat()
    await page.fill('[name="weight.web_chat"]', '3')
    await meanwhile(page, '**/api/v1/desk/channel-weights/web_chat', 'PUT', () => ask('put', '/desk/channel-weights/web_chat', { weight: 4 }, version))
    await page.keyboard.press('Enter')
    await says(page, '[data-test=channel-weights] [data-test=conflict]', /3[\s\S]*4/)
    await page.click('[data-test=conflict] button')
    await says(page, '[data-test=channel-weights] .said', '在线')
    const kept = await chat()
    assert.deepEqual([kept.weight, kept.version], [3, version + 2])
    await ask('put', '/desk/channel-weights/web_chat', { weight: 1 }, kept.version)
    await asker(other, site.url)('put', '/desk/presence', { status: 'offline' })
    await page.click(`${row('rules.there')} [data-test=remove]`)
    await page.click(`${box} [data-test=sure]`)
    await says(page, 'main > .page > .said', '取回 0 张')
    await open({ ...world, page: other }, '/policy/levels')
    await counts(other, '[data-test=new]', 0)
    await counts(other, '[data-test=edit]', 0)
    await open({ ...world, page: other }, '/policy/agents')
    await shows(other, 'main .problem')
    await other.context().close()
  }],
  ['a cause of complaints is entered, renamed and closed, and a weight is added, changed and taken away', async (world) => {
    const { page, site, assert } = world
    const ask = asker(page, site.url)
    await begin(world, '/policy/reasons')
    await page.fill(`${box} [name=code]`, 'rules_cause')
    await page.selectOption(`${box} [name=category]`, 'delay')
    await page.fill(`${box} [name=name_zh]`, '规则试的原因')
    await page.fill(`${box} [name=name_en]`, 'A cause to try')
    await done(page)
    await says(page, row('rules_cause'), /规则试的原因[\s\S]*延误[\s\S]*使用中/)
    await change(page, 'rules_cause')
    await page.fill(`${box} [name=name_zh]`, '规则改的原因')
    await page.check(`${box} [name=closed]`)
    await meanwhile(page, '**/api/v1/complaint-causes/rules_cause', 'PUT', () => ask('put', '/complaint-causes/rules_cause', { category: 'delay', name_zh: '同事改的', name_en: 'A colleague’s' }, 1))
    await save(page)
    await says(page, '[data-test=both]', /规则改的原因[\s\S]*同事改的/)
    await page.click('[data-test=both] button')
    await says(page, row('rules_cause'), /规则改的原因[\s\S]*已停用/)

    await begin(world, '/policy/weights')
    await page.selectOption(`${box} [name=factor]`, 'age')
    await page.fill(`${box} [name=hours]`, '777')
    await page.fill(`${box} [name=weight]`, '1.7')
    await done(page)
    await says(page, row('777'), '× 1.7')
    await change(page, '777')
    await page.fill(`${box} [name=weight]`, '2.25')
    await meanwhile(page, '**/api/v1/complaint-weights', 'PUT', async () => {
      const { version } = (await ask('get', '/complaint-weights')).items.find(({ at }) => at === 777)
      await ask('put', '/complaint-weights', { factor: 'age', at: 777, weight: 190 }, version)
    })
    await save(page)
    await says(page, '[data-test=both]', /2\.25[\s\S]*1\.9/)
    await page.click('[data-test=both] button')
    await gone(page, '[role=dialog]')
    await says(page, row('777'), '× 2.25')
    await page.click('[data-test=new]')
    await page.selectOption(`${box} [name=factor]`, 'value')
    await page.fill(`${box} [name=value]`, '88')
    await page.fill(`${box} [name=weight]`, '1.1')
    await done(page)
    const { items } = await ask('get', '/complaint-weights')
    assert.deepEqual(items.filter(({ at }) => at === 777 || at === 8800).map(({ weight }) => weight).sort(), [110, 225])
    await remove(page, '777')
    await remove(page, '88.00')
  }],
  ['a field of customers is declared, relabelled and retired', async (world) => {
    const { page, site, assert } = world
    await begin(world, '/policy/fields')
    await page.fill(`${box} [name=name]`, 'rules_level')
    await page.selectOption(`${box} [name=kind]`, 'choice')
    await page.fill(`${box} [name=zh]`, '合作深度')
    await page.fill(`${box} [name=en]`, 'Depth')
    await page.fill(`${box} [name=options]`, '浅\n深')
    await done(page)
    await says(page, row('rules_level'), /合作深度[\s\S]*选项[\s\S]*浅 · 深/)
    await change(page, 'rules_level')
    await page.fill(`${box} [name=zh]`, '合作程度')
    await page.check(`${box} [name=retired]`)
    await done(page)
    await says(page, row('rules_level'), /合作程度[\s\S]*已停填/)
    const { items } = await asker(page, site.url)('get', '/customer-fields')
    assert.deepEqual(items.find(({ name }) => name === 'rules_level').options, ['浅', '深'])
  }],
  ['a macro is written and changed; a placeholder that there is none of is refused', async (world) => {
    const { page } = world
    await begin(world, '/policy/macros')
    await page.fill(`${box} [name=name_zh]`, '规则试的宏')
    await page.fill(`${box} [name=name_en]`, 'A macro to try')
    await page.selectOption(`${box} [name=scope]`, 'all')
    await page.fill(`${box} [name=reply_zh]`, '您好，{nobody}')
    await save(page)
    await says(page, `${box} [role=alert]`, '中文答复')
    await page.fill(`${box} [name=reply_zh]`, '{contact_name}，您好')
    await page.fill(`${box} [name=add_tags]`, '已安抚')
    await done(page)
    await says(page, row('规则试的宏'), /所有人[\s\S]*答复客户 · 改标签/)
    await change(page, '规则试的宏')
    await page.check(`${box} [name=closed]`)
    await done(page)
    await counts(page, row('规则试的宏'), 0)
    await page.check('[name=closed-ones]')
    await says(page, row('规则试的宏'), '第 2 版')
    await page.click(`${row('规则试的宏')} a[href*=versions]`)
    await counts(page, '[data-test=versions] li', 2)
    await says(page, '[data-test=versions] li:first-child', /停用，不再列出[\s\S]*否[\s\S]*是/)
    await says(page, '[data-test=versions] li:last-child', '{contact_name}，您好')
    await world.quiet(page)
    await world.shoot(page, 'macro-versions-1440')
    await page.keyboard.press('Escape')
    await gone(page, '[data-test=versions]')
  }],
  ['claim rules are drafted, tried on a case beside those in force, changed and published', async (world) => {
    const { page, site } = world
    const ask = asker(page, site.url)
    await begin(world, '/policy/rulesets')
    await page.fill(`${box} [name=why]`, '规则试的草稿')
    await done(page)
    await follow(page, `${row('规则试的草稿')} a`, '**/policy/rulesets/*')
    const number = page.url().split('/').pop()
    await says(page, '[data-test=state]', '草稿')
    await page.click('[data-test=edit]')
    await page.fill(`${box} [name=text]`, 'rule broken\n  when nonsense')
    await save(page)
    await shows(page, `${box} [role=alert]`)
    const { text } = await ask('get', `/claim-rules/${number}`)
    await page.fill(`${box} [name=text]`, `rule rules-flat\n  zh 一律赔十元\n  en Ten yuan always\n  cite 试\n  amount 1000\n${text}`)
    await done(page)
    await says(page, 'main pre', 'rules-flat')
    await page.fill('[data-test=trial] [name=demanded]', '300')
    await page.fill('[data-test=trial] [name=actual_loss]', '200')
    await page.click('[data-test=try]')
    await says(page, '[data-test=tried]', /¥10.00[\s\S]*现行第 \d+ 版[\s\S]*一律赔十元/)
    await page.click('[data-test=publish]')
    await page.fill(`${box} [name=effective_at]`, '2099-01-01T00:00')
    await done(page)
    await says(page, '[data-test=state]', '已发布')
    await counts(page, '[data-test=edit]', 0)
  }],
  ['a case that lacks what a rule needs says which field and which rule, and what was shipped is said in Chinese', async (world) => {
    const { page } = world
    await open(world, '/policy/rulesets/1')
    await says(page, 'main', /随程序提供[\s\S]*系统/)
    await page.selectOption('[data-test=trial] [name=kind]', 'loss')
    await page.click('[data-test=try]')
    await says(page, '[data-test=trial] [role=alert]', '目的地市价: 规则“uninsured-total”需要此项')
  }],
  ['a notice template is written with its preview, changed beside a colleague’s change, and kept in versions', async (world) => {
    const { page, site, assert } = world
    const ask = asker(page, site.url)
    await open(world, '/policy/templates?fact=claim.closed')
    await page.click('[data-test=new]')
    await page.selectOption(`${box} [name=fact]`, 'claim.closed')
    await page.selectOption(`${box} [name=language]`, 'en')
    await page.selectOption(`${box} [name=channel]`, 'email')
    await page.fill(`${box} [name=subject]`, 'Claim {{claim}}')
    await page.fill(`${box} [name=body]`, 'Settled: {{claim}}, says {{nobody}}.')
    await says(page, '[data-test=preview]', /nobody[\s\S]*Settled: C20261122-000001/)
    await save(page)
    await shows(page, `${box} [role=alert]`)
    await page.fill(`${box} [name=body]`, 'Settled: {{claim}}. Rules suite.')
    await done(page)
    await says(page, row('Rules suite'), /理赔结案[\s\S]*客户[\s\S]*邮件[\s\S]*英文[\s\S]*已停用/)
    await change(page, 'Rules suite')
    await page.fill(`${box} [name=body]`, 'Paid: {{claim}}. Rules suite.')
    await page.fill(`${box} [name=why]`, '规则试改的')
    await meanwhile(page, '**/api/v1/notice-templates/*', 'PUT', async (url) => {
      const path = new URL(url).pathname.replace('/api/v1', '')
      await ask('put', path, { purpose: 'service', subject: 'Theirs', body: 'Theirs.' }, 1)
    })
    await save(page)
    await says(page, '[data-test=both]', /Paid: [\s\S]*Theirs\./)
    await page.click('[data-test=both] button')
    await says(page, row('Rules suite'), 'Paid: ')
    await change(page, 'Rules suite')
    await says(page, '[data-test=preview] summary', '3')
    await page.click('[data-test=preview] summary')
    await says(page, '[data-test=preview] li', '规则试改的')
    await fieldHas(page, `${box} [name=why]`, '')
    const { items } = await ask('get', '/notice-templates?fact=claim.closed')
    assert.equal(items.find(({ body }) => body.includes('Rules suite')).version, 3)
  }],
  ['a promise of the service statement is entered, and stands in public beside how it was kept', async (world) => {
    const { page, site, browser } = world
    const ask = asker(page, site.url)
    await begin(world, '/policy/pledges')
    await page.fill(`${box} [name=code]`, 'rules-fast')
    await page.fill(`${box} [name=zh]`, '揽收后三天内送到您手上。')
    await page.fill(`${box} [name=en]`, 'In your hands within three days.')
    await page.selectOption(`${box} [name=figure]`, 'hours72')
    await page.fill(`${box} [name=target]`, '62.5')
    await page.fill(`${box} [name=least]`, '1')
    await done(page)
    await says(page, row('rules-fast'), '≥ 62.5%')
    const { target, share, behind } = await ask('get', '/pledges/rules-fast')
    await becomes(() => target, 0.625)
    const visitor = await openPage(browser, { viewport: { width: 390, height: 844 }, javaScriptEnabled: false })
    await visitor.goto(`${site.url}/k/service-promise?lang=en`)
    const one = '.pledges li:has-text("In your hands within three days.")'
    const tenths = (Math.floor((Math.round(share * behind) * 1000) / behind) / 10).toFixed(1)
    await says(visitor, `${one} .kept`, behind ? `${tenths}% ${share >= target ? 'Reached' : 'Not reached'} · Target: at least 62.5%` : 'Too few')
    await says(visitor, `${one} .basis`, behind ? `${behind} parcels` : '72-hour rate')
    await visitor.goto(`${site.url}/k/service-promise?lang=zh`)
    await says(visitor, '.pledges', '揽收后三天内送到您手上。')
    await change(page, 'rules-fast')
    await page.fill(`${box} [name=least]`, '1000000')
    await done(page)
    await visitor.goto(`${site.url}/k/service-promise?lang=en`)
    await says(visitor, `${one} .kept`, 'Too few in this period to tell.')
    await becomes(async () => /%/.test(await visitor.textContent(`${one} .kept`)), false)
    await remove(page, 'rules-fast')
    await visitor.goto(`${site.url}/k/service-promise?lang=en`)
    await becomes(() => visitor.locator(one).count(), 0)
    await visitor.context().close()
  }],
]

export const pages = {
  pledges: () => '/policy/pledges',
  pledge: () => '/policy/pledges?edit=on-time',
  policy: () => '/policy',
  levels: () => '/policy/levels',
  level: () => '/policy/levels?edit=appeal',
  routes: () => '/policy/routes',
  teams: () => '/policy/teams',
  agents: () => '/policy/agents',
  reasons: () => '/policy/reasons',
  weights: () => '/policy/weights',
  weight: () => '/policy/weights?new=1',
  fields: () => '/policy/fields?new=1',
  macros: () => '/policy/macros?new=1',
  rulesets: () => '/policy/rulesets',
  ruleset: () => '/policy/rulesets/1',
  templates: () => '/policy/templates',
  template: () => '/policy/templates?new=1',
}
