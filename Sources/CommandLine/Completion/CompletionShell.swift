import Diagnostics

/// A shell that can complete command lines of this program, and the script that teaches it.
package enum CompletionShell: String, Sendable, CaseIterable {
  case bash
  case zsh
  case fish

  /// The script. The program that it asks is always the one in `PATH`: what is typed may be a path to a
  /// program that nobody has decided to run yet.
  package func script(for program: String) -> String {
    let script =
      switch self {
      case .bash: Self.bashScript
      case .zsh: Self.zshScript
      case .fish: Self.fishScript
      }
    return script.replacingScalars("PROGRAM", with: program)
  }

  // `-o default` lets readline complete paths, quotes and all, if there is nothing else. Bash 3.2, which
  // macOS has, can't take that back (`compopt`), and then offers paths for a word that nothing fits.
  private static let bashScript = #"""
    # bash completion for PROGRAM. Install it with
    #   PROGRAM completions bash > ~/.local/share/bash-completion/completions/PROGRAM
    # or put this line into ~/.bashrc:
    #   eval "$(PROGRAM completions bash)"
    _PROGRAM() {
      local line kind=
      COMPREPLY=()
      while IFS= read -r line; do
        if [[ -z $kind ]]; then kind=$line; else COMPREPLY+=("$line"); fi
      done < <(command PROGRAM __complete bash "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
      [[ $kind == files ]] || compopt +o default 2>/dev/null
      return 0
    }
    complete -o default -F _PROGRAM PROGRAM

    """#

  private static let zshScript = #"""
    #compdef PROGRAM
    # zsh completion for PROGRAM. Install it with
    #   PROGRAM completions zsh > _PROGRAM
    # in a folder of $fpath, or put this line into ~/.zshrc, below compinit:
    #   source <(PROGRAM completions zsh)
    _PROGRAM() {
      local kind
      local -a lines
      lines=("${(@f)$(command PROGRAM __complete zsh "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
      kind=$lines[1]
      lines=("${(@)lines[2,-1]}")
      if [[ $PREFIX == --*=* ]]; then
        IPREFIX+=${PREFIX%%=*}=
        PREFIX=${PREFIX#*=}
      fi
      case $kind in
        files) _files ;;
        words) (( $#lines )) && _describe PROGRAM lines ;;
      esac
    }
    if [[ $funcstack[1] == _PROGRAM ]]; then
      _PROGRAM "$@"
    elif (( $+functions[compdef] )); then
      compdef _PROGRAM PROGRAM
    fi

    """#

  private static let fishScript = #"""
    # fish completion for PROGRAM. Install it with
    #   PROGRAM completions fish > ~/.config/fish/completions/PROGRAM.fish
    function __PROGRAM_complete
        set -l words (commandline -opc)
        set -e words[1]
        set -l token (commandline -ct)
        set -l lines (command PROGRAM __complete fish $words "$token" 2>/dev/null)
        switch "$lines[1]"
            case files
                set -l prefix (string match -r -- '^--[^=]*=' "$token")
                for path in (__fish_complete_path (string replace -r -- '^--[^=]*=' '' "$token"))
                    printf '%s\n' "$prefix$path"
                end
            case words
                set -e lines[1]
                string join \n -- $lines
        end
    end
    complete -c PROGRAM -f -a '(__PROGRAM_complete)'

    """#
}
