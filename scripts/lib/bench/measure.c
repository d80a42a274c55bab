// Runs commands in turns and prints what each run took, as JSON: a list for each command.
//   measure RUNS COMMAND [ARGUMENT …] [-- COMMAND [ARGUMENT …]] …
//
// In turns, so that a busy moment of the machine hits all of them; and from a small program, because starting
// one from a large process takes longer. What the commands print is thrown away, but for errors.
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double seconds(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec / 1e6; }

/// Writes one run down; does not come back where the command can't be started.
static void run(char **command, FILE *output) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  double start = now();
  pid_t child;
  int code = posix_spawnp(&child, command[0], &actions, NULL, command, environ);
  if (code != 0) {
    fprintf(stderr, "measure: can't start '%s': %s\n", command[0], strerror(code));
    exit(1);
  }
  int status;
  struct rusage usage;
  wait4(child, &status, 0, &usage);
  double wall = now() - start;
  posix_spawn_file_actions_destroy(&actions);
  fprintf(output, "{\"wall\":%.6f,\"user\":%.6f,\"system\":%.6f,\"kilobytes\":%ld,\"status\":%d}", wall,
          seconds(usage.ru_utime), seconds(usage.ru_stime), usage.ru_maxrss,
          WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

int main(int count, char **arguments) {
  int runs = count > 2 ? atoi(arguments[1]) : 0;
  if (runs < 1) {
    fprintf(stderr, "usage: measure RUNS COMMAND [ARGUMENT …] [-- COMMAND …] …\n");
    return 64;
  }
  char **commands[64] = {&arguments[2]};
  int commandCount = 1;
  for (int i = 2; i < count; i++) {
    if (strcmp(arguments[i], "--") != 0 || commandCount == 64) continue;
    arguments[i] = NULL;
    commands[commandCount++] = &arguments[i + 1];
  }
  char *texts[64];
  size_t sizes[64];
  FILE *outputs[64];
  for (int i = 0; i < commandCount; i++) outputs[i] = open_memstream(&texts[i], &sizes[i]);
  for (int turn = 0; turn < runs; turn++) {
    for (int i = 0; i < commandCount; i++) {
      if (turn > 0) fputc(',', outputs[i]);
      run(commands[i], outputs[i]);
    }
  }
  for (int i = 0; i < commandCount; i++) {
    fclose(outputs[i]);
    printf("%s[%s]", i == 0 ? "[" : ",\n", texts[i]);
  }
  printf("]\n");
  return 0;
}
