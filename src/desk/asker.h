/* asker.h -- who asks on a ticket that no recorded customer asks on, for those who tell them. */
#pragma once

#include "notify/asker.h"

/* A ticket's contact. */
extern const NoticeAskerSource ticket_asker;
