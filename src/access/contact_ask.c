#include "access/contact_ask.h"

#include "access/audit.h"
#include "access/person.h"
#include "access/right.h"
#include "base/json.h"
#include "base/text.h"

static const Field ask_fields[] = {
    FIELD_TEXT(ContactAsk, reason, .writing = WRITING_LINES, .required = true, .min = 3, .max = 500,
               .personal = PERSONAL_WORDS, .doc = "Why you need it: kept in the log"),
    FIELD_END};
const Shape contact_ask_shape = SHAPE(ContactAsk, ask_fields, "Why somebody is to be shown");

Status contact_ask_check(Ctx *ctx, int right, const ContactAsk *ask)
{
    if (!ctx_may(ctx, right))
        return fail(ctx, FORBIDDEN, "this needs the right %s", right_name(right));
    const char *words = text_normal(ctx->arena, ask->reason);
    if (!words) return no_memory(ctx);
    return *words ? OK : fail_field(ctx, "reason", "is required");
}

Status contact_ask_audit(Ctx *ctx, const char *action, const char *subject_kind, int64_t subject_id,
                         const ContactAsk *ask)
{
    Buf detail;
    buf_init(&detail, ctx->arena);
    json_encode(&detail, &contact_ask_shape, ask, NULL);
    Status s = buf_check(ctx, &detail);
    return s ? s : audit_write(ctx, action, subject_kind, subject_id, detail.data);
}
