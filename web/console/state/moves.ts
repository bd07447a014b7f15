/** Which moves there are between states, and by what right: as the server judges it (src/desk/state.c). */
import { get } from '@/api/client'
import type { Shape } from '@/api/shapes'

export type State = Shape<'TicketState'>
export type Move = Shape<'TicketTransition'>
export interface Table {
  states: State[]
  moves: Move[]
}

export async function readTable(): Promise<Table> {
  const [states, moves] = await Promise.all([get('/api/v1/desk/states'), get('/api/v1/desk/transitions')])
  return { states: (states.items ?? []) as State[], moves: (moves.items ?? []) as Move[] }
}
export const moveOf = ({ moves }: Table, from: string, to: string) => moves.find((one) => one.from_state === from && one.to_state === to)

/** The code whose moves a state has: its own, where it has any, else that of its type. */
export const moverOf = ({ moves }: Table, state: State) => (moves.some((one) => one.from_state === state.code || one.to_state === state.code) ? state.code : state.type)

export interface Cell {
  /** The right that it needs; null: there is no such move. */
  needs: string | null
  /** It is there because the types of the states have it. */
  inherited: boolean
  /** Of the move itself; 0: there is none. */
  version: number
}
export function cellOf(table: Table, from: State, to: State): Cell {
  const own = moveOf(table, from.code, to.code)
  if (own) return { needs: own.needs, inherited: false, version: own.version ?? 0 }
  const [a, b] = [moverOf(table, from), moverOf(table, to)]
  if (from.type === to.type && a === b) return { needs: 'ticket.write', inherited: true, version: 0 }
  const like = moveOf(table, a, b)
  return { needs: like?.needs ?? null, inherited: !!like, version: 0 }
}

/** Where a ticket of whichever kind goes that moves to a type by itself. */
export const isFirst = (states: State[], state: State) => !state.closed && states.find((one) => one.type === state.type && !one.closed && !one.kind)?.code === state.code
