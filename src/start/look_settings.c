/* What is set in the database, and would not work as it is. */
#include "access/breached.h"
#include "access/setting.h"
#include "base/instant.h"
#include "notify/gateway.h"
#include "start/inspection.h"

static void look_at_zone(Inspection *in)
{
    const char *zone = setting_text(in->ctx, SETTING_NAMED_ZONE);
    if (!zone_check(in->ctx, zone)) {
        found(in, SEVERITY_OK, "zone", "%s", zone);
        return;
    }
    problem_clear(in->ctx);
    found(in, SEVERITY_WARNING, "zone", "there is no time zone %s on this machine", zone);
    found_hint(in, "parceldesk set zone NAME, or bring ICU's data up to date: libicu72");
}

/* Why messages of a channel would not go out; NULL: they would. */
static const char *lacks(const Gateway *gateway)
{
    if (!gateway->url || !*gateway->url) return "its address is not set";
    if (gateway->channel == NOTICE_EMAIL && (!gateway->sender || !*gateway->sender))
        return "whom mails come from is not set";
    if (gateway->user && *gateway->user && (!gateway->password || !*gateway->password))
        return "it has a user and no password";
    return NULL;
}

static void look_at_gateway(Inspection *in, const Gateway *gateway)
{
    const char *name = gateway->channel == NOTICE_EMAIL ? "e-mail" : "short messages";
    const char *lack = lacks(gateway);
    if (!gateway->version || !gateway->enabled) {
        found(in, SEVERITY_NOTE, name, "none go out: the gateway is not set, or off");
    } else if (lack) {
        found(in, SEVERITY_WARNING, name, "none go out: %s", lack);
    } else {
        found(in, SEVERITY_OK, name, "they go to %s", gateway->url);
        return;
    }
    found_hint(in, "PUT /api/v1/gateways/%s, or the console: Settings",
               gateway->channel == NOTICE_EMAIL ? "email" : "sms");
}

static void look_at_public_url(Inspection *in)
{
    const char *url = setting_text(in->ctx, SETTING_NAMED_PUBLIC_URL);
    if (url && *url) {
        found(in, SEVERITY_OK, "public address", "%s", url);
        return;
    }
    found(in, SEVERITY_WARNING, "public address",
          "it is not set: messages cannot lead customers to their parcels");
    found_hint(in, "parceldesk set public_url https://…");
}

/* Any password finds out whether it can be searched. */
static void look_at_breached(Inspection *in)
{
    bool breached;
    Ctx *ctx = in->ctx;
    if (!password_is_breached(ctx, "", &breached)) return;
    found(in, SEVERITY_WARNING, "breached passwords", "%s", ctx->problem.message);
    found_hint(in, "LC_ALL=C sort it, or take it away: until then nobody can change a password");
    problem_clear(ctx);
}

void look_at_settings(Inspection *in)
{
    List gateways;
    const Gateway *items;
    bool sends = false;
    look_at_zone(in);
    look_at_breached(in);
    if (gateway_list(in->ctx, &gateways)) {
        found_problem(in, "gateways");
        return;
    }
    items = gateways.items;
    for (size_t i = 0; i < gateways.count; i++) {
        look_at_gateway(in, &items[i]);
        sends = sends || items[i].enabled;
    }
    if (sends) look_at_public_url(in);
}
