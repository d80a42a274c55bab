#ifndef WIPE_H
#define WIPE_H

#include <stddef.h>

/// Overwrites memory with zeros in a way that the compiler can't leave out.
void wipe_memory(void *_Nonnull memory, size_t count);

#endif
