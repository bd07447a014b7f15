/* insight_slice.h -- the tables that insight.c puts together. */
#pragma once

#include "insight/insight.h"

typedef struct FigureAnswers {
    List figures; /* of FigureAnswer */
} FigureAnswers;
extern const Shape figure_answers_shape;

extern const Route insight_routes[];
extern const Command insight_commands[];
