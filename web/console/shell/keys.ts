/** Keys that work on every page, where no text is being typed: / ? g-and-a-letter j k, and what a page adds. */
import { onBeforeUnmount, onMounted } from 'vue'

function types(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null
  return !!element && (['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName) || element.isContentEditable)
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
