/* intake_internal.h -- what the files of the intake share: intake.c (the door), intake_thread.c
 * (who applies), intake_apply.c (one batch). */
#pragma once

#include <pthread.h>

#include "db/db.h"
#include "house.h"
#include "waybill/applier.h"
#include "waybill/intake_store.h"

/* A payload between its receipt and its application. */
typedef struct Payload {
    struct Payload *next;  /* in the queue of what is to be applied */
    struct Payload *later; /* in the order of ids, until all before it are applied too */
    Intake *intake;
    Ctx ctx; /* its own, with its own arena: rows live in it */
    Write write;
    int64_t id, seq, principal;
    const IntakePayload *given; /* the caller's; until it is kept */
    Sealed sealed;              /* its body */
    UpsertRow *rows;
    size_t count, bytes;
    const char *refused; /* why its body is decoded no more; NULL: it was */
    Ctx *caller;
    IntakeDone *done; /* NULL: nobody waits */
    void *user;
    bool wait;
    bool is_applied;
    bool is_past; /* applied and answered, or not kept */
    IntakeOutcome outcome;
} Payload;

enum { PRINCIPALS = 1024, INTAKE_GATHER_MAX = 16384 };

struct Intake {
    House *house;
    Database *database; /* of the payloads */
    Applier *applier;   /* used on the thread that writes */
    Arena *arena;       /* of the applying thread */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work, applied;
    bool closing, recovering;
    bool hurried; /* somebody waits for what is in the queue to be applied */
    bool ending;  /* what cannot be applied is soon given up */
    bool stopped; /* nothing is applied any more */

    Payload *first, **last;         /* to be applied */
    Payload *parked, **last_parked; /* not placed yet: there is no room */
    int64_t parked_bytes;
    Payload *earliest, **latest;    /* all that is not past, by id */
    int64_t first_id;               /* of this process: what lies before is left over */
    int64_t last_id, marked_id;     /* given; noted as applied */
    int64_t taken_seq, applied_seq; /* of payloads that are kept */
    int64_t principals[PRINCIPALS]; /* the last seq of those whose ids share a place */
    IntakeState state;
};

/* Decodes a body of a kind, into rows of `payload`; and marks them with its id, which tells repeats
 * in it apart. */
Status payload_decode(Payload *payload, const IntakePayload *given);
void payload_number(Payload *payload);
Payload *payload_new(Ctx *ctx, Intake *intake); /* NULL if there is no memory */
void payload_release(Payload *payload);

/* Places what waited for room, now that there is some; refuses it at the end. */
void intake_unpark(Intake *intake);

/* Where the last seq of a principal is. */
size_t intake_principal_place(int64_t principal);

/* Releases what is past; everything up to the id returned is. With the lock held. */
int64_t intake_past_id(Intake *intake);

/* Applies payloads in one transaction and fills in their outcomes. */
Status payloads_apply(Ctx *ctx, Intake *intake, Payload *const *payloads, size_t count);

/* The applying thread; `arg` is the Intake. */
void *intake_run(void *arg);

/* The caller's answer. */
void payload_answer(Payload *payload, Status status, const Problem *problem);

/* The same where it is kept, for the next process to apply: the sender has the receipt. */
void payload_leave(Payload *payload);
