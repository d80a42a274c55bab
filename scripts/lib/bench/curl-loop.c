// The least that reading over HTTP can cost: libcurl makes the requests of 'storehooks plan', and what comes back is
// thrown away.
//   curl-loop URL APPS CONCURRENCY
//
// The few declarations stand here, with numbers that libcurl never changes, so that its header isn't needed.
#include <stdio.h>
#include <stdlib.h>

typedef struct CURL CURL;
typedef struct CURLM CURLM;
struct Message {
  int kind;
  CURL *easy;
  void *data;
};
extern CURL *curl_easy_init(void);
extern int curl_easy_setopt(CURL *, int, ...);
extern int curl_easy_getinfo(CURL *, int, ...);
extern CURLM *curl_multi_init(void);
extern int curl_multi_setopt(CURLM *, int, ...);
extern int curl_multi_add_handle(CURLM *, CURL *);
extern int curl_multi_remove_handle(CURLM *, CURL *);
extern int curl_multi_perform(CURLM *, int *);
extern int curl_multi_poll(CURLM *, void *, unsigned, int, int *);
extern struct Message *curl_multi_info_read(CURLM *, int *);
enum { WRITE_FUNCTION = 20011, URL = 10002, MAX_CONNECTIONS = 6, RESPONSE_CODE = 0x200002 };

static size_t discard(char *bytes, size_t size, size_t count, void *context) {
  (void)bytes, (void)context;
  return size * count;
}

/// Has a handle make one of the requests: first those that find a hundred apps each, then one for each app.
static void prepare(CURL *easy, const char *base, int apps, int request) {
  char url[8192];
  int finds = (apps + 99) / 100;
  if (request >= finds) {
    snprintf(url, sizeof url, "%s/v1/apps/%d/webhooks?limit=200", base, 1000000001 + request - finds);
  } else {
    int size = snprintf(url, sizeof url, "%s/v1/apps?filter%%5BbundleId%%5D=", base);
    for (int i = 0; i < 100; i++) {
      size += snprintf(url + size, sizeof url - (size_t)size, "com.example.bench.app%d%s", request * 100 + i + 1,
                       i < 99 ? "," : "&limit=200");
    }
  }
  curl_easy_setopt(easy, URL, url);
  curl_easy_setopt(easy, WRITE_FUNCTION, discard);
}

int main(int count, char **arguments) {
  if (count != 4) {
    fprintf(stderr, "usage: curl-loop URL APPS CONCURRENCY\n");
    return 64;
  }
  int apps = atoi(arguments[2]);
  int requests = apps + (apps + 99) / 100, started = 0, ended = 0;
  CURLM *multi = curl_multi_init();
  curl_multi_setopt(multi, MAX_CONNECTIONS, (long)atoi(arguments[3]));
  for (; started < atoi(arguments[3]) && started < requests; started++) {
    CURL *easy = curl_easy_init();
    prepare(easy, arguments[1], apps, started);
    curl_multi_add_handle(multi, easy);
  }
  while (ended < requests) {
    int running, left;
    curl_multi_perform(multi, &running);
    for (struct Message *message; (message = curl_multi_info_read(multi, &left)) != NULL; ended++) {
      long status = 0;
      CURL *easy = message->easy;
      curl_easy_getinfo(easy, RESPONSE_CODE, &status);
      if (status != 200) {
        fprintf(stderr, "curl-loop: status %ld\n", status);
        return 1;
      }
      curl_multi_remove_handle(multi, easy);
      if (started == requests) continue;
      prepare(easy, arguments[1], apps, started++);
      curl_multi_add_handle(multi, easy);
    }
    if (ended < requests) curl_multi_poll(multi, NULL, 0, 1000, NULL);
  }
  printf("%d requests\n", ended);
  return 0;
}
