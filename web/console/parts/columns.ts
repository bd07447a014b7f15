/** The columns of a list: by which the server sorts, and which one wants, remembered in this browser. */
import { ref, watch, type Ref } from 'vue'

/** Under which names the server sorts by a column: those that there are, in the order in which clicks come to them. */
export interface Sorts {
  ascending?: string
  descending?: string
}
export interface Column {
  key: string
  title: string
  width: string
  sort?: Sorts | undefined
  /** Where it stands in a row of two lines, where the screen is too narrow for columns; those without a place are left out there. */
  card?: 'pick' | 'main' | 'figure' | 'about' | 'state' | undefined
}

/** A column by whose name the server sorts both ways. */
export const sortsBy = (name: string): Sorts => ({ ascending: name, descending: `-${name}` })

const sorted = (column: Column) => Object.entries(column.sort ?? {}) as ['ascending' | 'descending', string][]

/** How a list is sorted by a column when this stands in the address. */
export function sortedAs(column: Column, sort: unknown): 'ascending' | 'descending' | 'none' {
  return sorted(column).find(([, name]) => name === sort)?.[0] ?? 'none'
}

/** What a click on its head makes of it; undefined: the list's own order. */
export function turned(column: Column, sort: unknown): string | undefined {
  const ways = sorted(column)
  return ways[ways.findIndex(([, name]) => name === sort) + 1]?.[1]
}

/** The column that stays in sight where a list is wider than its page: the first that says what a row is, unless it would take most of the room. */
export function pinnedOf(columns: Column[]): Column | undefined {
  const first = columns.find((column) => parseInt(column.width) > 40)
  return first && parseInt(first.width) <= 190 ? first : undefined
}

export function useHidden(name: string): Ref<string[]> {
  const kept = `parceldesk.columns.${name}`
  let first: string[] = []
  try {
    const read: unknown = JSON.parse(localStorage.getItem(kept) ?? '[]')
    if (Array.isArray(read)) first = read.map(String)
  } catch {
    /* what is not ours is passed over */
  }
  const hidden = ref(first)
  watch(hidden, (value) => localStorage.setItem(kept, JSON.stringify(value)))
  return hidden
}
