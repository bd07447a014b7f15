#include "claim/ledger.h"
#include "claim/rules.h"

#include <string.h>

#define NAME_(constant, name, value, zh, en) {name, value, en},
#define CHINESE_(constant, name, value, zh, en) {zh, value, en},
#define NAMES_END                                                                                  \
    {                                                                                              \
        NULL, 0, NULL                                                                              \
    }

const Name claim_kinds[] = {CLAIM_KINDS(NAME_) NAMES_END};
const Name claim_states[] = {CLAIM_STATES(NAME_) NAMES_END};
const Name claim_exclusions[] = {CLAIM_EXCLUSIONS(NAME_) NAMES_END};
const Name claim_answerables[] = {CLAIM_ANSWERABLE(NAME_) NAMES_END};
const Name claim_offers[] = {CLAIM_OFFERS(NAME_) NAMES_END};
const Name claim_faults[] = {CLAIM_FAULTS(NAME_) NAMES_END};
const Name claim_parties[] = {CLAIM_PARTIES(NAME_) NAMES_END};
const Name ledger_accounts[] = {LEDGER_ACCOUNTS(NAME_) NAMES_END};
const Name ledger_steps[] = {LEDGER_STEPS(NAME_) NAMES_END};

static const Name kinds_zh[] = {CLAIM_KINDS(CHINESE_) NAMES_END};
static const Name states_zh[] = {CLAIM_STATES(CHINESE_) NAMES_END};
static const Name exclusions_zh[] = {CLAIM_EXCLUSIONS(CHINESE_) NAMES_END};
static const Name answerables_zh[] = {CLAIM_ANSWERABLE(CHINESE_) NAMES_END};
static const Name offers_zh[] = {CLAIM_OFFERS(CHINESE_) NAMES_END};
static const Name faults_zh[] = {CLAIM_FAULTS(CHINESE_) NAMES_END};
static const Name parties_zh[] = {CLAIM_PARTIES(CHINESE_) NAMES_END};
static const Name accounts_zh[] = {LEDGER_ACCOUNTS(CHINESE_) NAMES_END};
static const Name steps_zh[] = {LEDGER_STEPS(CHINESE_) NAMES_END};

static const struct {
    const Name *names, *chinese;
} tables[] = {
    {claim_kinds, kinds_zh},           {claim_states, states_zh},
    {claim_exclusions, exclusions_zh}, {claim_answerables, answerables_zh},
    {claim_offers, offers_zh},         {claim_faults, faults_zh},
    {claim_parties, parties_zh},       {ledger_accounts, accounts_zh},
    {ledger_steps, steps_zh},
};

static const char *english(const Name *names, int64_t value)
{
    while (names->name && names->value != value)
        names++;
    return names->name ? names->doc : "?";
}

const char *claim_word(const Name *names, int64_t value, bool chinese)
{
    if (!chinese) return english(names, value);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (tables[i].names == names) return name_of(tables[i].chinese, value);
    return english(names, value);
}
