#include "LibCurl.h"

#include "RuntimeLibrary.h"

static const struct RuntimeSymbol symbols[] = {
#define SYMBOL(result, name, parameters) {#name, offsetof(struct LibCurl, name)},
    LIBCURL_FUNCTIONS(SYMBOL)
#undef SYMBOL
};

bool libcurl_open(const char *names, struct LibCurl *functions, char *failure, size_t failureCapacity) {
  return runtime_library_open(names, symbols, sizeof symbols / sizeof symbols[0], functions, failure,
                              failureCapacity);
}

int libcurl_easy_setopt_long(const struct LibCurl *curl, CURL *easy, int option, long value) {
  return curl->curl_easy_setopt(easy, option, value);
}

int libcurl_easy_setopt_offset(const struct LibCurl *curl, CURL *easy, int option, int64_t value) {
  return curl->curl_easy_setopt(easy, option, value);
}

int libcurl_easy_setopt_string(const struct LibCurl *curl, CURL *easy, int option, const char *value) {
  return curl->curl_easy_setopt(easy, option, value);
}

int libcurl_easy_setopt_pointer(const struct LibCurl *curl, CURL *easy, int option, const void *value) {
  return curl->curl_easy_setopt(easy, option, value);
}

int libcurl_easy_setopt_list(const struct LibCurl *curl, CURL *easy, int option,
                             struct curl_slist *value) {
  return curl->curl_easy_setopt(easy, option, value);
}

int libcurl_easy_setopt_data_callback(const struct LibCurl *curl, CURL *easy, int option,
                                      LibCurlDataCallback value) {
  return curl->curl_easy_setopt(easy, option, value);
}

int libcurl_easy_setopt_prerequest_callback(const struct LibCurl *curl, CURL *easy, int option,
                                            LibCurlPrerequestCallback value) {
  return curl->curl_easy_setopt(easy, option, value);
}

int libcurl_easy_setopt_socket_callback(const struct LibCurl *curl, CURL *easy, int option,
                                        LibCurlSocketCallback value) {
  return curl->curl_easy_setopt(easy, option, value);
}

int libcurl_easy_getinfo_long(const struct LibCurl *curl, CURL *easy, int info, long *value) {
  return curl->curl_easy_getinfo(easy, info, value);
}

int libcurl_easy_getinfo_offset(const struct LibCurl *curl, CURL *easy, int info, int64_t *value) {
  return curl->curl_easy_getinfo(easy, info, value);
}

int libcurl_easy_getinfo_string(const struct LibCurl *curl, CURL *easy, int info, const char **value) {
  return curl->curl_easy_getinfo(easy, info, value);
}

int libcurl_multi_setopt_long(const struct LibCurl *curl, CURLM *multi, int option, long value) {
  return curl->curl_multi_setopt(multi, option, value);
}
