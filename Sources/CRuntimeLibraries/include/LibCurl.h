#ifndef LIBCURL_H
#define LIBCURL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__clang__)
#pragma clang assume_nonnull begin
#endif

typedef struct CURL CURL;
typedef struct CURLM CURLM;
struct curl_slist;

/// What `curl_multi_info_read` returns.
struct CURLMsg {
  /// 1 (`CURLMSG_DONE`) is the only kind there is.
  int msg;
  CURL *easy_handle;
  union {
    void *_Nullable whatever;
    int result;
  } data;
};

/// The type of the callbacks that take a piece of the head or the body of a response.
typedef size_t (*LibCurlDataCallback)(char *bytes, size_t size, size_t count, void *_Nullable context);
/// The type of the callback before a request is sent.
typedef int (*LibCurlPrerequestCallback)(void *_Nullable context, char *_Nullable remoteAddress,
                                         char *_Nullable localAddress, int remotePort, int localPort);
/// The beginning of `struct curl_sockaddr`: what a socket is made from.
struct LibCurlSocketKind {
  int family;
  int type;
  int protocol;
};
/// The type of the callback that makes sockets; it returns -1 for none.
typedef int (*LibCurlSocketCallback)(void *_Nullable context, int purpose, struct LibCurlSocketKind *kind);

// Every function that is used, once: its result, its name, its parameters. `CURLcode`, `CURLMcode` and
// the option types are enums in C, which are ints in the calling convention.
#define LIBCURL_FUNCTIONS(FUNCTION)                                                                      \
  FUNCTION(int, curl_global_init, (long flags))                                                          \
  FUNCTION(char *_Nonnull, curl_version, (void))                                                         \
  FUNCTION(CURL *_Nullable, curl_easy_init, (void))                                                      \
  FUNCTION(void, curl_easy_cleanup, (CURL *_Nonnull easy))                                               \
  FUNCTION(int, curl_easy_setopt, (CURL *_Nonnull easy, int option, ...))                                \
  FUNCTION(int, curl_easy_getinfo, (CURL *_Nonnull easy, int info, ...))                                 \
  FUNCTION(const char *_Nonnull, curl_easy_strerror, (int code))                                         \
  FUNCTION(struct curl_slist *_Nullable, curl_slist_append,                                              \
           (struct curl_slist *_Nullable list, const char *text))                                        \
  FUNCTION(void, curl_slist_free_all, (struct curl_slist *_Nullable list))                               \
  FUNCTION(CURLM *_Nullable, curl_multi_init, (void))                                                    \
  FUNCTION(int, curl_multi_cleanup, (CURLM *_Nonnull multi))                                             \
  FUNCTION(int, curl_multi_setopt, (CURLM *_Nonnull multi, int option, ...))                             \
  FUNCTION(int, curl_multi_add_handle, (CURLM *_Nonnull multi, CURL *_Nonnull easy))                     \
  FUNCTION(int, curl_multi_remove_handle, (CURLM *_Nonnull multi, CURL *_Nonnull easy))                  \
  FUNCTION(int, curl_multi_perform, (CURLM *_Nonnull multi, int *runningHandles))                        \
  FUNCTION(int, curl_multi_poll,                                                                         \
           (CURLM *_Nonnull multi, void *_Nullable extraDescriptors, unsigned int extraCount,            \
            int timeoutMilliseconds, int *_Nullable readyDescriptors))                                   \
  FUNCTION(int, curl_multi_wakeup, (CURLM *_Nonnull multi))                                              \
  FUNCTION(struct CURLMsg *_Nullable, curl_multi_info_read, (CURLM *_Nonnull multi, int *messagesLeft))  \
  FUNCTION(const char *_Nonnull, curl_multi_strerror, (int code))

/// The functions of an opened libcurl.
struct LibCurl {
#define FIELD(result, name, parameters) result(*_Nonnull name) parameters;
  LIBCURL_FUNCTIONS(FIELD)
#undef FIELD
};

/// Opens the first of `names` (separated by spaces) that is a libcurl; see `runtime_library_open`.
bool libcurl_open(const char *names, struct LibCurl *functions, char *failure, size_t failureCapacity);

// The variadic functions with a fixed type each; results are `CURLcode` and `CURLMcode`.

int libcurl_easy_setopt_long(const struct LibCurl *curl, CURL *easy, int option, long value);
int libcurl_easy_setopt_offset(const struct LibCurl *curl, CURL *easy, int option, int64_t value);
int libcurl_easy_setopt_string(const struct LibCurl *curl, CURL *easy, int option,
                               const char *_Nullable value);
int libcurl_easy_setopt_pointer(const struct LibCurl *curl, CURL *easy, int option,
                                const void *_Nullable value);
int libcurl_easy_setopt_list(const struct LibCurl *curl, CURL *easy, int option,
                             struct curl_slist *_Nullable value);
int libcurl_easy_setopt_data_callback(const struct LibCurl *curl, CURL *easy, int option,
                                      LibCurlDataCallback value);
int libcurl_easy_setopt_prerequest_callback(const struct LibCurl *curl, CURL *easy, int option,
                                            LibCurlPrerequestCallback value);
int libcurl_easy_setopt_socket_callback(const struct LibCurl *curl, CURL *easy, int option,
                                        LibCurlSocketCallback value);
int libcurl_easy_getinfo_long(const struct LibCurl *curl, CURL *easy, int info, long *value);
int libcurl_easy_getinfo_offset(const struct LibCurl *curl, CURL *easy, int info, int64_t *value);
int libcurl_easy_getinfo_string(const struct LibCurl *curl, CURL *easy, int info,
                                const char *_Nullable *_Nonnull value);
int libcurl_multi_setopt_long(const struct LibCurl *curl, CURLM *multi, int option, long value);

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
