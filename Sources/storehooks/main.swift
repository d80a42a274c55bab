#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

StandardStreams.prepare()
let output = Output()
let program = Program(
  environment: ProcessEnvironment.current(), output: output, prompt: Prompt(output: output),
  signals: TerminationSignals())
exit(await program.run(ProgramArguments.all()))
