/** A table that was mended or tried and not brought in yet, or of which rows were refused: kept while its page is left, until one signs out. */
import { watch } from 'vue'
import { me } from '@/session'
import type { Mapping } from './mapping'
import type { Tally, Target } from './run'
import type { Table } from './table'

export interface Begun {
  file: File | null
  table: Table
  target: Target
  mapping: Mapping
  mends: Mends
  tally: Tally | null
  /** Something was mended since it was brought in. */
  unsaved: boolean
  /** What the tally is of: written, or only tried; how many rows. */
  really: boolean
  of: number
}
/** Of a line of the file: what was typed over the value that all rows share, by its field. */
export type Mends = Map<number, Record<string, string>>

let begun: Begun | null = null
export const keep = (one: Begun): void => void (begun = one)
export function takeBack(): Begun | null {
  const one = begun
  begun = null
  return one
}
watch(() => me.value?.login, () => (begun = null))
