/* Parcels that come in by the batch: matched by number, merged with what is known, completed from
 * their customers and products, written where anything changed. */
#include <stdlib.h>
#include <string.h>

#include "access/masked.h"
#include "access/outlet.h"
#include "access/person.h"
#include "base/text.h"
#include "waybill/number.h"
#include "waybill/waybill_batch.h"

/* --- rows into lines --- */

static Status outlet_read(Ctx *ctx, const char *field, const char *code, int64_t *out)
{
    *out = 0;
    if (!code) return OK;
    const char *normal = text_normal(ctx->arena, code);
    if (!normal) return no_memory(ctx);
    *out = outlet_id_of(ctx, normal);
    if (*out) return OK;
    Status s = outlet_ensure(ctx, normal, normal, OUTLET_BRANCH, out);
    if (s == NOT_FOUND || s == CONFLICT || s == FORBIDDEN || s == INVALID)
        return fail_field(ctx, field, "there is no such outlet, and none can be made");
    return s;
}

static Status numbers_read(Ctx *ctx, WaybillInput *input, const char **warning)
{
    char carrier[CARRIER_MAX + 1], no[NUMBER_MAX + 1];
    Status s = carrier_normalise(ctx, input->carrier, carrier);
    if (!s) s = number_normalise(ctx, input->no, no);
    if (!s) s = number_check(ctx, carrier, no, warning);
    if (s) return s;
    input->carrier = arena_text(ctx->arena, carrier);
    input->no = arena_text(ctx->arena, no);
    return input->carrier && input->no ? OK : no_memory(ctx);
}

static Status line_read(Ctx *ctx, UpsertRow *row, Line *out)
{
    WaybillInput *input = row->thing;
    *out = (Line){.row = row, .input = input};
    Status s = numbers_read(ctx, input, &row->warning);
    if (!s) s = outlet_read(ctx, "origin_outlet", input->origin_outlet, &out->origin_outlet_id);
    if (!s)
        s = outlet_read(ctx, "destination_outlet", input->destination_outlet,
                        &out->destination_outlet_id);
    return s;
}

static Status lines_read(Ctx *ctx, ParcelBatch *work)
{
    work->lines = ARENA_ARRAY(ctx->arena, work->row_count, Line);
    if (!work->lines) return no_memory(ctx);
    for (size_t i = 0; i < work->row_count; i++) {
        UpsertRow *row = &work->rows[i];
        if (row->outcome != UPSERT_WAITING) continue;
        Status s = line_read(ctx, row, &work->lines[work->line_count]);
        if (!s) work->line_count++;
        if (s == INVALID) s = upsert_reject(ctx, row);
        if (s) return s;
    }
    return OK;
}

/* --- lines to parcels --- */

static int compare_numbers(const WaybillInput *a, const WaybillInput *b)
{
    int order = strcmp(a->no, b->no);
    return order ? order : strcmp(a->carrier, b->carrier);
}

static int compare_lines(const void *a, const void *b)
{
    return compare_numbers((*(Line *const *)a)->input, (*(Line *const *)b)->input);
}

static Status parcel_add(Ctx *ctx, ParcelBatch *work, const WaybillInput *input)
{
    Parcel *parcel = work->parcels[work->parcel_count] = ARENA_NEW(ctx->arena, Parcel);
    if (!parcel) return no_memory(ctx);
    kept_init(&parcel->kept);
    State *state = &parcel->kept.state;
    state->no = input->no;
    state->journey.facts.carrier = name_pooled(work->names, input->carrier);
    if (!state->journey.facts.carrier) return no_memory(ctx);
    work->parcel_count++;
    return OK;
}

static Status lines_match(Ctx *ctx, ParcelBatch *work)
{
    Line **sorted = ARENA_ARRAY(ctx->arena, work->line_count, Line *);
    work->parcels = ARENA_ARRAY(ctx->arena, work->line_count, Parcel *);
    if (!sorted || !work->parcels) return no_memory(ctx);
    for (size_t i = 0; i < work->line_count; i++)
        sorted[i] = &work->lines[i];
    qsort(sorted, work->line_count, sizeof *sorted, compare_lines);
    for (size_t i = 0; i < work->line_count; i++) {
        bool same = i && !compare_numbers(sorted[i]->input, sorted[i - 1]->input);
        Status s = same ? OK : parcel_add(ctx, work, sorted[i]->input);
        if (s) return s;
        sorted[i]->parcel = work->parcels[work->parcel_count - 1];
    }
    return OK;
}

/* What the state says of what was given: what wide rows do not repeat. */
static void given_from_state(Parcel *parcel)
{
    const Journey *journey = &parcel->kept.state.journey;
    const WaybillFacts *facts = &journey->facts;
    WaybillInput *given = &parcel->kept.given;
    given->product = *facts->product ? facts->product : NULL;
    given->origin = *facts->origin ? facts->origin : NULL;
    given->destination = *facts->destination ? facts->destination : NULL;
    given->ordered_at = journey->ordered_given ? facts->ordered_ms : NONE;
    parcel->insured_before = given->insured;
    parcel->base_before = parcel->kept.changed ? parcel->kept.base_ms : facts->promised_ms;
    given->promised_at = parcel->kept.promise_source == PROMISE_GIVEN ? parcel->base_before : NONE;
}

static Status parcels_load(Ctx *ctx, ParcelBatch *work)
{
    State **states = ARENA_ARRAY(ctx->arena, work->parcel_count, State *);
    Kept **known = ARENA_ARRAY(ctx->arena, work->parcel_count, Kept *);
    if (!states || !known) return no_memory(ctx);
    size_t count = 0;
    for (size_t i = 0; i < work->parcel_count; i++)
        states[i] = &work->parcels[i]->kept.state;
    Status s = state_load(ctx, work->names, states, work->parcel_count);
    for (size_t i = 0; i < work->parcel_count; i++) {
        Parcel *parcel = work->parcels[i];
        parcel->is_new = !states[i]->journey.facts.waybill_id;
        if (!parcel->is_new) known[count++] = &parcel->kept;
    }
    if (!s) s = waybill_store_load(ctx, known, count);
    for (size_t i = 0; !s && i < work->parcel_count; i++) {
        Parcel *parcel = work->parcels[i];
        given_from_state(parcel);
        parcel->before = parcel->kept.state.journey.facts;
        s = party_keys(ctx, &parcel->kept.given, parcel->keys_before);
    }
    return s;
}

/* --- merging --- */

static bool outlet_merge(int64_t *onto, int64_t outlet_id)
{
    bool changed = outlet_id && *onto != outlet_id;
    if (changed) *onto = outlet_id;
    return changed;
}

static bool facts_seen(Ctx *ctx, const WaybillFacts *facts)
{
    const int64_t outlets[] = {facts->outlet_id, facts->origin_outlet_id,
                               facts->destination_outlet_id};
    int64_t customer_id = scope_customer(ctx);
    bool seen = !scope_outlet(ctx);
    for (size_t i = 0; i < sizeof outlets / sizeof *outlets; i++)
        seen |= outlets[i] && outlet_visible(ctx, outlets[i]);
    return seen && (!customer_id || customer_id == facts->customer_id);
}

/* Whether the person sees an outlet that a row names; the tree in memory may lack a new one. */
static Status outlet_own(Ctx *ctx, int64_t outlet_id, const char *code, bool *out)
{
    Outlet outlet;
    *out = outlet_id && outlet_visible(ctx, outlet_id);
    if (*out || !outlet_id) return OK;
    Status s = outlet_find(ctx, code, &outlet);
    *out = !s;
    if (s != NOT_FOUND) return s;
    problem_clear(ctx);
    return OK;
}

/* Of a parcel that nobody entered yet: it becomes one of the outlet and customer of the person, who
 * would not see it again otherwise. */
static Status line_claim(Ctx *ctx, Line *line)
{
    bool from = false, to = false;
    if (scope_customer(ctx))
        line->parcel->kept.state.journey.facts.customer_id = scope_customer(ctx);
    if (!scope_outlet(ctx)) return OK;
    Status s = outlet_own(ctx, line->origin_outlet_id, line->input->origin_outlet, &from);
    if (!s) s = outlet_own(ctx, line->destination_outlet_id, line->input->destination_outlet, &to);
    if (s || from || to) return s;
    if (line->origin_outlet_id)
        return fail_field(ctx, "origin_outlet", "you see neither this outlet nor the other one");
    line->origin_outlet_id = scope_outlet(ctx);
    return OK;
}

/* What others entered is theirs. A parcel that is known from its scans only is taken by whoever has
 * its order. */
static Status line_admit(Ctx *ctx, Line *line)
{
    Parcel *parcel = line->parcel;
    if (parcel->last) return OK; /* by an earlier row */
    if (parcel->is_new || parcel->kept.source != WAYBILL_FROM_ORDER) return line_claim(ctx, line);
    if (facts_seen(ctx, &parcel->kept.state.journey.facts)) return OK;
    return fail_field(ctx, "no", "this parcel belongs to another outlet or customer");
}

/* A list that was taken out by who sees parties masked does not blacken what is known of them. */
static Status line_check_masked(Ctx *ctx, const Line *line)
{
    return masked_check_row(ctx, &waybill_input_shape, line->input, &line->parcel->kept.given);
}

static void line_merge(Line *line)
{
    Parcel *parcel = line->parcel;
    WaybillFacts *facts = &parcel->kept.state.journey.facts;
    WaybillInput input = *line->input;
    input.carrier = input.no = input.origin_outlet = input.destination_outlet = NULL;
    bool changed = shape_merge(&waybill_input_shape, &parcel->kept.given, &input);
    changed |= outlet_merge(&facts->origin_outlet_id, line->origin_outlet_id);
    changed |= outlet_merge(&facts->destination_outlet_id, line->destination_outlet_id);
    bool first = parcel->is_new && !parcel->last;
    if (parcel->kept.source != WAYBILL_FROM_ORDER) { /* a parcel known from scans gets its order */
        parcel->kept.source = WAYBILL_FROM_ORDER;
        changed = true;
    }
    line->row->outcome = first ? UPSERT_CREATED : changed ? UPSERT_CHANGED : UPSERT_UNCHANGED;
    parcel->changed |= changed || first;
    parcel->last = line->row;
}

static Status lines_merge(Ctx *ctx, ParcelBatch *work)
{
    Status s = OK;
    for (size_t i = 0; !s && i < work->line_count; i++) {
        s = line_admit(ctx, &work->lines[i]);
        if (!s) s = line_check_masked(ctx, &work->lines[i]);
        if (s == INVALID)
            s = upsert_reject(ctx, work->lines[i].row);
        else if (!s)
            line_merge(&work->lines[i]);
    }
    return s;
}

static Status work_do(Ctx *ctx, ParcelBatch *work)
{
    Status s = lines_read(ctx, work);
    if (s || !work->line_count) return s;
    s = lines_match(ctx, work);
    if (!s) s = parcels_load(ctx, work);
    if (!s) s = lines_merge(ctx, work);
    if (!s) s = parcels_complete(ctx, work);
    return s ? s : parcels_write(ctx, work);
}

Status waybill_apply(Ctx *ctx, UpsertRow *rows, size_t count)
{
    ParcelBatch work = {.rows = rows, .row_count = count, .names = name_pool_new()};
    if (!work.names) return no_memory(ctx);
    Status s = work_do(ctx, &work);
    name_pool_release(work.names);
    return s;
}
