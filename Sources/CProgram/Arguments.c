#include "Arguments.h"

#include <stdlib.h>

static char *const *arguments = NULL;

// On Linux, Swift reads a process's arguments from /proc, and has none where that isn't mounted, as in a
// plain chroot. glibc hands them to every constructor, as macOS does.
#if defined(__GLIBC__) || defined(__APPLE__)
__attribute__((constructor)) static void keep_arguments(int count, char **values) {
  (void)count;
  arguments = values;
}
#endif

char *const *storehooks_arguments(void) { return arguments; }
