/** What an entry of the log says was done, in words of the language that is read. */
import type { Shape } from '@/api/shapes'
import { outletName, personName, teamName } from '@/api/names'
import { useWords } from '@/words'
import { stateName } from './states'

type Detail = Record<string, string>

export function useSaid() {
  const { t, word, number } = useWords()

  /** "优先级 高": what a change set; of what is personal only that it was changed. */
  function part(name: string, value: string): string {
    const label = t(`desk.log.fields.${name}`)
    if (!value) return t('desk.log.changed', { field: label })
    const shown: Record<string, () => string> = {
      kind: () => word('ticket_kind', value), priority: () => word('priority', value), category: () => word('complaint_category', value),
      outlet: () => outletName(value), team: () => teamName(value),
    }
    return `${label} ${shown[name]?.() ?? value}`
  }
  const fields = ['kind', 'priority', 'subject', 'contact', 'customer', 'outlet', 'team', 'owner', 'category', 'external_ref', 'incident', 'waybills', 'tags']

  function changed(detail: Detail): string[] {
    const said = fields.filter((name) => name in detail).map((name) => part(name, detail[name] ?? ''))
    if (detail['macro']) said.unshift(t('desk.log.macro'))
    if (detail['routed']) said.unshift(t('desk.log.routed'))
    if (detail['bulk'] === 'undone') said.unshift(t('desk.log.bulk_undone'))
    if (detail['spam']) said.unshift(t(detail['spam'] === 'true' ? 'desk.log.spam' : 'desk.log.no_spam'))
    if (detail['why'] === 'escalated') said.unshift(t('desk.log.escalated'))
    if (detail['why'] === 'parcel') said.unshift(t('desk.log.parcel_known'))
    return said
  }
  const what = (group: string, detail: Detail) => (detail['what'] ? t(`desk.log.${group}.${detail['what'].replaceAll(' ', '_')}`) : '')
  const whose = (detail: Detail) => [detail['outlet'] && outletName(detail['outlet']), detail['team'] && teamName(detail['team']), detail['owner'] && personName(String(detail['owner']))]

  const of: Partial<Record<string, (detail: Detail) => (string | undefined)[]>> = {
    opened: (detail) => [word('ticket_kind', detail['kind']), `${t('desk.priority')} ${word('priority', detail['priority'])}`],
    state: (detail) => [`${stateName(detail['from'])} → ${stateName(detail['to'])}`],
    assigned: (detail) => [detail['team'] && teamName(detail['team']), detail['owner'] ? personName(String(detail['owner'])) : detail['team'] ? '' : t('desk.log.released')],
    changed,
    terms: (detail) => Object.keys(detail).map((clock) => word('clock', clock)),
    clock: (detail) => [word('clock', detail['clock']), what('clocks', detail), ...whose(detail)],
    handoff: (detail) => [what('handoffs', detail), ...whose(detail)],
    money: (detail) => [detail['claim'], what('claims', detail), detail['amount'], ...(detail['fields'] ?? '').split(',').filter(Boolean).map((name) => t(`claim.${name}`))],
    link: (detail) => [what('links', detail), detail['to'], detail['kind'] && t(`desk.log.kinds.${detail['kind']}`)],
    merged: (detail) => [detail['what'] === 'undone' ? t('desk.log.unmerged') : detail['into'] ? t('desk.log.into', { no: detail['into'] }) : t('desk.log.from', { no: detail['from'] ?? '' })],
    split: (detail) => [t('desk.log.split', { no: detail['to'] ?? '' })],
    looked: (detail) => [detail['no']],
    call: (detail) => [detail['missed'] && t('desk.log.call_missed')],
    form: (detail) => [word('form_kind', detail['form']), detail['no'], what('forms', detail)],
    complaint: (detail) => [what('complaints', detail), detail['reference'], detail['result'] && word('appeal_result', detail['result']), detail['category'] && word('complaint_category', detail['category'])],
    watch: (detail) => [what('watches', detail), detail['number'] && `#${detail['number']}`, detail['exception'] && word('exception', detail['exception'])],
    attachment: (detail) => [what('files', detail), detail['size'] && t('desk.log.kilobytes', { n: number(Math.ceil(Number(detail['size']) / 1024)) })],
  }

  /** Nothing of what is not known by its kind: raw keys are for no reader. */
  return (entry: Shape<'Entry'>): string => {
    const detail = (entry.detail ?? {}) as Detail
    return (of[entry.kind ?? '']?.(detail) ?? []).filter(Boolean).join(' · ')
  }
}
