#if defined(__linux__)
#include <math.h>

// Swift's module of glibc wraps each function of libm, wanted or not, and glibc 2.35 has a newer `hypotf` of the same
// meaning: with glibc's the program would need 2.35, with this one it starts on 2.34 (RHEL 9, Amazon Linux 2023).
float hypotf(float x, float y) {
  if (isinf(x) || isinf(y)) return INFINITY;
  return (float)sqrt((double)x * x + (double)y * y);
}
#endif
