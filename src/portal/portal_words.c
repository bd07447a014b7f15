#include "portal/portal_words.h"

#include "desk/desk.h"

typedef const char *Both[LANGUAGE_COUNT];

static const Both words[PORTAL_WORD_COUNT] = {
#define PORTAL_WORD_ROW_(constant, zh, en) [constant] = {zh, en},
    PORTAL_WORDS(PORTAL_WORD_ROW_)
#undef PORTAL_WORD_ROW_
};

static const Both types[TICKET_TYPE_COUNT] = {
    [TYPE_NEW] = {"已收到", "Received"},
    [TYPE_OPEN] = {"处理中", "Being worked on"},
    [TYPE_PENDING_CUSTOMER] = {"等您答复", "Waits for you"},
    [TYPE_PENDING_INTERNAL] = {"内部核实中", "Being looked into"},
    [TYPE_RESOLVED] = {"已处理", "Settled"},
    [TYPE_CLOSED] = {"已结束", "Closed"},
    [TYPE_MERGED] = {"已并入另一受理单", "Joined with another"},
};

const char *portal_word(PortalWord word, Language language)
{
    return words[word][language];
}

const char *portal_type_word(int64_t type, Language language)
{
    bool known = type >= 0 && type < TICKET_TYPE_COUNT && types[type][language];
    return known ? types[type][language] : "";
}
