/* page_frame.h -- what stands around each of a visitor's pages; for the files of portal/. */
#pragma once

#include "portal/portal_page.h"

/* A word of the page, made safe. */
void frame_word(Buf *buf, const PortalPage *page, PortalWord word);

/* From the document's beginning to its main part, with the heading. */
void frame_head(Buf *buf, const PortalPage *page, PortalWord title);

/* The rest, with what leads on. */
void frame_foot(Buf *buf, const PortalPage *page);

/* "?lang=en": behind an address, or `more` with "&amp;". */
void frame_language(Buf *buf, const PortalPage *page, bool more);

/* What the visitor came for, behind an address with its language; `and` as it is written there. */
void frame_purpose(Buf *buf, const PortalPage *page, const char *and);

/* A labelled input: `type` and the rest of its attributes, without its value. */
typedef struct FrameInput {
    const char *name, *attributes, *value;
    PortalWord label;
    bool wrong;
} FrameInput;

/* Writes it; what is wrong is said to be. */
void frame_input(Buf *buf, const PortalPage *page, const FrameInput *input);

/* A button that sends its form. */
void frame_button(Buf *buf, const PortalPage *page, PortalWord word);
