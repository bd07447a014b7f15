import { useWords } from '@/words'

/** What happened, in words; of an event that nobody has put into words its name. */
export function useFactName(): (event: string | null | undefined) => string {
  const { t, te } = useWords()
  return (event) => {
    const key = `notify.template.facts.${(event ?? '').replace('.', '_')}`
    return te(key) ? t(key) : (event ?? '')
  }
}
