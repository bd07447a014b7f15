/** Why a message was set aside, held back or did not arrive, in words of the language that is read. */
import { useWords } from '@/words'

export function useReason(): (why: string | null | undefined) => string {
  const { t, te } = useWords()
  /** What follows a colon is a number that a server gave: it stays as it is. */
  return (why) => {
    if (!why) return ''
    const [said = '', ...rest] = why.split(': ')
    const key = `desk.reasons.${said.toLowerCase().replace(/[^a-z]+/g, '_')}`
    return te(key) ? [t(key), ...rest].join(': ') : why
  }
}
