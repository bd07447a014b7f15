/** Focus is never lost: where what had it is taken away, or was not usable for a while, it stays as near as it can. */
import { onBeforeUnmount, onMounted } from 'vue'

export function keepFocus(): void {
  let last: HTMLElement | null = null
  let around: HTMLElement[] = []

  function came(event: FocusEvent): void {
    last = event.target as HTMLElement
    around = []
    for (let one = last.parentElement; one && one !== document.body; one = one.parentElement) around.push(one)
  }
  const off = (element: HTMLElement) => (element as HTMLButtonElement).disabled === true
  /** Who left it by themselves, with a key or by the mouse, is not called back. */
  function went(event: FocusEvent): void {
    const from = event.target as HTMLElement
    requestAnimationFrame(() => {
      if (from === last && from.isConnected && !off(from)) last = null
      else look()
    })
  }
  function look(): void {
    if (!last || (document.activeElement && document.activeElement !== document.body)) return
    if (last.isConnected) {
      if (!off(last)) last.focus({ preventScroll: true })
      return
    }
    const near = around.find((one) => one.isConnected && one.id !== 'app')
    last = null
    if (!near) return
    if (near.tabIndex < 0 && !near.hasAttribute('tabindex')) near.setAttribute('tabindex', '-1')
    near.focus({ preventScroll: true })
  }
  const observer = new MutationObserver(() => requestAnimationFrame(look))
  onMounted(() => {
    document.addEventListener('focusin', came)
    document.addEventListener('focusout', went)
    observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] })
  })
  onBeforeUnmount(() => {
    document.removeEventListener('focusin', came)
    document.removeEventListener('focusout', went)
    observer.disconnect()
  })
}
