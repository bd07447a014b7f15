/* command.h -- what every command of the program shares: where the data is. */
#pragma once

#include "base/cli.h"
#include "house.h"

/* --data, --database, --node; ends with a NULL name. */
extern const Option house_options[];

/* The options given, or what the environment says: PARCELDESK_DATA, PARCELDESK_DATABASE, and, for
 * tests, PARCELDESK_NOW (an instant: the clock starts there) and PARCELDESK_CLOCK ("stands": and
 * stays there). */
Status house_options_read(Ctx *ctx, const Cli *cli, HouseOptions *out);

extern const CliHouse cli_house;

/* serve, check, openapi, version. */
extern const Command serve_commands[];
