// Answers what Storehooks asks App Store Connect for, every request so many milliseconds after it came: a
// process of its own, so that its work isn't counted as the client's.
//   latency-server MILLISECONDS WEBHOOKS [APPS]
//
// It listens on a free port of 127.0.0.1 and prints it. Any app whose bundle ID ends in digits exists, and has
// so many webhooks; without a filter, so many apps are listed. Changes are acknowledged and forgotten. GET /statistics is answered at once: how many
// requests came, by method, how late an answer was at most, and what CPU time they took since the last time.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 65536 };

typedef struct Connection {
  int descriptor;
  char request[MOST];
  size_t size;
  char answer[MOST];
  size_t answerSize;
  double due;
  bool isWaiting, isClosed;
  struct Connection *next;
} Connection;

static double latency;
static int webhooks, apps;
static long counts[4], created;
static double latest, usedBefore;
// The answers that are due, the first one first: all wait equally long.
static Connection *first, *last;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double used(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

#define ADD(...) (size += (size_t)snprintf(body + size, MOST / 2 - size, __VA_ARGS__))

/// A page of all apps.
static size_t listAll(const char *path, char *body) {
  size_t size = 0;
  const char *cursor = strstr(path, "cursor=");
  int start = cursor == NULL ? 0 : atoi(cursor + 7), end = start + 200 < apps ? start + 200 : apps;
  ADD("{\"data\":[");
  for (int i = start; i < end; i++) {
    ADD("%s{\"type\":\"apps\",\"id\":\"%d\",\"attributes\":{\"name\":\"App %d\",\"bundleId\":\"com.example.bench.app%d\"}}",
        i > start ? "," : "", 1000000001 + i, i + 1, i + 1);
  }
  ADD("],\"links\":{\"self\":\"/v1/apps\"");
  if (end < apps) ADD(",\"next\":\"/v1/apps?limit=200&cursor=%d\"", end);
  ADD("},\"meta\":{\"paging\":{\"total\":%d,\"limit\":200}}}", apps);
  return size;
}

/// The apps of a filter's bundle IDs, which stand between commas, encoded or not.
static size_t listApps(const char *path, char *body) {
  size_t size = 0;
  const char *filter = strstr(path, "filter%5BbundleId%5D=");
  if (filter == NULL) filter = strstr(path, "filter[bundleId]=");
  if (filter == NULL && apps > 0) return listAll(path, body);
  ADD("{\"data\":[");
  if (filter != NULL) filter = strchr(filter, '=') + 1;
  for (int count = 0; filter != NULL && *filter != '&' && *filter != 0; count++) {
    size_t length = strcspn(filter, ",%&");
    long number = 0;
    for (size_t i = 0; i < length; i++) {
      if (filter[i] >= '0' && filter[i] <= '9') number = number * 10 + filter[i] - '0';
    }
    ADD("%s{\"type\":\"apps\",\"id\":\"%ld\",\"attributes\":{\"name\":\"App %ld\",\"bundleId\":\"%.*s\"}}",
        count > 0 ? "," : "", 1000000000 + number, number, (int)length, filter);
    filter += length;
    filter += *filter == ',' ? 1 : *filter == '%' ? 3 : 0;
  }
  ADD("],\"links\":{\"self\":\"http://127.0.0.1/v1/apps\"}}");
  return size;
}

static size_t listWebhooks(const char *app, char *body) {
  size_t size = 0;
  long number = atol(app);
  ADD("{\"data\":[");
  for (int i = 0; i < webhooks; i++) {
    ADD("%s{\"type\":\"webhooks\",\"id\":\"%ld-%d\",\"attributes\":{\"enabled\":true,\"name\":\"Hook %d\","
        "\"url\":\"https://hook-%d.example.com/asc/com.example.bench.app%ld\",\"eventTypes\":["
        "\"APP_STORE_VERSION_APP_VERSION_STATE_UPDATED\",\"BETA_FEEDBACK_CRASH_SUBMISSION_CREATED\","
        "\"BUILD_UPLOAD_STATE_UPDATED\"]},\"relationships\":{\"deliveries\":{\"links\":{\"related\":"
        "\"http://127.0.0.1/v1/webhooks/%ld-%d/deliveries\"}}},\"links\":{\"self\":"
        "\"http://127.0.0.1/v1/webhooks/%ld-%d\"}}",
        i > 0 ? "," : "", number, i, i, i, number - 1000000000, number, i, number, i);
  }
  ADD("],\"links\":{\"self\":\"http://127.0.0.1/v1/apps/%ld/webhooks\"}}", number);
  return size;
}

static size_t statistics(char *body) {
  size_t size = 0;
  double total = used();
  ADD("{\"get\":%ld,\"post\":%ld,\"patch\":%ld,\"delete\":%ld,\"latest\":%.6f,\"cpu\":%.6f}", counts[0],
      counts[1], counts[2], counts[3], latest, total - usedBefore);
  memset(counts, 0, sizeof counts);
  latest = 0;
  usedBefore = total;
  return size;
}

static void answer(Connection *connection) {
  char body[MOST / 2];
  char *path = strchr(connection->request, ' ') + 1;
  *strpbrk(path, " \r") = 0;
  size_t size = 0;
  int status = 200;
  bool isAtOnce = false;
  if (strcmp(path, "/statistics") == 0) {
    isAtOnce = true;
    size = statistics(body);
  } else {
    char letter = connection->request[0];
    int method = letter == 'G' ? 0 : letter == 'D' ? 3 : connection->request[1] == 'O' ? 1 : 2;
    counts[method]++;
    if (method == 3) {
      status = 204;
    } else if (method != 0) {
      status = method == 1 ? 201 : 200;
      ADD("{\"data\":{\"type\":\"webhooks\",\"id\":\"changed-%ld\"},\"links\":{\"self\":\"http://127.0.0.1/\"}}",
          ++created);
    } else if (strncmp(path, "/v1/apps/", 9) == 0) {
      size = listWebhooks(path + 9, body);
    } else {
      size = listApps(path, body);
    }
  }
  char head[256] = "";
  if (status != 204) {
    snprintf(head, sizeof head, "Content-Type: application/json\r\nContent-Length: %zu\r\n", size);
  }
  connection->answerSize = (size_t)snprintf(
      connection->answer, MOST, "HTTP/1.1 %d OK\r\n%sX-Rate-Limit: user-hour-lim:3600;user-hour-rem:3000;\r\n\r\n%.*s",
      status, head, (int)size, body);
  connection->due = now() + (isAtOnce ? 0 : latency);
  connection->next = NULL;
  connection->isWaiting = true;
  if (isAtOnce) {
    connection->next = first;
    first = connection;
    if (last == NULL) last = connection;
  } else {
    if (last != NULL) {
      last->next = connection;
    } else {
      first = connection;
    }
    last = connection;
  }
}

/// Whether a whole request is there.
static bool isWhole(Connection *connection) {
  connection->request[connection->size] = 0;
  char *end = strstr(connection->request, "\r\n\r\n");
  if (end == NULL) return false;
  char *field = strcasestr(connection->request, "\r\nContent-Length:");
  long length = field != NULL && field < end ? atol(field + 17) : 0;
  return connection->size >= (size_t)(end + 4 - connection->request) + (size_t)length;
}

static void receive(Connection *connection) {
  ssize_t count = read(connection->descriptor, connection->request + connection->size, MOST - 1 - connection->size);
  if (count <= 0) {
    close(connection->descriptor);
    connection->isClosed = true;
    if (!connection->isWaiting) free(connection);
    return;
  }
  connection->size += (size_t)count;
  if (!isWhole(connection)) return;
  answer(connection);
  connection->size = 0;
}

static void sendDue(void) {
  while (first != NULL && first->due <= now()) {
    Connection *connection = first;
    first = first->next;
    if (first == NULL) last = NULL;
    double late = now() - connection->due;
    if (late > latest) latest = late;
    connection->isWaiting = false;
    if (connection->isClosed) {
      free(connection);
    } else if (send(connection->descriptor, connection->answer, connection->answerSize, MSG_NOSIGNAL) < 0) {
      // The client has left, which the next read says.
      continue;
    }
  }
}

int main(int count, char **arguments) {
  if (count != 3 && count != 4) {
    fprintf(stderr, "usage: latency-server MILLISECONDS WEBHOOKS [APPS]\n");
    return 64;
  }
  if (count == 4) apps = atoi(arguments[3]);
  latency = atof(arguments[1]) / 1000;
  webhooks = atoi(arguments[2]);
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  if (bind(listener, (struct sockaddr *)&address, length) != 0 || listen(listener, 128) != 0 ||
      getsockname(listener, (struct sockaddr *)&address, &length) != 0) {
    perror("latency-server");
    return 1;
  }
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  int poll = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = &listener};
  epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
  event.data.ptr = &timer;
  epoll_ctl(poll, EPOLL_CTL_ADD, timer, &event);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  while (true) {
    struct itimerspec wake = {0};
    if (first != NULL) {
      wake.it_value.tv_sec = (time_t)first->due;
      wake.it_value.tv_nsec = (long)((first->due - (double)wake.it_value.tv_sec) * 1e9);
    }
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &wake, NULL);
    struct epoll_event events[64];
    int ready = epoll_wait(poll, events, 64, -1);
    for (int i = 0; i < ready; i++) {
      if (events[i].data.ptr == &timer) continue;
      if (events[i].data.ptr != &listener) {
        receive(events[i].data.ptr);
        continue;
      }
      Connection *connection = calloc(1, sizeof *connection);
      connection->descriptor = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
      int one = 1;
      setsockopt(connection->descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      event.data.ptr = connection;
      epoll_ctl(poll, EPOLL_CTL_ADD, connection->descriptor, &event);
    }
    sendDue();
  }
}
