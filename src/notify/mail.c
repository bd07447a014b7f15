#include "notify/mail.h"

#include <string.h>

#include <sodium.h>

#include "base/buf.h"
#include "base/email.h"
#include "base/instant.h"
#include "base/text.h"

/* An encoded word has at most 75 characters, 12 of them around its text (RFC 2047, 2). */
#define WORD_BYTES 45
/* 76 characters a line (RFC 2045, 6.8). */
#define LINE_BYTES 57
#define BASE64_ROOM 81
/* A line has at most 998 characters (RFC 5322, 2.1.1); a longer id is passed over. */
#define ID_BYTES 900

static void add_base64(Buf *buf, const char *bytes, size_t length)
{
    char text[BASE64_ROOM];
    sodium_bin2base64(text, sizeof text, (const unsigned char *)bytes, length,
                      sodium_base64_VARIANT_ORIGINAL);
    buf_text(buf, text);
}

/* Words of whole characters. */
static void add_words(Buf *buf, const char *text)
{
    const char *separator = "";
    while (*text) {
        size_t length = 0;
        for (size_t next; text[length]; length += next) {
            next = text_prefix(text + length, 1);
            if (length + next > WORD_BYTES) break;
        }
        buf_text(buf, separator);
        buf_text(buf, "=?UTF-8?B?");
        add_base64(buf, text, length);
        buf_text(buf, "?=");
        text += length;
        separator = "\r\n ";
    }
}

static void add_date(Buf *buf, int64_t at)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    Wall wall;
    instant_wall(at, "Z", &wall);
    buf_format(buf, "Date: %s, %02d %s %d %02d:%02d:%02d +0000\r\n",
               days[date_weekday(instant_date(at, "Z")) - 1], wall.day, months[wall.month - 1],
               wall.year, wall.hour, wall.minute, wall.second);
}

/* One on each line, so that none grows too long; what is no plain id is left out. */
static void add_ids(Buf *buf, const char *name, const char *ids)
{
    const char *separator = name;
    for (const char *at = ids ? ids : ""; *at;) {
        size_t gap = strspn(at, " \t\n"), length = strcspn(at + gap, " \t\n");
        bool plain = length > 2 && length < ID_BYTES;
        for (size_t i = 0; i < length && plain; i++)
            plain = at[gap + i] > ' ' && at[gap + i] <= '~';
        if (plain) {
            buf_format(buf, separator == name ? "%s: " : "%s", separator);
            buf_add(buf, at + gap, length);
            separator = "\r\n ";
        }
        at += gap + length;
    }
    if (separator != name) buf_text(buf, "\r\n");
}

static void add_headers(Buf *buf, const Mail *mail)
{
    buf_text(buf, "From: ");
    if (mail->from_name) {
        add_words(buf, mail->from_name);
        buf_char(buf, ' ');
    }
    buf_format(buf, "<%s>\r\nTo: <%s>\r\nSubject: ", mail->from, mail->to);
    add_words(buf, mail->subject ? mail->subject : "");
    buf_text(buf, "\r\n");
    add_date(buf, mail->at);
    buf_format(buf, "Message-ID: <%s%s>\r\n", mail->id, strchr(mail->from, '@'));
    add_ids(buf, "In-Reply-To", mail->in_reply_to);
    add_ids(buf, "References", mail->references);
    buf_format(buf, "X-Loop: %s\r\n", mail->from);
    if (mail->automatic) buf_text(buf, "Auto-Submitted: auto-generated\r\n");
    buf_text(buf, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                  "Content-Transfer-Encoding: base64\r\n\r\n");
}

Status mail_make(Ctx *ctx, const Mail *mail, const char **out)
{
    if (!email_is_sendable(mail->from) || !email_is_sendable(mail->to))
        return fail(ctx, INVALID, "a mail needs addresses it comes from and goes to");
    Buf buf;
    buf_init(&buf, ctx->arena);
    add_headers(&buf, mail);
    size_t length = strlen(mail->text);
    for (size_t at = 0; at < length; at += LINE_BYTES) {
        size_t left = length - at;
        add_base64(&buf, mail->text + at, left < LINE_BYTES ? left : LINE_BYTES);
        buf_text(&buf, "\r\n");
    }
    *out = buf.data;
    return buf_check(ctx, &buf);
}
