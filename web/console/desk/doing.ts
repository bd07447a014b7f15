/** Something that is done to a ticket: where somebody was faster it is read again, and one looks before one does it. */
import { useDoing, type Doing } from '@/parts/doing'
import { useWords } from '@/words'

export function useTicketDoing(reread: () => unknown): Doing {
  const { t } = useWords()
  const doing = useDoing()
  async function faster(): Promise<void> {
    await reread()
    doing.said.value = t('desk.moved_meanwhile')
  }
  return { ...doing, during: (work, done, stale = faster) => doing.during(work, done, stale) }
}
