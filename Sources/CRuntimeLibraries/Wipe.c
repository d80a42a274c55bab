#include "Wipe.h"

void wipe_memory(void *memory, size_t count) {
  volatile unsigned char *byte = memory;
  while (count-- > 0) *byte++ = 0;
}
