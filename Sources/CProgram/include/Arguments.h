#ifndef STOREHOOKS_ARGUMENTS_H
#define STOREHOOKS_ARGUMENTS_H

/// The process's arguments as the system handed them over, the program's name among them; terminated by a
/// null pointer. Null if the C library doesn't tell.
char *_Nullable const *_Nullable storehooks_arguments(void);

#endif
