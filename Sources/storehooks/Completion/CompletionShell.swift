/// A shell that can complete command lines of this program, and the script that teaches it.
enum CompletionShell: String, Sendable, CaseIterable {
  case bash
  case zsh
  case fish

  /// The script. The program that it asks is always the one in `PATH`: what is typed may be a path to a
  /// program that nobody has decided to run yet.
  var script: String {
    switch self {
    case .bash: Self.bashScript
    case .zsh: Self.zshScript
    case .fish: Self.fishScript
    }
  }

  // `-o default` lets readline complete paths, quotes and all, where there is nothing else. Bash 3.2, which
  // macOS has, can't take that back (`compopt`), and then offers paths for a word that nothing fits.
  private static let bashScript = #"""
    # bash completion for storehooks. Install it with
    #   storehooks completions bash > ~/.local/share/bash-completion/completions/storehooks
    # or put this line into ~/.bashrc:
    #   eval "$(storehooks completions bash)"
    _storehooks() {
      local line kind=
      COMPREPLY=()
      while IFS= read -r line; do
        if [[ -z $kind ]]; then kind=$line; else COMPREPLY+=("$line"); fi
      done < <(command storehooks __complete bash "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
      [[ $kind == files ]] || compopt +o default 2>/dev/null
      return 0
    }
    complete -o default -F _storehooks storehooks

    """#

  private static let zshScript = #"""
    #compdef storehooks
    # zsh completion for storehooks. Install it with
    #   storehooks completions zsh > _storehooks
    # in a folder of $fpath, or put this line into ~/.zshrc, below compinit:
    #   source <(storehooks completions zsh)
    _storehooks() {
      local kind
      local -a lines
      lines=("${(@f)$(command storehooks __complete zsh "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
      kind=$lines[1]
      lines=("${(@)lines[2,-1]}")
      if [[ $PREFIX == --*=* ]]; then
        IPREFIX+=${PREFIX%%=*}=
        PREFIX=${PREFIX#*=}
      fi
      case $kind in
        files) _files ;;
        words) (( $#lines )) && _describe storehooks lines ;;
      esac
    }
    if [[ $funcstack[1] == _storehooks ]]; then
      _storehooks "$@"
    elif (( $+functions[compdef] )); then
      compdef _storehooks storehooks
    fi

    """#

  private static let fishScript = #"""
    # fish completion for storehooks. Install it with
    #   storehooks completions fish > ~/.config/fish/completions/storehooks.fish
    function __storehooks_complete
        set -l words (commandline -opc)
        set -e words[1]
        set -l token (commandline -ct)
        set -l lines (command storehooks __complete fish $words "$token" 2>/dev/null)
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
    complete -c storehooks -f -a '(__storehooks_complete)'

    """#
}
