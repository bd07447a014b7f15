/* attach.h -- files on tickets: those that the customer may see, and those among colleagues.
 *
 * A file of the owner "ticket" is public, one of "ticket_note" internal: a person limited to a
 * customer never sees it, nor that it is there. Either stands in the ticket's log as an entry of
 * that visibility, with the file's name as its text. */
#pragma once

#include "file/file.h"

extern const FileOwner ticket_files, ticket_note_files;
