#include "notify/transfer.h"

#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include <curl/curl.h>

#define CONNECT_MS 10000L
#define POLL_MS 200

/* A transfer under way. */
typedef struct Running {
    Transfer *transfer;
    CURL *curl;
    struct curl_slist *headers, *recipients;
    char *answer;
    size_t answer_room, answer_length, sent, length;
    bool refused; /* its address may not be reached */
} Running;

static void start_curl(void)
{
    /* Where it fails, no handle can be made, which is noticed then. */
    (void)!curl_global_init(CURL_GLOBAL_DEFAULT);
}

static size_t on_answer(char *bytes, size_t size, size_t count, void *user)
{
    Running *r = user;
    size_t length = size * count, room = r->answer_room - r->answer_length;
    size_t kept = length < room ? length : room;
    bool whole = r->transfer->whole_max;
    if (whole && length > room) return 0;
    for (size_t i = 0; i < kept; i++) {
        char c = bytes[i];
        r->answer[r->answer_length++] = (char)(!whole && (c < 0x20 || c > 0x7E) ? ' ' : c);
    }
    return length;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *user)
{
    Running *r = user;
    size_t left = r->length - r->sent, room = size * count;
    size_t length = left < room ? left : room;
    memcpy(bytes, r->transfer->body + r->sent, length);
    r->sent += length;
    return length;
}

static curl_socket_t on_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
    Running *r = user;
    (void)purpose;
    r->refused = r->transfer->reach && !reach_may(r->transfer->reach, &address->addr);
    if (r->refused) return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* --- one --- */

/* Each answers whether libcurl took everything. */

static bool set_common(Running *r, int64_t timeout_ms)
{
    CURL *curl = r->curl;
    return !curl_easy_setopt(curl, CURLOPT_URL, r->transfer->url) &&
           !curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) &&
           !curl_easy_setopt(curl, CURLOPT_PROXY, "") &&
           !curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR,
                             r->transfer->mail_to ? "smtp,smtps" : "http,https") &&
           !curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)timeout_ms) &&
           !curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS) &&
           !curl_easy_setopt(curl, CURLOPT_USERAGENT, "Parceldesk") &&
           !curl_easy_setopt(curl, CURLOPT_PRIVATE, r) &&
           !curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, on_socket) &&
           !curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, r) &&
           !curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_answer) &&
           !curl_easy_setopt(curl, CURLOPT_WRITEDATA, r);
}

static bool set_login(Running *r)
{
    const Transfer *t = r->transfer;
    return !t->user || (!curl_easy_setopt(r->curl, CURLOPT_USERNAME, t->user) &&
                        !curl_easy_setopt(r->curl, CURLOPT_PASSWORD, t->password));
}

static bool is_own_machine(const char *url)
{
    static const char *const own[] = {"smtp://127.", "smtp://localhost", "smtp://[::1]"};
    bool is = false;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        is = is || strncmp(url, own[i], strlen(own[i])) == 0;
    return is;
}

/* A password never goes over a network in clear; a text only where the server knows no better. */
static long tls_of(const Transfer *t)
{
    return t->user && !is_own_machine(t->url) ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_TRY;
}

static bool set_mail(Running *r)
{
    CURL *curl = r->curl;
    r->recipients = curl_slist_append(NULL, r->transfer->mail_to);
    return r->recipients && set_login(r) &&
           !curl_easy_setopt(curl, CURLOPT_USE_SSL, tls_of(r->transfer)) &&
           !curl_easy_setopt(curl, CURLOPT_MAIL_FROM, r->transfer->mail_from) &&
           !curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, r->recipients) &&
           !curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L) &&
           !curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_body) &&
           !curl_easy_setopt(curl, CURLOPT_READDATA, r);
}

static bool set_request(Running *r)
{
    for (const char *const *header = r->transfer->headers; header && *header; header++) {
        struct curl_slist *more = curl_slist_append(r->headers, *header);
        if (!more) return false;
        r->headers = more;
    }
    if (curl_easy_setopt(r->curl, CURLOPT_HTTPHEADER, r->headers)) return false;
    if (!r->transfer->body) return !curl_easy_setopt(r->curl, CURLOPT_HTTPGET, 1L);
    return !curl_easy_setopt(r->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->length) &&
           !curl_easy_setopt(r->curl, CURLOPT_POSTFIELDS, r->transfer->body);
}

/* A value with a line of its own would be one header more. */
static bool headers_are_lines(const Transfer *t)
{
    for (const char *const *header = t->headers; header && *header; header++)
        for (const char *at = *header; *at; at++)
            if (((unsigned char)*at < 0x20 && *at != '\t') || *at == 0x7F) return false;
    return true;
}

static Status open_transfer(Ctx *ctx, Running *r, Transfer *transfer, int64_t timeout_ms)
{
    r->transfer = transfer;
    r->length = transfer->body ? strlen(transfer->body) : 0;
    r->answer_room = transfer->whole_max ? transfer->whole_max : TRANSFER_ANSWER_MAX;
    r->answer = arena_alloc(ctx->arena, r->answer_room + 1);
    r->curl = r->answer ? curl_easy_init() : NULL;
    if (!r->curl) return no_memory(ctx);
    bool set = set_common(r, timeout_ms) && (transfer->mail_to ? set_mail(r) : set_request(r));
    return set ? OK : fail(ctx, UNAVAILABLE, "libcurl does not know how to send this");
}

static const char *words_of(const Running *r, CURLcode code)
{
    if (r->refused) return "its address is none of the public internet";
    switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
        return "the address cannot be read";
    case CURLE_COULDNT_RESOLVE_HOST:
        return "there is no machine of that name";
    case CURLE_COULDNT_CONNECT:
        return "nobody answers there";
    case CURLE_OPERATION_TIMEDOUT:
        return "no answer came in time";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_USE_SSL_FAILED:
        return "TLS could not be agreed upon";
    case CURLE_LOGIN_DENIED:
        return "the server refused the sign-in";
    case CURLE_WRITE_ERROR:
        return "the answer is too long";
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
        return "the connection broke";
    default:
        return "the server did not take it";
    }
}

static void note_result(Running *r, CURLcode code)
{
    long status = 0;
    curl_off_t took_us = 0;
    if (curl_easy_getinfo(r->curl, CURLINFO_RESPONSE_CODE, &status)) status = 0;
    if (curl_easy_getinfo(r->curl, CURLINFO_TOTAL_TIME_T, &took_us)) took_us = 0;
    r->transfer->status = status;
    r->transfer->took_ms = took_us / 1000;
    r->transfer->error = code ? words_of(r, code) : NULL;
    r->transfer->answer = r->answer;
}

static void close_transfer(CURLM *multi, Running *r)
{
    if (r->curl) {
        (void)!curl_multi_remove_handle(multi, r->curl);
        curl_easy_cleanup(r->curl);
    }
    curl_slist_free_all(r->headers);
    curl_slist_free_all(r->recipients);
}

/* --- all --- */

static void note_finished(CURLM *multi)
{
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(multi, &left));) {
        Running *r = NULL;
        if (message->msg != CURLMSG_DONE) continue;
        if (!curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&r) && r)
            note_result(r, message->data.result);
    }
}

static Status run_all(Ctx *ctx, CURLM *multi)
{
    int under_way = 1;
    CURLMcode code = CURLM_OK;
    while (!code && under_way) {
        code = curl_multi_perform(multi, &under_way);
        note_finished(multi);
        if (!code && under_way) code = curl_multi_poll(multi, NULL, 0, POLL_MS, NULL);
    }
    return code ? fail(ctx, UNAVAILABLE, "libcurl: %s", curl_multi_strerror(code)) : OK;
}

Status transfers_run(Ctx *ctx, Transfer *transfers, size_t count, int64_t timeout_ms)
{
    static pthread_once_t started = PTHREAD_ONCE_INIT;
    pthread_once(&started, start_curl);
    Running *running = ARENA_ARRAY(ctx->arena, count, Running);
    CURLM *multi = curl_multi_init();
    Status s = running && multi ? OK : no_memory(ctx);
    for (size_t i = 0; !s && i < count; i++) {
        if (!headers_are_lines(&transfers[i])) {
            transfers[i].error = "a header has a control character";
            transfers[i].answer = "";
            continue;
        }
        s = open_transfer(ctx, &running[i], &transfers[i], timeout_ms);
        if (!s && curl_multi_add_handle(multi, running[i].curl)) s = no_memory(ctx);
    }
    if (!s) s = run_all(ctx, multi);
    for (size_t i = 0; running && i < count; i++)
        close_transfer(multi, &running[i]);
    if (multi) (void)!curl_multi_cleanup(multi);
    return s;
}
