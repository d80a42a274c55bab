#include "LibCrypto.h"

#include "RuntimeLibrary.h"

static const struct RuntimeSymbol symbols[] = {
#define SYMBOL(result, name, parameters) {#name, offsetof(struct LibCrypto, name)},
    LIBCRYPTO_FUNCTIONS(SYMBOL)
#undef SYMBOL
};

bool libcrypto_open(const char *names, struct LibCrypto *functions, char *failure, size_t failureCapacity) {
  return runtime_library_open(names, symbols, sizeof symbols / sizeof symbols[0], functions, failure,
                              failureCapacity);
}
