import type { Shape } from '@/api/shapes'

export type Outlet = Shape<'Outlet'>
export const kinds = ['organization', 'branch', 'hub', 'station', 'department'] as const
