#include "Memory.h"

#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>

#if defined(__linux__)
#include <sys/prctl.h>

// On Linux, Swift's runtime answers a crash with a program that looks into this one and prints what registers
// point at. It must not show a key in a log, and it waits forever if it isn't allowed to look.
static void leave_crashes_to_the_system(void) {
  static const int crashes[] = {SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV};
  for (size_t index = 0; index < sizeof crashes / sizeof *crashes; index++) signal(crashes[index], SIG_DFL);
}
#endif

void storehooks_keep_memory_private(void) {
#if defined(__linux__)
  leave_crashes_to_the_system();
  // A limit doesn't reach a core that the kernel hands to a program, as systemd and Ubuntu have it. This does, and
  // keeps other processes of the user from the memory, too. A program that is started later begins without it.
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
  struct rlimit core;
  if (getrlimit(RLIMIT_CORE, &core) != 0) return;
  core.rlim_cur = 0;
  setrlimit(RLIMIT_CORE, &core);
}
