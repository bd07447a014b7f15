/** Focus is never lost: where what had it is taken away, hidden, or not usable for a while, it stays as near as it can. */
import { onBeforeUnmount, onMounted } from 'vue'

/** What had the focus, and what is around it, from the inside. */
interface Place {
  element: HTMLElement
  around: HTMLElement[]
}
function placeOf(element: HTMLElement): Place {
  const around: HTMLElement[] = []
  for (let one = element.parentElement; one && one !== document.body; one = one.parentElement) if (one.id !== 'app') around.push(one)
  return { element, around }
}
const seen = (one: HTMLElement) => one.isConnected && one.getClientRects().length > 0
const off = (one: HTMLElement) => (one as HTMLButtonElement).disabled === true
const dialogOf = (one: Element | null) => one?.closest('[role=dialog]')
const nowhere = () => !document.activeElement || document.activeElement === document.body

/** Whether it took the focus. */
function take(one: HTMLElement): boolean {
  if (one.tabIndex < 0 && !one.hasAttribute('tabindex')) one.setAttribute('tabindex', '-1')
  one.focus({ preventScroll: true })
  return document.activeElement === one
}

export function keepFocus(): void {
  let last: Place | null = null
  /** Where it was before a dialog opened: there it goes back to. */
  let beside: Place | null = null

  function came(event: FocusEvent): void {
    last = placeOf(event.target as HTMLElement)
    if (!dialogOf(last.element)) beside = last
  }
  /** Who left it by themselves, with a key or by the mouse, is not called back; from a dialog nobody leaves to nowhere: one that is closing is still seen for a moment. */
  function went(event: FocusEvent): void {
    const from = event.target as HTMLElement
    requestAnimationFrame(() => {
      if (from === last?.element && seen(from) && !off(from) && !dialogOf(from)) last = null
      else look()
    })
  }
  function look(): void {
    if (!last || !nowhere()) return
    const { element, around } = last
    if (seen(element) && !off(element)) return void take(element)
    // What is off while something is under way is used again when that is done.
    if (seen(element) && document.documentElement.dataset.busy !== undefined) return
    const content = document.getElementById('content')
    const near = [...around, ...(beside ? [beside.element, ...beside.around] : []), ...(content ? [content] : [])]
    // Where a page goes before the next one is there, there is nothing yet: it is looked for again.
    near.filter((one) => seen(one) && !off(one)).some(take)
  }
  const observer = new MutationObserver(() => requestAnimationFrame(look))
  let timer: ReturnType<typeof setInterval>
  onMounted(() => {
    document.addEventListener('focusin', came)
    document.addEventListener('focusout', went)
    observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] })
    timer = setInterval(look, 250) // what is hidden by its style tells nobody
  })
  onBeforeUnmount(() => {
    document.removeEventListener('focusin', came)
    document.removeEventListener('focusout', went)
    observer.disconnect()
    clearInterval(timer)
  })
}
