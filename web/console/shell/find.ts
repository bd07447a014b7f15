/** The one box: what was typed, resolved into parcels, tickets, claims and customers. */
import { get, Problem } from '@/api/client'
import type { Shape } from '@/api/shapes'
import { may } from '@/session'

export const MOST = 50
const AT_ONCE = 6
const ROWS = 50
const MOST_HINTS = 6

const sees = { waybills: 'waybill.read', tickets: 'ticket.read', claims: 'claim.read', customers: 'customer.read' } as const
export type Kind = keyof typeof sees

export interface Found {
  waybills: Shape<'Waybill'>[]
  tickets: Pick<Shape<'TicketRow'>, 'id' | 'no' | 'subject' | 'type' | 'due_at' | 'found'>[]
  claims: Pick<Shape<'ClaimRow'>, 'id' | 'no' | 'state'>[]
  customers: Shape<'Customer'>[]
  missing: string[]
  /** Of numbers that were not found: carriers whose numbers look so. */
  hints: { no: string; carriers: string[] }[]
  /** Of what was not found: among which lists it may be, and which of them one may not see. */
  sought: Kind[]
  unseen: Kind[]
  /** What was typed. */
  said: string
  cut: boolean
}

type WaybillQuery = { no?: string; phone?: string; phone_tail?: string; name?: string; order_no?: string }

async function waybills(query: WaybillQuery): Promise<Shape<'Waybill'>[]> {
  if (!may('waybill.read')) return []
  return ((await get('/api/v1/waybills', { query: { ...query, limit: ROWS } })).items ?? []) as Shape<'Waybill'>[]
}

async function customers(query: { phone?: string; phone_tail?: string; q?: string; code?: string }): Promise<Shape<'Customer'>[]> {
  if (!may('customer.read')) return []
  return ((await get('/api/v1/customers', { query: { ...query, limit: 20 } })).items ?? []) as Shape<'Customer'>[]
}

async function tickets(q: string): Promise<Found['tickets']> {
  if (!may('ticket.read')) return []
  return ((await get('/api/v1/tickets', { query: { q, limit: 20 } })).items ?? []) as Shape<'TicketRow'>[]
}

/** None where there is no such number, or it may not be seen. */
async function oneOrNone<T>(one: () => Promise<T>): Promise<T[]> {
  try {
    return [await one()]
  } catch (error) {
    if (error instanceof Problem && (error.status === 404 || error.status === 422)) return []
    throw error
  }
}

/** A word that is malformed as a number is none, not a failure. */
async function orNothing<T>(rows: Promise<T[]>): Promise<T[]> {
  try {
    return await rows
  } catch (error) {
    if (error instanceof Problem && error.status === 422) return []
    throw error
  }
}

async function findOne(word: string): Promise<Partial<Found>> {
  if (/^T\d{8}-\d+$/i.test(word)) {
    if (!may('ticket.read')) return {}
    return { tickets: await oneOrNone<Found['tickets'][number]>(async () => ({ ...(await get('/api/v1/ticket-numbers/{no}', { path: { no: word.toUpperCase() } })), found: null })) }
  }
  if (/^C\d{8}-\d+$/i.test(word)) {
    if (!may('claim.read')) return {}
    return { claims: await oneOrNone<Found['claims'][number]>(() => get('/api/v1/claim-numbers/{no}', { path: { no: word.toUpperCase() } })) }
  }
  if (/^\d{4}$/.test(word)) return { waybills: await waybills({ phone_tail: word }), customers: await customers({ phone_tail: word }) }
  const plain = /^[\w-]+$/.test(word)
  if (plain) {
    const byNumber = await orNothing(waybills({ no: word }))
    if (byNumber.length) return { waybills: byNumber }
    const byOrder = await orNothing(waybills({ order_no: word }))
    if (byOrder.length) return { waybills: byOrder }
  }
  if (/^\+?[\d -]{7,20}$/.test(word))
    /* A landline without its area code is found by the words of the index alone. */
    return { waybills: await orNothing(waybills({ phone: word })), customers: await orNothing(customers(/^[2-9](?:[ -]?\d){6,7}$/.test(word) ? { q: word } : { phone: word })) }
  const byCode = plain ? await orNothing(customers({ code: word })) : []
  if (byCode.length) return { customers: byCode }
  const [parcels, people, said] = await Promise.all([
    orNothing(waybills({ name: word })), orNothing(customers({ q: word })), orNothing(tickets(word)),
  ])
  return { waybills: parcels, customers: people, tickets: said }
}

/** Numbers are parted by blanks, commas or lines; a name with a blank in it is one word. */
export function wordsOf(typed: string): string[] {
  const parts = typed.split(/[\s,;，；、]+/).filter(Boolean)
  return parts.length > 1 && parts.every((part) => /\d/.test(part)) ? [...new Set(parts)] : [typed.trim()].filter(Boolean)
}

/** Whose the numbers may be that nobody has brought in. */
async function hintsOf(missing: string[]): Promise<Found['hints']> {
  if (!may('waybill.read')) return []
  const numbers = missing.filter((word) => /^(?=(?:.*\d){6})[\w-]{8,32}$/.test(word)).slice(0, MOST_HINTS)
  const asked = await Promise.all(numbers.map((no) => oneOrNone(() => get('/api/v1/numbers/{no}', { path: { no } }))))
  return asked.flat().filter(({ carriers }) => carriers?.length).map(({ no, carriers }) => ({ no: no ?? '', carriers: carriers ?? [] }))
}

/** Where a number says what it is of, only that is in question. */
function kindsOf(missing: string[]): Kind[] {
  const of = (word: string): Kind[] => (/^T\d{8}-\d+$/i.test(word) ? ['tickets'] : /^C\d{8}-\d+$/i.test(word) ? ['claims'] : ['waybills', 'tickets', 'customers'])
  return [...new Set(missing.flatMap(of))]
}

export async function find(typed: string): Promise<Found> {
  const all = wordsOf(typed)
  const asked = all.slice(0, MOST)
  const found: Found = { waybills: [], tickets: [], claims: [], customers: [], missing: [], hints: [], sought: [], unseen: [], said: typed, cut: all.length > MOST }
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    const group = asked.slice(from, from + AT_ONCE)
    const answers = await Promise.all(group.map(findOne))
    answers.forEach((answer, at) => {
      const { waybills: parcels = [], tickets: said = [], claims = [], customers: people = [] } = answer
      if (!parcels.length && !said.length && !claims.length && !people.length) found.missing.push(group[at] as string)
      found.waybills.push(...parcels)
      found.tickets.push(...said)
      found.claims.push(...claims)
      found.customers.push(...people)
    })
  }
  found.sought = kindsOf(found.missing)
  found.unseen = found.sought.filter((kind) => !may(sees[kind]))
  found.hints = await hintsOf(found.missing)
  return found
}
