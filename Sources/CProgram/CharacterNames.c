#if defined(__linux__)
#include <stdint.h>

// Nothing asks for the names of characters, but Swift's standard library brings half a megabyte of them. In a release it
// calls this instead of its own function (scripts/lib/build-release): no character has a name.
intptr_t __wrap__swift_stdlib_getScalarName(uint32_t scalar, uint8_t *buffer, intptr_t capacity) {
  (void)scalar, (void)buffer, (void)capacity;
  return 0;
}
#endif
