/** What was begun in a form survives a crash of the browser: kept here until it is saved, or one signs out. */
import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { me } from '@/session'

const PREFIX = 'parceldesk.draft.'
const PAUSE_MS = 400

export interface Kept {
  /** Whether what is shown came back from an earlier time. */
  back: Ref<boolean>
  restore: () => void
  forget: () => void
}

/** Under what a person's draft is kept. */
export const draftKey = (name: string) => `${PREFIX}${me.value?.login ?? ''}.${name}`

/** What is kept there; null where nothing is, or nothing that can be read. */
export function readDraft(key: string): object | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return typeof kept === 'object' ? kept : null
  } catch {
    return null
  }
}

/** `form` is watched; call `restore` when it is filled with what the server has. */
export function useDraft<T extends object>(name: string, form: T): Kept {
  const key = draftKey(name)
  const back = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let quiet = true

  function write(): void {
    if (!timer) return
    clearTimeout(timer)
    timer = undefined
    // Whoever signed out meanwhile leaves nothing behind.
    if (me.value) localStorage.setItem(key, JSON.stringify(form))
  }
  watch(form, () => {
    if (quiet) return
    clearTimeout(timer)
    timer = setTimeout(write, PAUSE_MS)
  }, { deep: true, flush: 'sync' })
  window.addEventListener('pagehide', write)
  onScopeDispose(() => {
    window.removeEventListener('pagehide', write)
    write()
  })

  function restore(): void {
    const kept = readDraft(key)
    quiet = true
    if (kept) {
      Object.assign(form, kept)
      back.value = true
    }
    quiet = false
  }
  function forget(): void {
    clearTimeout(timer)
    timer = undefined
    quiet = true
    back.value = false
    localStorage.removeItem(key)
  }
  return { back, restore, forget }
}

/** Who keeps on the server what stands on a page; each says whether all of it is kept there. */
const keepers = new Set<() => Promise<boolean>>()
const LEAVE_MS = 10_000

/** The keeper is asked before one signs out, until the function that comes back is called. */
export function keepsBeforeLeaving(keep: () => Promise<boolean>): () => void {
  keepers.add(keep)
  return () => void keepers.delete(keep)
}
/** Finishes keeping what is unsaved; false: the server did not take all of it in time, and what it lacks would be lost. */
export async function keepAll(): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, LEAVE_MS, false))
  const kept = Promise.all([...keepers].map((keep) => keep())).then((all) => all.every(Boolean), () => false)
  return Promise.race([kept, late])
}

/** Whoever signs out leaves nothing behind. */
export function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key)
}
