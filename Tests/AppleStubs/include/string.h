// What is used of macOS's string.h. For compiling only.
#pragma once
#include <stddef.h>
void *memcpy(void *target, const void *source, size_t count);
void *memset(void *memory, int byte, size_t count);
int strcmp(const char *one, const char *other);
char *strncpy(char *target, const char *source, size_t count);
size_t strlen(const char *text);
size_t strnlen(const char *text, size_t limit);
size_t strspn(const char *text, const char *accepted);
size_t strcspn(const char *text, const char *refused);
