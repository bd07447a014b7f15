/** The desk's states and the moves between them: read once for a page. */
import { shallowRef } from 'vue'
import { get } from '@/api/client'
import type { Shape } from '@/api/shapes'
import { language } from '@/text'

const states = shallowRef<Shape<'TicketState'>[]>([])
const moves = shallowRef<Shape<'TicketTransition'>[]>([])

export async function readStates(): Promise<void> {
  const [all, steps] = await Promise.all([get('/api/v1/desk/states'), get('/api/v1/desk/transitions')])
  states.value = (all.items ?? []) as Shape<'TicketState'>[]
  moves.value = (steps.items ?? []) as Shape<'TicketTransition'>[]
}
export const allStates = states
export const movesFrom = (state: string | null | undefined) => moves.value.filter((move) => move.from_state === state)
export const stateOf = (code: string | null | undefined) => states.value.find((one) => one.code === code)
export function stateName(code: string | null | undefined): string {
  const state = stateOf(code)
  if (!state) return code || '—'
  return (language() === 'zh' ? state.name_zh : state.name_en) || state.code
}
