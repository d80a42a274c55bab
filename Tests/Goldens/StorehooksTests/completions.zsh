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
