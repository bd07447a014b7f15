/** One thing that is read, with how the reading stands. */
import { ref, shallowRef, type Ref } from 'vue'
import type { Problem } from './client'
import { asProblem } from './page'

export class Thing<T> {
  readonly value: Ref<T | null> = shallowRef(null)
  readonly loaded = ref(false)
  readonly problem = shallowRef<Problem | null>(null)
  private turn = 0

  constructor(private readonly ask: () => Promise<T>) {}

  /** Reads it anew; what is shown stays until the answer is there, unless it is another thing. */
  async read(quietly = false): Promise<void> {
    const turn = ++this.turn
    if (!quietly) this.loaded.value = false
    try {
      const value = await this.ask()
      if (turn !== this.turn) return
      this.value.value = value
      this.problem.value = null
    } catch (error) {
      if (turn !== this.turn) return
      this.problem.value = asProblem(error)
    }
    this.loaded.value = true
  }
}
