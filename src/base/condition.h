/* condition.h -- waiting for another thread, for so long at most: by the clock that nobody sets. A
 * system's clock may be set back by an hour while somebody waits 20 ms, or ahead. */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* Makes one for condition_wait; the rest is pthread's (pthread_cond_destroy too). */
void condition_init(pthread_cond_t *condition);

/* With the lock held, which is given up meanwhile: until somebody signals, or monotonic_us() is
 * `until_us`. False where that time has come. True says nothing more than pthread_cond_wait does:
 * look whether it is so. */
bool condition_wait(pthread_cond_t *condition, pthread_mutex_t *lock, int64_t until_us);
