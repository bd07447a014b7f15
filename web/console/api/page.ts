/** A list by keyset: the first page, more when asked, and again from the start when something changed. */
import { ref, shallowRef, type Ref } from 'vue'
import { Problem } from './client'

export interface Page<T> {
  items?: T[] | null
  next?: string | null
}
export type Ask<T> = (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>

export class Listing<T> {
  readonly items: Ref<T[]> = shallowRef([])
  readonly next = ref<string | null>(null)
  readonly busy = ref(false)
  readonly loaded = ref(false)
  readonly problem = shallowRef<Problem | null>(null)
  private controller: AbortController | undefined

  constructor(private readonly ask: Ask<T>) {}

  async start(quietly = false): Promise<void> {
    if (!quietly) this.loaded.value = false
    await this.read(undefined, [])
  }

  async more(): Promise<void> {
    if (this.next.value && !this.busy.value) await this.read(this.next.value, this.items.value)
  }

  /** Every row there is, page after page, beside what is shown; ends when `take` says no. */
  async walk(take: (rows: T[]) => boolean, signal: AbortSignal): Promise<void> {
    for (let cursor: string | undefined; ; ) {
      const page = await this.ask(cursor, signal)
      if (!take(page.items ?? []) || !page.next) return
      cursor = page.next
    }
  }

  private async read(cursor: string | undefined, before: T[]): Promise<void> {
    this.controller?.abort()
    const controller = (this.controller = new AbortController())
    this.busy.value = true
    try {
      const page = await this.ask(cursor, controller.signal)
      if (this.controller !== controller) return
      this.items.value = [...before, ...(page.items ?? [])]
      this.next.value = page.next ?? null
      this.problem.value = null
      this.loaded.value = true
    } catch (error) {
      if (this.controller !== controller) return
      this.problem.value = asProblem(error)
    }
    this.busy.value = false
  }
}

export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(0, { code: 'internal', detail: String(error) })
}
