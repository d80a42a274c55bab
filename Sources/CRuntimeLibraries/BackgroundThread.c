#ifndef _GNU_SOURCE
#define _GNU_SOURCE  // pthread_setname_np
#endif

#include "BackgroundThread.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

struct start {
  void (*body)(void *);
  void *context;
  char name[16];
};

static void *run(void *argument) {
  struct start start = *(struct start *)argument;
  free(argument);
#if defined(__APPLE__)
  pthread_setname_np(start.name);
#else
  pthread_setname_np(pthread_self(), start.name);
#endif
  start.body(start.context);
  return NULL;
}

int start_background_thread(const char *name, void (*body)(void *), void *context) {
  struct start *start = calloc(1, sizeof *start);
  if (start == NULL) return ENOMEM;
  start->body = body;
  start->context = context;
  strncpy(start->name, name, sizeof start->name - 1);

  // A new thread inherits the mask, so that there is no moment in which it takes a signal. Signals of a crash
  // stay unblocked, for whoever handles them.
  sigset_t blocked, previous;
  sigfillset(&blocked);
  const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT};
  for (size_t index = 0; index < sizeof crashes / sizeof crashes[0]; index++) {
    sigdelset(&blocked, crashes[index]);
  }
  // Darwin's default of 512 KB is little for work that decodes JSON.
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, 4 << 20);
  pthread_t thread;
  pthread_sigmask(SIG_SETMASK, &blocked, &previous);
  int error = pthread_create(&thread, &attributes, run, start);
  pthread_sigmask(SIG_SETMASK, &previous, NULL);
  pthread_attr_destroy(&attributes);
  if (error != 0) free(start);
  return error;
}
