using System.CommandLine;
using Reelmill.Cli.Display;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill completions</c>: prints a completion script for a shell.</summary>
/// <remarks>The script gets its candidates from the program through System.CommandLine's directive <c>[suggest]</c>.</remarks>
internal static class CompletionsCommand
{
    // The directive suggests values only for "--option value", so "--option=value" is rewritten for the request.
    private const string Bash = """
        # Completes reelmill in bash. Install: reelmill completions bash > ~/.local/share/bash-completion/completions/reelmill
        _reelmill() {
            local line=${COMP_LINE:0:COMP_POINT} rest word candidates
            rest=${line#* }
            word=${rest##* }
            [[ $word != --*=* ]] || rest=${rest%"$word"}${word/=/ }
            candidates=$("$1" "[suggest:${#rest}]" "$rest" 2>/dev/null)
            mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "$2")
            [[ ${#COMPREPLY[@]} = 0 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace 2>/dev/null
        }
        complete -o default -F _reelmill reelmill
        """;

    // At the first Tab, compinit loads the file as the body of the function, so the file must also complete that request.
    private const string Zsh = """
        #compdef reelmill
        # Completes reelmill in zsh. Install: reelmill completions zsh > a folder of $fpath, as _reelmill
        _reelmill() {
            local word=$PREFIX rest
            local -a candidates
            if [[ $word = --*=* ]]; then
                word=${word/=/ }
                compset -P 1 '*='
            fi
            candidates=("${(@)words[2,CURRENT-1]}" "$word")
            rest="${(j: :)candidates}"
            candidates=(${(f)"$("$words[1]" "[suggest:${#rest}]" "$rest" 2>/dev/null)"})
            compadd -S '' -- ${(M)candidates:#*=}
            compadd -- ${candidates:#*=}
            (( CURRENT == 2 )) || _files
        }
        if [[ $funcstack[1] = _reelmill ]]; then
            _reelmill "$@"
        else
            compdef _reelmill reelmill
        fi
        """;

    private const string Fish = """
        # Completes reelmill in fish. Install: reelmill completions fish > ~/.config/fish/completions/reelmill.fish
        function __reelmill_complete
            set -l program (commandline -opc)[1]
            set -l rest (string replace -r '^\s*\S+\s' '' -- (commandline -cp) | string collect)
            set -l option (string match -r -- '^--[^=]*=' (commandline -ct))
            set rest (string replace -r -- '(^|.*\s)(--[^\s=]*)=(\S*)$' '$1$2 $3' "$rest" | string collect)
            $program "[suggest:"(string length -- "$rest")"]" "$rest" 2>/dev/null | string replace -r -- '^' "$option"
        end
        complete -c reelmill -n __fish_use_subcommand -f
        complete -c reelmill -a '(__reelmill_complete)'
        """;

    private static readonly (string Shell, string Script)[] Scripts = [("bash", Bash), ("zsh", Zsh), ("fish", Fish)];

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.CompletionSources.Add([.. Scripts.Select(static s => s.Shell)]);
        var command = new Command("completions", "Print a completion script for a shell.") { shell };
        command.SetAction(parsed =>
        {
            Console.Out.WriteLine(ScriptFor(parsed.GetRequiredValue(shell)));
            return ExitCode.Done;
        });
        return command.WithExamples("reelmill completions bash > ~/.local/share/bash-completion/completions/reelmill");
    }

    /// <summary>Gets the completion script for a shell.</summary>
    /// <exception cref="UsageException">The shell is not supported.</exception>
    internal static string ScriptFor(string shell) => Array.Find(Scripts, s => s.Shell == shell).Script
        ?? throw new UsageException($"completions: the shell '{shell}' is not supported. Use bash, zsh or fish.");
}
