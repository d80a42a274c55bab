// What is used of macOS's stdio.h. For compiling only.
#pragma once
#include <stdarg.h>
#include <stddef.h>
int snprintf(char *text, size_t capacity, const char *format, ...);
int vsnprintf(char *text, size_t capacity, const char *format, va_list arguments);
