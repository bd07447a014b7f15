/** What a ticket is about; those of the watch say it by codes, which are put into words. */
import type { Shape } from '@/api/shapes'
import { useWords } from '@/words'
import words from '@/words/text'

export function useSubject(): (ticket: Pick<Shape<'TicketRow'>, 'subject' | 'channel'>) => string {
  const { word } = useWords()
  return (ticket) => {
    const found = ticket.channel === 'watch' ? /^(\S+) (\S+): (\w+)$/.exec(ticket.subject ?? '') : null
    return found?.[3] && found[3] in words.zh.exception ? `${found[2]} ${word('exception', found[3])}` : (ticket.subject ?? '')
  }
}
