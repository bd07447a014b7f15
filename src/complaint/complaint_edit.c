#include "complaint/complaint_edit.h"

#include <string.h>

#include "access/audit.h"
#include "access/masked.h"
#include "access/outlet.h"
#include "complaint/answer_clock.h"
#include "complaint/complaint_jobs.h"
#include "complaint/complaint_store.h"
#include "complaint/service.h"
#include "complaint/tally.h"
#include "desk/entry.h"
#include "file/file.h"

Status complaint_edit(Ctx *ctx, int64_t ticket_id, int64_t version, ComplaintEdit *edit)
{
    *edit = (ComplaintEdit){.fresh = false};
    Status s = complaint_find(ctx, ticket_id, &edit->before);
    if (s) return s;
    if (version != NONE && version != edit->before.version)
        return fail(ctx, STALE, "the complaint is at version %lld, not %lld",
                    (long long)edit->before.version, (long long)version);
    s = ticket_edit_merged(ctx, ticket_id, NONE, &edit->ticket);
    edit->now = edit->before;
    return s;
}

Status complaint_edit_within(Ctx *ctx, const TicketEdit *ticket, ComplaintEdit *edit)
{
    *edit = (ComplaintEdit){.ticket = *ticket};
    Status s = complaint_find(ctx, ticket->now.id, &edit->before);
    edit->now = edit->before;
    return s;
}

/* --- facts --- */

static Status check_cause(Ctx *ctx, Complaint *now, const ComplaintFacts *facts)
{
    ComplaintCause cause;
    if (!now->cause || (!facts->cause && facts->category == NONE)) return OK;
    Status s = complaint_cause_find(ctx, now->cause, &cause);
    if (s == NOT_FOUND || (!s && cause.closed && facts->cause))
        return fail_field(ctx, "cause", "there is no cause %.40s", now->cause);
    if (s) return s;
    if (now->category == NONE) now->category = cause.category;
    if (now->category == cause.category) return OK;
    return fail_field(ctx, "cause", "%s is a cause of %s", cause.code,
                      name_of(complaint_categories, cause.category));
}

static bool tells_customer(const Entry *entry)
{
    if (entry->visibility != ENTRY_PUBLIC) return false;
    if (entry->kind == ENTRY_NOTICE) return true;
    if (entry->kind == ENTRY_CALL) return !entry_is_missed(entry);
    return entry->kind == ENTRY_MESSAGE && entry->direction == ENTRY_OUT;
}

/* What was said before the proposal was made told nobody of it; the entry says when and how. */
static Status set_told(Ctx *ctx, Complaint *now, int64_t entry_id)
{
    Entry entry;
    if (!entry_id || entry_id == now->told_entry_id) return OK;
    if (now->step < STEP_PROPOSED)
        return fail_field(ctx, "told_entry_id", "there is no proposal yet to tell");
    Status s = ticket_entry_find(ctx, now->ticket_id, entry_id, &entry);
    if (s == NOT_FOUND) return fail_field(ctx, "told_entry_id", "the ticket has no such entry");
    if (s) return s;
    if (!tells_customer(&entry))
        return fail_field(ctx, "told_entry_id", "that entry told the customer nothing");
    if (entry.at < now->proposed_at)
        return fail_field(ctx, "told_entry_id", "that was said before the proposal was made");
    now->told_entry_id = entry.id;
    now->told_at = entry.at;
    now->told_how = entry.channel;
    now->told_by = entry.author_id;
    return OK;
}

static void set_text(const char **field, const char *given)
{
    if (given) *field = *given ? given : NULL;
}

Status complaint_set_facts(Ctx *ctx, ComplaintEdit *edit, const ComplaintFacts *facts)
{
    Complaint *now = &edit->now;
    if (facts->category != NONE) now->category = facts->category;
    if (facts->value != NONE) now->value = facts->value;
    if (facts->founded != NONE) now->founded = facts->founded;
    set_text(&now->cause, facts->cause);
    set_text(&now->founded_why, facts->founded_why);
    set_text(&now->findings, facts->findings);
    set_text(&now->proposal, facts->proposal);
    set_text(&now->satisfaction_note, facts->satisfaction_note);
    set_text(&now->review, facts->review);
    if (now->value != NONE && now->value < 0)
        return fail_field(ctx, "value", "must not be negative");
    if (facts->satisfaction != NONE) {
        if (now->step < STEP_TOLD)
            return fail_field(ctx, "satisfaction", "the customer was not told yet");
        now->satisfaction = facts->satisfaction;
        now->satisfied_at = edit->ticket.at;
    }
    Status s = check_cause(ctx, now, facts);
    return s ? s : set_told(ctx, now, facts->told_entry_id);
}

/* --- saving --- */

static Status log_it(Ctx *ctx, ComplaintEdit *edit, const char *what, const char *why)
{
    const Complaint *now = &edit->now;
    const char *detail[10] = {
        "what",     what,
        "step",     name_of(complaint_steps, now->step),
        "priority", name_of(ticket_priorities, now->priority),
        "category", now->category == NONE ? "" : name_of(complaint_categories, now->category)};
    size_t count = 8;
    if (edit->ticket.now.priority > now->priority) {
        detail[count++] = "priority_kept";
        detail[count++] = name_of(ticket_priorities, edit->ticket.now.priority);
    }
    Entry entry = ticket_entry_of(ENTRY_COMPLAINT, ENTRY_INTERNAL);
    entry.text = why;
    entry.detail = (Texts){detail, count};
    Status s = ticket_entry_add(ctx, &edit->ticket, &entry);
    edit->entry_id = entry.id;
    return s;
}

/* Whether somebody set the ticket's priority: it is none that it got by itself. */
static bool is_set_by_hand(const ComplaintEdit *edit)
{
    int64_t by_itself = edit->fresh ? PRIORITY_NORMAL : edit->before.priority;
    return edit->ticket.now.priority != by_itself;
}

/* The ticket has the complaint's category, and its priority whenever that becomes another one: in
 * between people may set their own, and a score lowers none that they set. */
static void tell_ticket(ComplaintEdit *edit)
{
    Ticket *ticket = &edit->ticket.now;
    const Complaint *now = &edit->now;
    bool differs = edit->fresh || edit->before.priority != now->priority;
    bool lowers = now->priority < ticket->priority;
    if (differs && !(lowers && is_set_by_hand(edit))) ticket->priority = now->priority;
    if (now->category != NONE) ticket->category = name_of(complaint_categories, now->category);
}

bool complaint_is_owed(const Ticket *ticket)
{
    return ticket->kind == TICKET_COMPLAINT && !ticket->spam && !ticket->merged_into_id;
}

Status complaint_sum(Ctx *ctx, const Complaint *before, const Complaint *after)
{
    before = before->in_sums ? before : NULL;
    after = after->in_sums ? after : NULL;
    Status s = tally_change(ctx, before, after);
    return s ? s : complaint_count(ctx, before, after);
}

static Status write_complaint(Ctx *ctx, ComplaintEdit *edit)
{
    Complaint *now = &edit->now;
    bool written = true;
    if (!edit->received) now->version++;
    now->changed_at = edit->ticket.at;
    now->in_sums = complaint_is_owed(&edit->ticket.now);
    now->counted = now->outlet;
    now->counted_outlet_id = now->outlet_id;
    Status s = edit->fresh ? complaint_store_insert(ctx, now)
                           : complaint_store_update(ctx, now, edit->before.version, &written);
    if (!s && !written) s = fail(ctx, STALE, "the complaint was changed by someone else");
    if (!s && edit->shares_set) s = complaint_store_put_shares(ctx, now->ticket_id, &now->shares);
    return s ? s : complaint_sum(ctx, &edit->before, now);
}

/* What the customer's timeline says of a step; NULL: nothing. */
static const char *line_of(const ComplaintEdit *edit)
{
    int64_t step = edit->now.step;
    if (edit->fresh) return "complaint.accepted";
    if (step == edit->before.step) return NULL;
    if (step == STEP_PROPOSED) return "complaint.judged";
    return step == STEP_CLOSED ? "complaint.closed" : NULL;
}

static Status tell_customer(Ctx *ctx, const ComplaintEdit *edit)
{
    return ticket_line_add(ctx, &edit->ticket, (TicketLine){line_of(edit), edit->entry_id});
}

/* Its timers; the law's only where it begins, or counts again. */
static Status arm(Ctx *ctx, const ComplaintEdit *edit, int64_t age_at)
{
    const Complaint *was = &edit->before, *now = &edit->now;
    bool again = (was->told_at != NONE && now->told_at == NONE) ||
                 (was->step >= STEP_CLOSED && now->step < STEP_CLOSED);
    int64_t next = edit->fresh || again ? answer_next(ctx, now) : NONE;
    Status s = next != NONE ? answer_arm(ctx, now->ticket_id, next) : OK;
    if (s || age_at == NONE || now->step >= STEP_CLOSED) return s;
    return complaint_arm(ctx, now->ticket_id, age_at);
}

Status complaint_put(Ctx *ctx, ComplaintEdit *edit, const char *what, const char *why)
{
    int64_t next;
    Status s = complaint_weigh(ctx, &edit->now, edit->ticket.at, &next);
    if (s) return s;
    tell_ticket(edit);
    s = log_it(ctx, edit, what, why);
    if (!s) s = write_complaint(ctx, edit);
    if (!s) s = arm(ctx, edit, next);
    return s ? s : audit_write(ctx, "complaint.change", "complaint", edit->now.ticket_id, NULL);
}

Status complaint_save(Ctx *ctx, ComplaintEdit *edit, const char *what, const char *why)
{
    Status s = complaint_put(ctx, edit, what, why);
    edit->ticket.audited = true;
    if (!s && edit->told) s = answer_tell(ctx, &edit->ticket, edit->now.answer_breached_at != NONE);
    if (!s) s = ticket_save(ctx, &edit->ticket);
    return s ? s : tell_customer(ctx, edit);
}

/* One that is back is weighed anew where it has grown older meanwhile. */
static Status arm_again(Ctx *ctx, const Complaint *complaint, int64_t at)
{
    Complaint weighed = *complaint;
    int64_t age_at, next = answer_next(ctx, complaint);
    Status s = next != NONE ? answer_arm(ctx, complaint->ticket_id, next) : OK;
    if (s || complaint->step >= STEP_CLOSED) return s;
    s = complaint_weigh(ctx, &weighed, at, &age_at);
    if (weighed.score != complaint->score) age_at = at;
    return s || age_at == NONE ? s : complaint_arm(ctx, complaint->ticket_id, age_at);
}

Status complaint_follow_standing(Ctx *ctx, const TicketEdit *ticket)
{
    ComplaintEdit edit;
    Status s = complaint_edit_within(ctx, ticket, &edit);
    if (s) return s;
    edit.now.in_sums = complaint_is_owed(&ticket->now);
    if (edit.now.in_sums != edit.before.in_sums) {
        s = complaint_sum(ctx, &edit.before, &edit.now);
        if (!s) s = complaint_store_sum(ctx, ticket->now.id, edit.now.in_sums);
    }
    return s || !edit.now.in_sums ? s : arm_again(ctx, &edit.now, ticket->at);
}

/* --- shares --- */

static Status fail_share(Ctx *ctx, size_t at, const char *field, const char *says)
{
    const char *path = arena_format(ctx->arena, "shares[%zu].%s", at, field);
    return path ? fail_field(ctx, path, "%s", says) : no_memory(ctx);
}

static Status check_evidence(Ctx *ctx, const ComplaintShare *share, int64_t ticket_id, size_t at)
{
    Entry entry;
    StoredFile file;
    Status s = share->entry_id ? ticket_entry_find(ctx, ticket_id, share->entry_id, &entry) : OK;
    if (s == NOT_FOUND) return fail_share(ctx, at, "entry_id", "the ticket has no such entry");
    if (!s && share->file_id) s = file_find(ctx, share->file_id, &file);
    if (s == NOT_FOUND) return fail_share(ctx, at, "file_id", "there is no such file");
    if (s) return s;
    if (share->file_id && (strcmp(file.owner, "complaint") != 0 || file.owner_id != ticket_id))
        return fail_share(ctx, at, "file_id", "it is a file of something else");
    bool none = !share->entry_id && !share->file_id && !(share->note && *share->note);
    if (none && share->party != PARTY_UNDETERMINED)
        return fail_share(ctx, at, "note", "says no evidence: an entry, a file or words");
    return OK;
}

static Status check_shares(Ctx *ctx, int64_t ticket_id, const List *kept, List *shares)
{
    ComplaintShare *items = shares->items;
    int64_t sum = 0;
    Status s = masked_check_list(ctx, "shares", &complaint_share_shape, shares, kept);
    if (s) return s;
    for (size_t i = 0; i < shares->count; i++) {
        items[i].outlet_id = items[i].outlet ? outlet_id_of(ctx, items[i].outlet) : 0;
        if (items[i].outlet && !items[i].outlet_id)
            return fail_share(ctx, i, "outlet", "there is no such outlet");
        s = check_evidence(ctx, &items[i], ticket_id, i);
        if (s) return s;
        sum += items[i].percent;
    }
    if (sum == 100 || !shares->count) return OK;
    return fail_field(ctx, "shares", "sum to %lld, not to 100", (long long)sum);
}

Status complaint_share(Ctx *ctx, int64_t ticket_id, int64_t version, const List *shares,
                       Complaint *out)
{
    ComplaintEdit edit;
    ComplaintShare *copy = ARENA_ARRAY(ctx->arena, shares->count + 1, ComplaintShare);
    if (!copy) return no_memory(ctx);
    if (shares->count) memcpy(copy, shares->items, shares->count * sizeof *copy);
    Status s = complaint_edit(ctx, ticket_id, version, &edit);
    if (!s && edit.now.step >= STEP_CLOSED) s = fail(ctx, CONFLICT, "the complaint is closed");
    if (s) return s;
    edit.now.shares = (List){copy, shares->count};
    edit.shares_set = true;
    s = check_shares(ctx, ticket_id, &edit.before.shares, &edit.now.shares);
    if (!s) s = complaint_save(ctx, &edit, "shares", NULL);
    return s ? s : complaint_find(ctx, ticket_id, out);
}
