/** Names behind codes: read once for the session, and again where a code is not known yet. */
import { reactive } from 'vue'
import { may } from '@/session'
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

function begin(one: Book, right: string, read: () => Promise<void>): void {
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
