/* insight_slice.h -- the tables that insight.c puts together. */
#pragma once

#include "base/metrics.h"
#include "insight/insight.h"

typedef struct FigureAnswers {
    List figures; /* of FigureAnswer */
} FigureAnswers;
extern const Shape figure_answers_shape;

extern const Route insight_routes[];
extern const Command insight_commands[];
extern const Metric insight_metrics[]; /* how far a rebuild is */
