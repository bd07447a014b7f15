/** One thing that is read, with how the reading stands. */
import { ref, shallowRef, type Ref } from 'vue'
import type { Problem } from './client'
import { asProblem } from './page'

export class Thing<T> {
  readonly value: Ref<T | null> = shallowRef(null)
  readonly loaded = ref(false)
  readonly problem = shallowRef<Problem | null>(null)
  private turn = 0
  private latest: Promise<void> = Promise.resolve()

  constructor(private readonly ask: () => Promise<T>) {}

  /** Reads it anew; what is shown stays until the answer is there, unless it is another thing. Where it is read once more meanwhile, until that is there. */
  read(quietly = false): Promise<void> {
    return (this.latest = this.begin(quietly))
  }

  private async begin(quietly: boolean): Promise<void> {
    const turn = ++this.turn
    if (!quietly) this.loaded.value = false
    try {
      const value = await this.ask()
      if (turn !== this.turn) return await this.latest
      this.value.value = value
      this.problem.value = null
    } catch (error) {
      if (turn !== this.turn) return await this.latest
      this.problem.value = asProblem(error)
    }
    this.loaded.value = true
  }
}
