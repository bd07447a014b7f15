/* portal_page.h -- a visitor's pages: pure functions from what may be shown to HTML. Phone first,
 * readable without scripts. */
#pragma once

#include "base/buf.h"
#include "desk/entry.h"
#include "file/file.h"
#include "portal/portal.h"
#include "portal/portal_words.h"

/* What a visitor came to ask; who is not in yet signs in first. */
typedef enum PortalAsk { ASK_COMPLAINT = 1, ASK_CLAIM } PortalAsk;
extern const Name portal_asks[];

typedef struct PortalPage {
    Language language;
    const char *company, *hotline; /* hotline NULL: not shown */
    const char *zone;
    const Visitor *visitor; /* NULL: nobody is signed in */
    const char *here;       /* the page's own address, for the other language */
    const char *no;         /* the parcel that they came for; NULL */
    int64_t ask;            /* what they go on to once they are in (PortalAsk); NONE */
} PortalPage;

typedef struct SignInPage {
    PortalPage page;
    const char *challenge, *contact; /* contact: as it was typed */
    int64_t again_ms;                /* no further code is sent before; NONE */
    bool wrong;
} SignInPage;

/* Where a visitor signs in: asks for the contact, or, with `challenge`, for the code. */
void portal_sign_in_write(Buf *buf, const SignInPage *page);

typedef struct MinePage {
    PortalPage page;
    List parcels, requests;
} MinePage;

/* What is theirs: parcels (Waybill) and requests (Ticket). */
void portal_mine_write(Buf *buf, const MinePage *page);

/* What a complaint or a claim is asked with, as it was typed; NULL: nothing yet. */
typedef struct AskTyped {
    const char *no, *about, *description, *demanded, *name;
} AskTyped;
typedef struct AskPage {
    PortalPage page;
    bool claim;
    AskTyped typed;
    const char *wrong;   /* the field that is; NULL */
    int64_t answer_days; /* NONE: not said */
    bool answer_pauses;
} AskPage;

/* Writes the form of a complaint, or of a claim. */
void portal_ask_write(Buf *buf, const AskPage *page);

/* A claim stands for the same loss: by the request of that number, or, NULL, by another's. */
void portal_standing_write(Buf *buf, const PortalPage *page, const char *no);

/* Why a photo is refused, by the names that addresses and the pages' script know it by. */
typedef enum PhotoRefusal { PHOTO_KIND = 1, PHOTO_LARGE, PHOTO_FULL, PHOTO_AGAIN } PhotoRefusal;
extern const Name photo_refusals[];

typedef struct RequestPage {
    PortalPage page;
    const Ticket *ticket;
    const char *typed; /* what was said and is no text, or too long; NULL: nothing */
    List entries;      /* Entry, the oldest first */
    List photos;       /* StoredFile */
    int64_t due_at;
    int64_t most_mb;
    const char *refused; /* why the photo just sent was not taken; NULL: none was */
} RequestPage;

/* One request: its state, what was said in public, its photographs. */
void portal_request_write(Buf *buf, const RequestPage *page);

/* There is no such request, or it is another's: one page for both. */
void portal_missing_write(Buf *buf, const PortalPage *page);
