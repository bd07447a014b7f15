/** Rules of one kind, as a table of what differs: how they are read and written, what their form asks, what their list shows. */
import type { RouteLocationRaw } from 'vue-router'
import type { Page } from '@/api/page'
import { Problem } from '@/api/client'
import type { Input, Values } from './inputs'
import type { Tone } from './tone'

export interface RecordColumn<R> {
  key: string
  title: string
  width: string
  show: (row: R) => string
  tone?: (row: R) => Tone
  to?: (row: R) => RouteLocationRaw
}

export interface RecordKind<R> {
  /** Under which drafts and columns are kept. */
  name: string
  title: string
  about?: string
  /** What a new one is called, in the button and over its form. */
  fresh: string
  empty: string
  /** Who may write. */
  right: string
  key: (row: R) => string
  call: (row: R) => string
  list: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<R>>
  /** Where the server gives them all as a file, and what of them it is asked. */
  file: string
  fileQuery?: () => Record<string, unknown>
  /** One as it is now. */
  find: (key: string) => Promise<R>
  /** What its form asks; of null: of a new one. */
  inputs: (row: R | null) => Input[]
  /** What a new one begins with. */
  begin?: Values
  /** What the form shows of one, where it is not the row itself. */
  shape?: (row: R) => Values
  columns: RecordColumn<R>[]
  create?: (body: Values) => Promise<unknown>
  change?: (key: string, body: Values, version: number | undefined, row: R) => Promise<unknown>
  remove?: (row: R) => Promise<unknown>
  /** What taking away is called here. */
  removes?: string
  /** Asked before it is taken away. */
  sure?: (row: R) => string
}

/** Where there is no address of one: found among all. */
export async function findIn<R>(all: Promise<Page<R>>, is: (row: R) => boolean): Promise<R> {
  const row = ((await all).items ?? []).find(is)
  if (!row) throw new Problem(404, { code: 'not_found' })
  return row
}
/** The choices of a code: its words, in their order. */
export const optionsOf = (codes: readonly string[], say: (code: string) => string) => codes.map((value) => ({ value, label: say(value) }))
