/** Keys that work on every page, where no text is being typed: / ? g-and-a-letter j k, and what a page adds. */
import { computed, onBeforeUnmount, onMounted, shallowReactive } from 'vue'

export interface Key {
  key: string
  /** What it does, as the help says it. */
  says: string
  run: () => void
}

function types(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null
  return !!element && (['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName) || element.isContentEditable || !!element.closest('[role=dialog]'))
}

/** `keys`: one letter, or two after each other ("g w"). */
export function useKeys(keys: () => Record<string, () => void>): void {
  let before = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || types(event.target)) return
    const all = keys()
    const run = (before && all[`${before} ${event.key}`]) || all[event.key]
    clearTimeout(timer)
    before = Object.keys(all).some((key) => key.startsWith(`${event.key} `)) ? event.key : ''
    timer = setTimeout(() => (before = ''), 1200)
    if (!run) return
    before = ''
    event.preventDefault()
    run()
  }
  onMounted(() => window.addEventListener('keydown', press))
  onBeforeUnmount(() => window.removeEventListener('keydown', press))
}

const told = shallowReactive(new Set<() => Key[]>())
/** What the page that is open adds. */
export const pageKeys = computed(() => [...told].flatMap((keys) => keys()))

/** Keys of a page, or of a part of it, which `?` shows while it is there. */
export function usePageKeys(keys: () => Key[]): void {
  useKeys(() => Object.fromEntries(keys().map((one) => [one.key, one.run])))
  onMounted(() => told.add(keys))
  onBeforeUnmount(() => told.delete(keys))
}
