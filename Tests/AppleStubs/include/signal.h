// What is used of macOS's signal.h. For compiling only.
#pragma once
typedef unsigned int sigset_t;
enum { SIGQUIT = 3, SIGILL, SIGTRAP, SIGABRT, SIGFPE = 8, SIGBUS = 10, SIGSEGV, SIGPIPE = 13 };
enum { SIG_BLOCK = 1, SIG_UNBLOCK, SIG_SETMASK };
#define SIG_DFL ((void (*)(int))0)
void (*signal(int number, void (*handler)(int)))(int);
int sigfillset(sigset_t *set);
int sigdelset(sigset_t *set, int number);
