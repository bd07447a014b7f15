/** Light, dark, or as the machine is set. */
import { ref, watch } from 'vue'

export type Theme = 'auto' | 'light' | 'dark'
const KEPT = 'parceldesk.theme'
const machine = matchMedia('(prefers-color-scheme: dark)')

function kept(): Theme {
  const value = localStorage.getItem(KEPT)
  return value === 'light' || value === 'dark' ? value : 'auto'
}

export const theme = ref<Theme>(kept())
export const isDark = ref(false)

function apply(): void {
  isDark.value = theme.value === 'dark' || (theme.value === 'auto' && machine.matches)
  document.documentElement.classList.toggle('dark', isDark.value)
}
machine.addEventListener('change', apply)
watch(theme, (value) => {
  localStorage.setItem(KEPT, value)
  apply()
})
apply()
