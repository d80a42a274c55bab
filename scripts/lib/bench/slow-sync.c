// Loaded before a program (LD_PRELOAD), makes each fsync take SYNC_MILLISECONDS longer, as on a slow disk.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int fsync(int descriptor) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  const char *text = getenv("SYNC_MILLISECONDS");
  long milliseconds = text ? atol(text) : 0;
  struct timespec wait = {milliseconds / 1000, milliseconds % 1000 * 1000000};
  while (milliseconds > 0 && nanosleep(&wait, &wait) != 0) {
  }
  return real(descriptor);
}
