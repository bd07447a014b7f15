/* Where a server is to listen, and what it shows there. */
#include <errno.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <string.h>

#include "http/listen.h"
#include "start/inspection.h"
#include "start/supervisor.h"

enum { RUNS_OUT_DAYS = 14, DAY_S = 86400 };

/* `check` is not what systemd starts with the socket. */
static Status address_open(Inspection *in)
{
    if (!listens_by_systemd(in->options))
        return listen_open(in->ctx, in->options->server.listen, &in->listener);
    return in->serves ? supervisor_socket(in->ctx, &in->listener) : OK;
}

/* Passwords and names go over other people's lines then. */
static void look_at_transport(Inspection *in)
{
    const ServerOptions *server = &in->options->server;
    bool covered = server->certificate || server->trusted_proxies;
    if (covered || in->listener < 0 || listen_is_loopback(in->listener)) return;
    found(in, SEVERITY_WARNING, "transport", "others can ask, and nothing is encrypted on the way");
    found_hint(in, "--tls-cert and --tls-key; or a proxy with TLS before it, and --trust-proxy");
}

void look_at_address(Inspection *in)
{
    char name[64] = "the socket that systemd holds";
    in->listener = -1;
    Status s = address_open(in);
    if (!s) {
        if (in->listener >= 0) listen_name(in->listener, name, sizeof name);
        found(in, SEVERITY_OK, "address", "%s", name);
        look_at_transport(in);
        return;
    }
    found_problem(in, "address");
    if (s == INVALID)
        found_hint(in, "--listen takes ADDRESS:PORT, such as 127.0.0.1:8080, [::]:80 or :8080");
    else if (!listens_by_systemd(in->options))
        found_hint(in, "another program, or another Parceldesk, may have it: ss -ltnp tells; ports "
                       "below 1024 are for root or CAP_NET_BIND_SERVICE");
}

static FILE *pem_open(Inspection *in, const char *path)
{
    FILE *file = fopen(path, "re");
    if (file) return file;
    found(in, SEVERITY_ERROR, "certificate", "%s cannot be read: %s", path, strerror(errno));
    found_hint(in, "the user that serves must be able to read it, and the folders above it");
    return NULL;
}

static X509 *certificate_read(Inspection *in, const char *path)
{
    FILE *file = pem_open(in, path);
    X509 *certificate = file ? PEM_read_X509(file, NULL, NULL, NULL) : NULL;
    if (file) fclose(file);
    if (file && !certificate)
        found(in, SEVERITY_ERROR, "certificate", "%s holds no certificate in PEM", path);
    return certificate;
}

/* A key with a pass-phrase cannot be asked for it. */
static int no_passphrase(char *out, int room, int writes, void *user)
{
    (void)out, (void)room, (void)writes, (void)user;
    return 0;
}

static EVP_PKEY *key_read(Inspection *in, const char *path)
{
    FILE *file = pem_open(in, path);
    EVP_PKEY *key = file ? PEM_read_PrivateKey(file, NULL, no_passphrase, NULL) : NULL;
    if (file) fclose(file);
    if (file && !key)
        found(in, SEVERITY_ERROR, "certificate", "%s holds no key in PEM without a pass-phrase",
              path);
    return key;
}

static void look_at_end(Inspection *in, const X509 *certificate)
{
    int days = 0, seconds = 0;
    ASN1_TIME_diff(&days, &seconds, NULL, X509_get0_notAfter(certificate));
    bool over = days < 0 || seconds < 0;
    bool soon = over || days < RUNS_OUT_DAYS;
    if (over)
        found(in, SEVERITY_WARNING, "certificate", "it has run out");
    else
        found(in, soon ? SEVERITY_WARNING : SEVERITY_OK, "certificate", "it holds for %d days",
              days);
    if (soon) found_hint(in, "get a new one, put it in its place, and start the server again");
}

void look_at_certificate(Inspection *in)
{
    const ServerOptions *server = &in->options->server;
    if (!server->certificate) return;
    X509 *certificate = certificate_read(in, server->certificate);
    EVP_PKEY *key = key_read(in, server->key);
    if (certificate && key && X509_check_private_key(certificate, key) != 1) {
        found(in, SEVERITY_ERROR, "certificate", "%s is not the key of %s", server->key,
              server->certificate);
        found_hint(in, "the first certificate of the file must be the server's own, then those "
                       "between it and the root");
    } else if (certificate && key) {
        look_at_end(in, certificate);
    }
    X509_free(certificate);
    EVP_PKEY_free(key);
}
