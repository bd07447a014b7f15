/** Which columns of a list one wants: remembered in this browser. */
import { ref, watch, type Ref } from 'vue'

export interface Column {
  key: string
  title: string
  width: string
  /** The server sorts by it under this name. */
  sort?: string
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
