/* json_path.h -- the words for where in a document a failure is. */
#pragma once

#include "base/json_shape.h"

/* Puts the path to what the reader is at into Problem.field: "[3].parties.consignee.phone". Where
 * the key is none of the shape's, what Problem.field holds stands for it. */
void json_path_set(ShapeReader *reader);

/* INVALID, with a key that came from outside as the field, made safe to show. */
Status json_fail_key(Ctx *ctx, const char *key, size_t length, const char *words);
