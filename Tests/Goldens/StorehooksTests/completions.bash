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
