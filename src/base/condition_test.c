#include "base/condition.h"

#include "test.h"

typedef struct Meeting {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool here;
} Meeting;

static Meeting given_meeting(void)
{
    Meeting meeting = {.lock = PTHREAD_MUTEX_INITIALIZER};
    condition_init(&meeting.changed);
    return meeting;
}

TEST(a_wait_lasts_by_the_clock_that_nobody_sets)
{
    Meeting meeting = given_meeting();
    int64_t until_us = monotonic_us() + 20000;
    pthread_mutex_lock(&meeting.lock);
    while (condition_wait(&meeting.changed, &meeting.lock, until_us))
        ;
    pthread_mutex_unlock(&meeting.lock);
    check(t, monotonic_us() >= until_us);
    pthread_cond_destroy(&meeting.changed);
}

static void *come(void *user)
{
    Meeting *meeting = user;
    pthread_mutex_lock(&meeting->lock);
    meeting->here = true;
    pthread_cond_signal(&meeting->changed);
    pthread_mutex_unlock(&meeting->lock);
    return NULL;
}

TEST(a_wait_ends_when_what_is_waited_for_comes)
{
    Meeting meeting = given_meeting();
    pthread_t other;
    bool in_time = true;
    pthread_mutex_lock(&meeting.lock);
    check_int(t, pthread_create(&other, NULL, come, &meeting), 0);
    while (!meeting.here && in_time)
        in_time = condition_wait(&meeting.changed, &meeting.lock, monotonic_us() + PATIENCE_US);
    pthread_mutex_unlock(&meeting.lock);
    pthread_join(other, NULL);
    check(t, meeting.here);
    pthread_cond_destroy(&meeting.changed);
}
