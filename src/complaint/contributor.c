#include "complaint/contributor.h"

#include "base/json.h"
#include "complaint/appeal.h"
#include "complaint/complaint.h"
#include "complaint/complaint_files.h"
#include "complaint/contributor_store.h"
#include "complaint/form.h"
#include "complaint/handoff.h"
#include "desk/ticket_walk.h"
#include "file/file.h"

enum { FORMS_AT_ONCE = 200 };

static Status tell_complaint(Ctx *ctx, int64_t ticket_id, Buf *out)
{
    Complaint complaint;
    Status s = complaint_find(ctx, ticket_id, &complaint);
    buf_text(out, "{\"complaints\":[");
    if (s == NOT_FOUND) problem_clear(ctx);
    if (!s) contributor_rows(out, &complaint_shape, &(List){&complaint, 1}, true);
    buf_char(out, ']');
    return s == NOT_FOUND ? OK : s;
}

static Status tell_forms(Ctx *ctx, int64_t ticket_id, Buf *out)
{
    FormFilter filter = {.ticket_id = ticket_id, .limit = FORMS_AT_ONCE};
    bool first = true;
    buf_text(out, ",\"forms\":[");
    do {
        List list;
        const char *next;
        Status s = form_list(ctx, &filter, &list, &next);
        if (s) return s;
        contributor_rows(out, &form_shape, &list, first);
        first &= list.count == 0;
        filter.cursor = next;
    } while (filter.cursor);
    buf_text(out, "]}");
    return buf_check(ctx, out);
}

static Status tell_visible(Ctx *ctx, int64_t ticket_id, Buf *out)
{
    List handoffs, appeals;
    Status s = tell_complaint(ctx, ticket_id, out);
    if (!s) s = handoff_list_ticket(ctx, ticket_id, &handoffs);
    if (!s) s = appeal_list_ticket(ctx, ticket_id, &appeals);
    if (s) return s;
    buf_text(out, ",\"handoffs\":[");
    contributor_rows(out, &handoff_shape, &handoffs, true);
    buf_text(out, "],\"appeals\":[");
    contributor_rows(out, &appeal_shape, &appeals, true);
    buf_char(out, ']');
    return tell_forms(ctx, ticket_id, out);
}

/* Of those tickets that are in the reader's scope. */
static Status tell_ticket(Ctx *ctx, int64_t ticket_id, void *user)
{
    TicketTelling *telling = user;
    Status s = ticket_visible(ctx, ticket_id);
    if (s == NOT_FOUND) problem_clear(ctx);
    if (s) return s == NOT_FOUND ? OK : s;
    ticket_told(telling);
    return tell_visible(ctx, ticket_id, telling->out);
}

static Status tell(Ctx *ctx, int64_t customer_id, Buf *out)
{
    return ticket_tell_all(ctx, customer_id, complaint_person_store_family, tell_ticket, out);
}

static Status forget_files(Ctx *ctx, int64_t ticket_id, void *user)
{
    (void)user;
    return file_forget_owner(ctx, complaint_files.kind, ticket_id);
}

static Status erase(Ctx *ctx, int64_t customer_id, ErasureProof *proof)
{
    Status s = complaint_person_store_erase(ctx, customer_id, proof);
    return s ? s : ticket_walk(ctx, customer_id, complaint_person_store_files, forget_files, NULL);
}

const CustomerContributor complaint_contributor = {.name = "complaints",
                                                   .tell = tell,
                                                   .erase = erase,
                                                   .left = complaint_person_store_left,
                                                   .of_unowned = true};
