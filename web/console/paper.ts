/** On paper: always light, and with the day on which it was printed, for the page may have been open for days (GET /print.css). */
import { isDark } from './theme'
import { today } from '@/zone'

const root = document.documentElement
window.addEventListener('beforeprint', () => {
  root.classList.remove('dark')
  root.style.setProperty('--printed', `"${today()}"`)
})
window.addEventListener('afterprint', () => root.classList.toggle('dark', isDark.value))
