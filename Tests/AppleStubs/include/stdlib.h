// What is used of macOS's stdlib.h. For compiling only.
#pragma once
#include <stddef.h>
void *calloc(size_t count, size_t size);
void *malloc(size_t size);
void free(void *memory);
