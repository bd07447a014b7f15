/** Whether the server can be reached: known by what is asked of it, and asked anew until it answers. */
import { ref } from 'vue'

/** It could not be, and has not answered since. */
export const away = ref(false)
const FIRST_MS = 2000
const LAST_MS = 15_000
let timer: ReturnType<typeof setTimeout> | undefined
let pause = FIRST_MS

async function look(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  if (!away.value) return
  const answer = await fetch('/console/', { method: 'HEAD', cache: 'no-store' }).catch(() => null)
  if (answer?.ok) return reached()
  later()
}
function later(): void {
  timer ??= setTimeout(() => void look(), pause)
  pause = Math.min(LAST_MS, pause * 2)
}

/** What was asked was answered. */
export function reached(): void {
  if (!away.value) return
  clearTimeout(timer)
  timer = undefined
  pause = FIRST_MS
  away.value = false
}
/** What was asked was not: it is told by `away` when that is over. */
export function unreached(): void {
  away.value = true
  if (!timer) later()
}
window.addEventListener('online', () => void look())
