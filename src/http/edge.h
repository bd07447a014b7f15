/* edge.h -- where libmicrohttpd calls us, and what is told about each request when it is over. */
#pragma once

#include <microhttpd.h>

/* What came of a request: its head, a piece of its body, its end. This and what follows are the
 * callbacks of MHD_start_daemon; `user` is the Server. */
enum MHD_Result edge_access(void *user, struct MHD_Connection *connection, const char *url,
                            const char *method, const char *version, const char *data,
                            size_t *length, void **request);
/* A request begins; NULL closes the connection. */
void *edge_begin(void *user, const char *target, struct MHD_Connection *connection);
/* It is over: counted, logged, its memory given back. */
void edge_completed(void *user, struct MHD_Connection *connection, void **request,
                    enum MHD_RequestTerminationCode how);
/* A connection comes or goes. */
void edge_connection(void *user, struct MHD_Connection *connection, void **link,
                     enum MHD_ConnectionNotificationCode what);

/* Leaves paths and arguments as they came: they are decoded strictly by uri.h. */
size_t edge_unescape(void *user, struct MHD_Connection *connection, char *text);
