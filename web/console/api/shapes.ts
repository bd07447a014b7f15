/** The server's shapes under short names. */
import type { components } from './schema'

type Shapes = components['schemas']
export type Shape<N extends keyof Shapes> = Shapes[N]
/** A field's values: 'low' | 'medium' … without null. */
export type ValueOf<N extends keyof Shapes, F extends keyof Shapes[N]> = NonNullable<Shapes[N][F]>
