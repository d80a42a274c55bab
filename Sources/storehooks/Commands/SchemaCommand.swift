import CommandLine
import Reports

/// `storehooks schema`: prints the JSON Schema of the desired-state file, or of plans.
struct SchemaCommand {
  let context: CommandContext

  func run() -> Int32 {
    let isOfPlan = context.invocation.options.flag("plan")
    context.output.deliver(isOfPlan ? PlanSchema.text : DesiredStateSchema.text)
    return Program.ExitCode.done
  }
}
