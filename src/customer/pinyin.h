/* pinyin.h -- how Chinese names are read, in Latin letters without tones: what people type who look
 * for them. */
#pragma once

#include "base/ctx.h"

/* NULL, all of them, where the text has no Chinese character. */
typedef struct Pinyin {
    const char *syllables; /* "zhang san feng" */
    const char *joined;    /* "zhangsanfeng" */
    const char *initials;  /* "zsf" */
} Pinyin;

/* The two readings of a name: as its characters are mostly read, and, where its first one or two
 * are a surname that is read otherwise (曾 zeng, 单 shan), with that; else `*as_surname` is empty.
 * What is no Chinese character is passed over. NO_MEMORY. */
Status pinyin_read(Ctx *ctx, const char *name, Pinyin *out, Pinyin *as_surname);
