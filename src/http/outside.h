/* outside.h -- handlers that wait for other machines: each on a thread of its own, so that nobody
 * else waits with it; few at once, so that a machine that hangs takes no more than that. */
#pragma once

struct Request;

/* Runs the handler of a suspended request, and then lets its answer go out. Where no thread is to
 * be had the answer is UNAVAILABLE. */
void outside_run(struct Request *req);
