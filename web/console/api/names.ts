/** Names behind codes: read once for the session, and again where a code is not known yet. */
import { reactive } from 'vue'
import { may } from '@/session'
import { language } from '@/text'
import { get } from './client'
import type { Shape } from './shapes'

const MOST_PAGES = 10

interface Book {
  names: Record<string, string>
  began: boolean
}
const book = (): Book => reactive({ names: {}, began: false })
const outlets = book()
const teams = book()
const regions = book()
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
  void read().catch(() => (one.began = false))
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
export function outletChoices(): { code: string; name: string }[] {
  begin(outlets, 'outlet.read', readOutlets)
  return Object.entries(outlets.names).map(([code, name]) => ({ code, name }))
}
export function teamChoices(): { code: string; name: string }[] {
  begin(teams, 'ticket.read', readTeams)
  return Object.entries(teams.names).map(([code, name]) => ({ code, name }))
}

export function forgetNames(): void {
  for (const one of [outlets, teams]) Object.assign(one, { names: {}, began: false })
}
