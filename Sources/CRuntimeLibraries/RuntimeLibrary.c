#include "RuntimeLibrary.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

// Appends to a text of limited size; what doesn't fit is cut off.
__attribute__((format(printf, 3, 4))) static void append(char *text, size_t capacity, const char *format,
                                                         ...) {
  size_t used = strnlen(text, capacity);
  if (used + 1 >= capacity) return;
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text + used, capacity - used, format, arguments);
  va_end(arguments);
}

// Fills the table, or returns the name of the first missing symbol.
static const char *resolve(void *library, const struct RuntimeSymbol *symbols, size_t count, void *table) {
  for (size_t index = 0; index < count; index++) {
    void *address = dlsym(library, symbols[index].name);
    if (address == NULL) return symbols[index].name;
    memcpy((char *)table + symbols[index].offset, &address, sizeof address);
  }
  return NULL;
}

// Opens one library; if that fails, says why at the end of `failure`.
static bool open_one(const char *name, const struct RuntimeSymbol *symbols, size_t symbolCount, void *table,
                     char *failure, size_t failureCapacity) {
  const char *separator = failure[0] == '\0' ? "" : "; ";
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    // The reason names the file that is missing, which may be another one that this library needs.
    const char *reason = dlerror();
    append(failure, failureCapacity, "%s%s", separator, reason == NULL ? name : reason);
    return false;
  }
  const char *missing = resolve(library, symbols, symbolCount, table);
  if (missing == NULL) return true;
  append(failure, failureCapacity, "%s%s has no symbol %s", separator, name, missing);
  dlclose(library);
  return false;
}

bool runtime_library_open(const char *names, const struct RuntimeSymbol *symbols, size_t symbolCount,
                          void *table, char *failure, size_t failureCapacity) {
  char name[256];
  failure[0] = '\0';
  for (const char *rest = names + strspn(names, " "); *rest != '\0'; rest += strspn(rest, " ")) {
    size_t length = strcspn(rest, " ");
    if (length < sizeof name) {
      memcpy(name, rest, length);
      name[length] = '\0';
      if (open_one(name, symbols, symbolCount, table, failure, failureCapacity)) return true;
    }
    rest += length;
  }
  return false;
}
