// What is used of macOS's pthread.h. For compiling only.
#pragma once
#include <signal.h>
typedef struct _opaque_pthread_t *pthread_t;
typedef struct _opaque_pthread_attr_t {
  long space[8];
} pthread_attr_t;
#define PTHREAD_CREATE_DETACHED 2
int pthread_attr_init(pthread_attr_t *attributes);
int pthread_attr_destroy(pthread_attr_t *attributes);
int pthread_attr_setdetachstate(pthread_attr_t *attributes, int state);
int pthread_attr_setstacksize(pthread_attr_t *attributes, __SIZE_TYPE__ size);
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *context);
int pthread_detach(pthread_t thread);
int pthread_setname_np(const char *name);
int pthread_sigmask(int how, const sigset_t *set, sigset_t *previous);
pthread_t pthread_self(void);
