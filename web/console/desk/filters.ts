/** The times that lists of tickets are narrowed to: the first and the last day on the screen, instants for the server. */
import { DAY_MS, dateMs, dateText, dayAfter, instantOf } from '@/zone'

export const asked = ['opened_from', 'opened_until', 'due_from', 'due_until'] as const
/** Figures lead to these. */
export const counted = ['answered_from', 'answered_until', 'resolved_from', 'resolved_until'] as const
const isLast = (name: string) => name.endsWith('until')

function each<T extends object>(filter: T, change: (name: string, text: string) => string): T {
  const times = [...asked, ...counted].flatMap((name) => {
    const text = (filter as Record<string, unknown>)[name]
    return typeof text === 'string' && text ? [[name, change(name, text)]] : []
  })
  return { ...filter, ...Object.fromEntries(times) as object }
}
/** Days as instants: the last day is in it. */
export const toInstants = <T extends object>(filter: T): T => each(filter, (name, day) => (day.length > 10 ? day : instantOf(`${isLast(name) ? dayAfter(day) : day}T00:00`)))
/** Instants as days. */
export const toDays = <T extends object>(filter: T): T => each(filter, (name, at) => (isLast(name) ? dateText(dateMs(at.slice(0, 10)) - DAY_MS) : at.slice(0, 10)))
