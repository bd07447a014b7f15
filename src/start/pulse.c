#include "start/pulse.h"

#include <curl/curl.h>
#include <stdio.h>

static size_t drop(char *data, size_t size, size_t count, void *user)
{
    (void)data, (void)user;
    return size * count;
}

static bool prepared(CURL *curl, const char *address, long timeout_ms)
{
    return !curl_easy_setopt(curl, CURLOPT_URL, address) &&
           !curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) &&
           !curl_easy_setopt(curl, CURLOPT_PROXY, "") &&
           !curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L) &&
           !curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L) &&
           !curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, timeout_ms) &&
           !curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop);
}

bool pulse_beats(const char *url, int64_t timeout_us)
{
    char address[128];
    long answer = 0;
    CURL *curl = curl_easy_init();
    if (!curl) return false;
    snprintf(address, sizeof address, "%s/healthz", url);
    bool beats = prepared(curl, address, (long)(timeout_us / 1000)) && !curl_easy_perform(curl) &&
                 !curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
    curl_easy_cleanup(curl);
    return beats && answer == 200;
}
