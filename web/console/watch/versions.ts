/** Rules, plans and policies of the watch as they were, for `VersionsBox`. */
import type { Shape } from '@/api/shapes'
import type { Values } from '@/parts/inputs'

export const MOST_VERSIONS = 50
/** What each said, with who made it and when. */
export const versionsOf = <T extends object>(items: Shape<'WatchVersion'>[] | null | undefined, shape: (one: T) => Values): Values[] =>
  (items ?? []).map(({ version, changed_at, changed_by, document }) => ({ ...shape(JSON.parse(document ?? '{}') as T), version, changed_at, changed_by }))
