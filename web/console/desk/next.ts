/** Takes the next ticket that waits and opens it. */
import { useRouter } from 'vue-router'
import { ask } from '@/api/client'
import { useDoing, type Doing } from '@/parts/doing'
import { useWords } from '@/words'

export function useNext(): Pick<Doing, 'busy' | 'said' | 'problem'> & { take: () => Promise<void> } {
  const { t } = useWords()
  const router = useRouter()
  const { busy, said, problem, during } = useDoing()

  async function take(): Promise<void> {
    let id: string | null | undefined
    const asked = await during(async () => {
      const ticket = await ask('post', '/api/v1/desk/next')
      id = ticket?.id
    })
    if (!asked) return
    if (id) await router.push({ name: 'ticket', params: { id } })
    else said.value = t('desk.next.none')
  }
  return { busy, said, problem, take }
}
