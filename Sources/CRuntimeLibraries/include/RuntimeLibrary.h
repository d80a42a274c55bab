#ifndef RUNTIMELIBRARY_H
#define RUNTIMELIBRARY_H

#include <stdbool.h>
#include <stddef.h>

#if defined(__clang__)
#pragma clang assume_nonnull begin
#endif

/// One function of a library and where its address belongs in the library's table.
struct RuntimeSymbol {
  const char *name;
  size_t offset;
};

/// Opens the first library of `names` that can be loaded and has all symbols, and fills `table`.
///
/// `names` are sonames or paths, separated by spaces, each shorter than 256 bytes. One that can't be loaded
/// or lacks a symbol is skipped. If none is left, `table` must not be used, `false` is returned, and
/// `failure` says in one line why each was refused. Opened libraries stay open until the process ends.
bool runtime_library_open(const char *names, const struct RuntimeSymbol *symbols, size_t symbolCount,
                          void *table, char *failure, size_t failureCapacity);

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
