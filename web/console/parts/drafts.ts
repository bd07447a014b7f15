/** What was begun in a form survives a crash of the browser: kept until it is sent, or one signs out. */
import { computed, ref, toRaw, toValue, watch, type MaybeRefOrGetter, type Ref } from 'vue'
import { draftState, dropDraft, keepDraft, readDraft, type DraftState } from './disk'

export interface Kept {
  /** Whether what is shown came back from an earlier time. */
  back: Ref<boolean>
  state: Readonly<Ref<DraftState>>
  /** Into the form as it is filled now; what is changed from here on is kept. */
  restore: () => void
  /** It is sent: nothing is kept, until `restore`. */
  forget: () => void
  /** The form as it was at first, and what was kept of it. */
  begin: () => void
  /** The form as it was at first, and nothing kept. */
  clear: () => void
}

/** Keeps a draft of `form` under `name`, from the first `restore` or `begin`. */
export function useDraft<T extends object>(name: MaybeRefOrGetter<string>, form: T): Kept {
  const back = ref(false)
  const first = JSON.stringify(form)
  let quiet = true
  watch(form, () => {
    if (quiet) return
    if (JSON.stringify(form) === first) dropDraft(toValue(name))
    else keepDraft(toValue(name), toRaw(form))
  }, { deep: true, flush: 'sync' })

  function restore(): void {
    const kept = readDraft(toValue(name))
    quiet = true
    if (kept) Object.assign(form, kept)
    back.value = !!kept
    quiet = false
  }
  function forget(): void {
    quiet = true
    back.value = false
    dropDraft(toValue(name))
  }
  function begin(): void {
    quiet = true
    Object.assign(form, JSON.parse(first))
    restore()
  }
  function clear(): void {
    forget()
    begin()
  }
  return { back, state: computed(() => draftState(toValue(name))), restore, forget, begin, clear }
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

