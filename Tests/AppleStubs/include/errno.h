// What is used of macOS's errno.h. For compiling only.
#pragma once
#define ENOMEM 12
