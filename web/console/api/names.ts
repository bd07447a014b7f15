/** Names behind codes: read once for the session, and again where a code is not known yet. */
import { reactive } from 'vue'
import { may } from '@/session'
import { language } from '@/text'
import { get } from './client'
import type { Shape } from './shapes'

const MOST_PAGES = 10
const MOST_NAMES = 100
/** What a page shows at once is asked for at once. */
const GATHER_MS = 20
/** What could not be read is asked for again after a while, not at once and for ever. */
const AGAIN_MS = 10_000

interface Book {
  names: Record<string, string>
  began: boolean
}
const book = (): Book => reactive({ names: {}, began: false })
const outlets = book()
const teams = book()
const regions = book()
const products = book()
const english: Record<string, string> = reactive({})

async function readOutlets(): Promise<void> {
  let cursor: string | undefined
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await get('/api/v1/outlets', { query: { limit: 200, cursor } })
    for (const one of (answer.items ?? []) as Shape<'Outlet'>[]) outlets.names[one.code] = one.name
    if (!answer.next) return
    cursor = answer.next
  }
}
async function readTeams(): Promise<void> {
  const answer = await get('/api/v1/teams')
  for (const one of (answer.items ?? []) as Shape<'Team'>[]) teams.names[one.code] = one.name
}

async function readProducts(): Promise<void> {
  const answer = await get('/api/v1/products')
  for (const one of (answer.items ?? []) as Shape<'Product'>[]) products.names[one.code ?? ''] = one.name ?? ''
}

async function readRegions(): Promise<void> {
  const answer = await get('/api/v1/regions')
  for (const one of (answer.items ?? []) as Shape<'Region'>[]) {
    regions.names[one.code ?? ''] = one.name ?? ''
    english[one.code ?? ''] = one.english ?? ''
  }
}

function begin(one: Book, right: string | undefined, read: () => Promise<void>): void {
  if (one.began || !may(right)) return
  one.began = true
  void read().catch(() => setTimeout(() => (one.began = false), AGAIN_MS))
}

/** "浦东网点"; the code itself where its name may not be seen. */
export function outletName(code: string | null | undefined): string {
  begin(outlets, 'outlet.read', readOutlets)
  return code ? (outlets.names[code] ?? code) : '—'
}
export function teamName(code: string | null | undefined): string {
  begin(teams, 'ticket.read', readTeams)
  return code ? (teams.names[code] ?? code) : '—'
}
export function productName(code: string | null | undefined): string {
  begin(products, 'promise.read', readProducts)
  return code ? products.names[code] || code : '—'
}
/** What a region is called in the language that is read; a county by its prefecture, or its province. */
export function regionName(code: string | null | undefined): string {
  begin(regions, undefined, readRegions)
  const names = language() === 'zh' ? regions.names : english
  if (!code || !/^\d{6}$/.test(code)) return code || '—'
  return names[code] ?? names[`${code.slice(0, 4)}00`] ?? names[`${code.slice(0, 2)}0000`] ?? code
}
/** "440000>310000", or two codes: "广东 → 上海". */
export const laneName = (from: string | null | undefined, to?: string | null): string => {
  const [origin, destination] = to === undefined ? (from ?? '').split('>') : [from, to]
  return origin || destination ? `${regionName(origin)} → ${regionName(destination)}` : '—'
}
const people: Record<string, string> = reactive({})
const staff = book()
const asked = new Set<string>()
let wanted: string[] = []

function keepPeople(found: Shape<'Colleague'>[]): void {
  for (const one of found) for (const key of [one.login, one.id]) if (key) people[key] = one.name || one.login || key
}
async function readPeople(): Promise<void> {
  const all = wanted
  wanted = []
  for (let from = 0; from < all.length; from += MOST_NAMES) {
    const who = all.slice(from, from + MOST_NAMES)
    const found = await get('/api/v1/colleagues', { query: { who: who.join(';') } }).catch(() => null)
    if (found) keepPeople((found.items ?? []) as Shape<'Colleague'>[])
    else for (const one of who) asked.delete(one)
  }
}
async function readStaff(): Promise<void> {
  let cursor: string | undefined
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await get('/api/v1/colleagues', { query: { limit: 200, cursor } })
    for (const one of (answer.items ?? []) as Shape<'Colleague'>[]) staff.names[one.login ?? ''] = one.name || one.login || ''
    if (!answer.next) return
    cursor = answer.next
  }
}
/** "李娜" for a login, or the id of an account; what it is given where there is no name, or it may not be seen. */
export function personName(who: string | null | undefined): string {
  if (!who) return '—'
  if (!asked.has(who) && /^[\w.@-]{2,64}$/.test(who)) {
    asked.add(who)
    if (wanted.push(who) === 1) setTimeout(() => void readPeople(), GATHER_MS)
  }
  return people[who] ?? who
}
export function personChoices(): { code: string; name: string }[] {
  begin(staff, undefined, readStaff)
  return Object.entries(staff.names).map(([code, name]) => ({ code, name }))
}
/** A place of a lane: "*" is any. */
export const laneCodeName = (code: string | null | undefined): string => (code === '*' ? '*' : regionName(code))
export function regionChoices(): { code: string; name: string }[] {
  begin(regions, undefined, readRegions)
  return Object.entries(language() === 'zh' ? regions.names : english).map(([code, name]) => ({ code, name }))
}
export function outletChoices(): { code: string; name: string }[] {
  begin(outlets, 'outlet.read', readOutlets)
  return Object.entries(outlets.names).map(([code, name]) => ({ code, name }))
}
export function teamChoices(): { code: string; name: string }[] {
  begin(teams, 'ticket.read', readTeams)
  return Object.entries(teams.names).map(([code, name]) => ({ code, name }))
}

export function forgetNames(): void {
  for (const one of [outlets, teams, staff, products]) Object.assign(one, { names: {}, began: false })
  for (const key of Object.keys(people)) delete people[key]
  asked.clear()
}
