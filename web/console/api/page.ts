/** A list by keyset: the first page, more when asked, and again from the start when something changed. What lies far from what is looked at is forgotten and read again when it comes near, so that a long list takes no more room than a short one. */
import { ref, shallowRef, type Ref } from 'vue'
import { Problem } from './client'

export interface Page<T> {
  items?: T[] | null
  next?: string | null
}
export type Ask<T> = (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>

/** A page that was read: where it begins, how many rows it had, whether they are still here. */
interface Read {
  cursor: string | undefined
  from: number
  count: number
  here: boolean
}
/** Rows that are kept before and after those in sight. */
const KEPT = 500

export class Listing<T> {
  /** Rows that were forgotten are holes in it: only lists that are looked at through a window (`near`) have any. */
  readonly items: Ref<T[]> = shallowRef([])
  readonly next = ref<string | null>(null)
  readonly busy = ref(false)
  readonly loaded = ref(false)
  readonly problem = shallowRef<Problem | null>(null)
  /** Why rows that were forgotten are not read again: the others stand, and nothing more is asked until it is taken away. */
  readonly lost = shallowRef<Problem | null>(null)
  /** Something of it has changed since it was read. */
  readonly stale = ref(false)
  private controller: AbortController | undefined
  private pages: Read[] = []
  private filling = false

  constructor(private readonly ask: Ask<T>) {}

  async start(quietly = false): Promise<void> {
    if (!quietly) this.loaded.value = false
    await this.read(undefined, [])
  }

  async more(): Promise<void> {
    if (this.next.value && !this.busy.value) await this.read(this.next.value, this.pages)
  }

  /** The page that was read last anew, where it is the end that grows: what stands before it stays. */
  async again(): Promise<void> {
    await this.read(this.pages.at(-1)?.cursor, this.pages.slice(0, -1))
  }

  /** Rows `first` to `last` are in sight, and `held` has the focus: they are read again where they were forgotten, what is far from them is forgotten. */
  async near(first: number, last: number, held: number): Promise<void> {
    const within = (page: Read, low: number, high: number) => page.from < high && page.from + page.count > low
    for (const page of this.pages) {
      if (!page.here || within(page, first - KEPT, last + KEPT) || within(page, held, held + 1)) continue
      page.here = false
      this.items.value.fill(undefined as T, page.from, page.from + page.count)
    }
    const lacking = this.pages.find((page) => !page.here && within(page, first, last))
    if (lacking && !this.filling && !this.lost.value) await this.fill(lacking)
  }

  /** What is read follows these pages. */
  private async read(cursor: string | undefined, kept: Read[]): Promise<void> {
    this.controller?.abort()
    const controller = (this.controller = new AbortController())
    this.busy.value = true
    try {
      const page = await this.ask(cursor, controller.signal)
      if (this.controller !== controller) return
      const rows = page.items ?? []
      const before = this.items.value.slice(0, kept.reduce((sum, { count }) => sum + count, 0))
      this.pages = [...kept, { cursor, from: before.length, count: rows.length, here: true }]
      this.items.value = [...before, ...rows]
      this.next.value = page.next ?? null
      this.problem.value = null
      if (cursor === undefined) {
        this.lost.value = null
        this.stale.value = false
      }
      this.loaded.value = true
    } catch (error) {
      if (this.controller !== controller) return
      this.problem.value = asProblem(error)
    }
    this.busy.value = false
  }

  /** What has come meanwhile shows when the list is read anew; by what has gone it gets shorter. */
  private async fill(page: Read): Promise<void> {
    const pages = this.pages
    this.filling = true
    try {
      const rows = (await this.ask(page.cursor, new AbortController().signal)).items ?? []
      if (pages[0] !== this.pages[0]) return
      const missing = Math.max(0, page.count - rows.length)
      const all = [...this.items.value]
      all.splice(page.from, page.count, ...rows.slice(0, page.count))
      page.count -= missing
      for (const later of this.pages.slice(this.pages.indexOf(page) + 1)) later.from -= missing
      page.here = true
      this.items.value = all
    } catch (error) {
      if (pages[0] === this.pages[0]) this.lost.value = asProblem(error)
    } finally {
      this.filling = false
    }
  }
}

export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(0, { code: 'internal', detail: String(error) })
}
