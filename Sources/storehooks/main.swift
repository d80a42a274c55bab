import Reports
import CProgram
import Platform

// First of all, because the environment may already hold a key.
storehooks_keep_memory_private()
StandardStreams.prepare()
let environment = CurrentProcess.environment()
let statusLine = StatusLine(sink: FileDescriptorSink(descriptor: 2))
let output = Output(
  results: statusLine.making(wayFor: FileDescriptorSink(descriptor: 1)),
  messages: statusLine.making(wayFor: FileDescriptorSink(descriptor: 2)), environment: environment)
let program = Program(
  environment: environment, output: output, prompt: Prompt(output: output),
  signals: TerminationSignals(), screen: Screen(standardError: statusLine, environment: environment),
  columns: { TerminalCapabilities(descriptor: $0, color: .never, environment: environment).width })
CurrentProcess.end(await program.run(ProgramArguments.all()))
