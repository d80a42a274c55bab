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
