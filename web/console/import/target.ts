/** What the server says rows can give. */
import type { Shape } from '@/api/shapes'

export type TargetField = Shape<'TargetField'>
export type TargetRow = Shape<'TargetRow'>
