/** Rows on their way to the server, a piece at a time: tried or taken. */
import { Problem, sendText } from '@/api/client'
import { csvLine } from '@/parts/csv'

export interface Row {
  line: number
  cells: string[]
}
export interface Rejected extends Row {
  field: string
  reason: string
}
export interface Tally {
  read: number
  created: number
  changed: number
  unchanged: number
  duplicate: number
  quarantined: number
  /** Of a dry run by who may not be told what rows would change. */
  taken: number
  rejected: Rejected[]
}
export const none = (): Tally => ({ read: 0, created: 0, changed: 0, unchanged: 0, duplicate: 0, quarantined: 0, taken: 0, rejected: [] })

export const targets = ['waybills', 'scans', 'customers', 'products', 'lanes'] as const
export type Target = (typeof targets)[number]
export const needs: Record<Target, string> = { waybills: 'waybill.write', scans: 'scan.write', customers: 'customer.write', products: 'promise.write', lanes: 'promise.write' }
const trials = { waybills: '/api/v1/waybills/trial', scans: '/api/v1/scans/trial', customers: '/api/v1/customers/trial', products: '/api/v1/products/trial', lanes: '/api/v1/lanes/trial' } as const
const takers = { waybills: '/api/v1/waybills', customers: '/api/v1/customers', products: '/api/v1/products/import', lanes: '/api/v1/lanes/import' } as const
/** Of events the server names a hundred refused rows of a body. */
const PIECE = { waybills: 1000, scans: 100, customers: 1000, products: 500, lanes: 500 }

const body = (fields: string[], rows: Row[]) => [fields, ...rows.map((row) => row.cells)].map(csvLine).join('')
/** Row 1 of a body is its header; a cell with a line break in it makes lines more than rows. */
function rowAt(rows: Row[], line: number): Row | undefined {
  let at = 2
  for (const row of rows) {
    const lines = 1 + row.cells.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0)
    if (line >= at && line < at + lines) return row
    at += lines
  }
  return undefined
}
const refusal = (rows: Row[], said: { row?: number | null; field?: string | null; reason?: string | null }): Rejected => ({
  ...(rowAt(rows, said.row ?? 0) ?? { line: 0, cells: [] }), field: said.field ?? '', reason: said.reason ?? '',
})

/** What the first rows would become: of each its outcome and its values as the server understood them. */
export async function preview(target: Target, fields: string[], rows: Row[], signal: AbortSignal) {
  const answer = await sendText(trials[target], 'text/csv', body(fields, rows), { query: { shown: rows.length }, signal })
  return (answer.rows ?? []).map((one) => ({ ...one, given: rowAt(rows, one.row ?? 0) }))
}

async function tryPiece(target: Target, fields: string[], rows: Row[], tally: Tally, signal: AbortSignal): Promise<void> {
  const answer = await sendText(trials[target], 'text/csv', body(fields, rows), { signal })
  for (const name of ['created', 'changed', 'unchanged', 'duplicate', 'quarantined', 'taken'] as const) tally[name] += answer[name] ?? 0
  tally.rejected.push(...(answer.rows ?? []).filter((one) => one.outcome === 'rejected').map((one) => refusal(rows, one)))
}
async function takePiece(target: Target, fields: string[], rows: Row[], tally: Tally, signal: AbortSignal): Promise<void> {
  if (target === 'scans') {
    const answer = await sendText('/api/v1/scans', 'text/csv', body(fields, rows), { signal, headers: { Prefer: 'wait' } })
    tally.duplicate += answer.duplicate ?? 0
    tally.quarantined += answer.quarantined ?? 0
    tally.created += (answer.accepted ?? 0) - (answer.duplicate ?? 0) - (answer.quarantined ?? 0)
    tally.rejected.push(...(answer.problems ?? []).map((one) => refusal(rows, one)))
    return
  }
  const answer = await sendText(takers[target], 'text/csv', body(fields, rows), { signal })
  for (const name of ['created', 'changed', 'unchanged'] as const) tally[name] += answer[name] ?? 0
  tally.rejected.push(...(answer.rejected ?? []).map((one) => refusal(rows, one)))
}

/** All of them; `told` after each piece. Ends early, without a failure, when the signal says so: the tally is of what was done. */
export async function send(target: Target, fields: string[], rows: Row[], really: boolean, told: (tally: Tally) => void, signal: AbortSignal): Promise<void> {
  const tally = none()
  for (let from = 0; from < rows.length && !signal.aborted; from += PIECE[target]) {
    const piece = rows.slice(from, from + PIECE[target])
    try {
      await (really ? takePiece : tryPiece)(target, fields, piece, tally, signal)
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof Problem) || error.status !== 429) throw error
      await new Promise((resolve) => setTimeout(resolve, 1000))
      from -= PIECE[target]
      continue
    }
    tally.read += piece.length
    told({ ...tally, rejected: [...tally.rejected] })
  }
}
