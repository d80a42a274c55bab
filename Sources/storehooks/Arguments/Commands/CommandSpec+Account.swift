import CommandLine

extension CommandSpec {
  /// `storehooks import`.
  static let `import` = Self(
    name: "import",
    abstract: "Write the live webhooks as a desired-state file",
    discussion: [
      """
      Reads the webhooks of some apps or of all, and writes a file that says the same: 'storehooks plan' finds \
      nothing to do with it. Webhooks that recur across apps become templates. What a file can't describe \
      (a second webhook of one name, a URL that isn't https) is left alone by an ignore rule, and reported.
      """,
      """
      App Store Connect never shows a secret, so the file names an environment variable for each; the live \
      secrets stay as they are until 'storehooks apply --write-secrets unknown' replaces them by those of the \
      variables. If any app can't be read, nothing is written.
      """,
    ],
    options: [
      .flag("all-apps", "Import every app that the API key may see"),
      .value("out", "FILE", .path, "Write the file here instead of to standard output, which - stands for"),
      .flag("force", "Replace FILE if it is there already"),
    ],
    exitCodes: [
      .init(0, "Done"), .init(1, "Failed, or not every app could be read; nothing was written"), .wrongUsage,
    ],
    examples: [
      .init("Begin with what is there", "storehooks import --all-apps --out webhooks.yaml"),
      .init("Look at two apps", "storehooks import --app com.example.notes --app 1000000002"),
    ])

  /// `storehooks list`.
  static let list = Self(
    name: "list",
    abstract: "List the live webhooks",
    discussion: [
      """
      Shows the webhooks that App Store Connect has: of the apps that --app names, of all apps with --all-apps, \
      and without either of the apps in the desired-state file. The table fits the terminal; --format json \
      has everything in full.
      """
    ],
    options: [.flag("all-apps", "List every app that the API key may see")],
    formats: [.text, .json, .markdown],
    exitCodes: [
      .init(0, "Done"), .init(1, "Failed, or not every app could be read"), .wrongUsage, .invalidFile,
    ],
    examples: [
      .init("List the webhooks of the apps in webhooks.yaml", "storehooks list"),
      .init("List all there are, for a script", "storehooks list --all-apps --format json"),
      .init("List those of some apps", "storehooks list --app 'com.example.*'"),
    ])

  /// `storehooks init`.
  static let `init` = Self(
    name: "init",
    abstract: "Write a commented starter file",
    discussion: [
      """
      Writes webhooks.yaml, or the file that --file names, with an example and comments that say what else \
      can stand in it. A file that is there already stays as it is.
      """
    ],
    relevantGroups: [.selection, .output, .general],
    formats: [.text],
    exitCodes: [.init(0, "Done"), .init(1, "The file is there already, or can't be written"), .wrongUsage],
    examples: [
      .init("Write webhooks.yaml", "storehooks init"),
      .init("Write another file", "storehooks init --file conf/webhooks.yaml"),
    ])
}
