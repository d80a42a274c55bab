#ifndef BACKGROUNDTHREAD_H
#define BACKGROUNDTHREAD_H

/// Starts a detached thread that runs `body` once and leaves all signals to other threads; returns an
/// `errno`, 0 for none.
///
/// `name` is at most 15 bytes long, Linux's limit. C, because the types of `pthread_create` differ between
/// platforms when seen from Swift, and `pthread_setname_np` isn't seen at all on Linux.
int start_background_thread(const char *_Nonnull name, void (*_Nonnull body)(void *_Nonnull),
                            void *_Nonnull context);

#endif
