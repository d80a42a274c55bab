#ifndef LINUX_CALLS_H
#define LINUX_CALLS_H

// Calls of glibc (2.34 and later) that its headers show to `_GNU_SOURCE` alone, which Swift's module of them is built
// without.

#if defined(__linux__)

#include <spawn.h>
#include <sys/socket.h>

/// As `pipe`, with flags that hold from the first moment.
int pipe2(int ends[_Nonnull 2], int flags);

/// As `accept`, with flags that hold from the first moment.
int accept4(int descriptor, struct sockaddr *_Nullable address, socklen_t *_Nullable length, int flags);

/// Closes all descriptors from a number on in the program that is started.
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *_Nonnull actions, int from);

#endif

#endif
