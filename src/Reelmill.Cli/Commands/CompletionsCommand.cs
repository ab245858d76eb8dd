using System.CommandLine;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill completions</c>: prints the script that completes command lines in a shell.</summary>
/// <remarks>The script asks the program itself through System.CommandLine's directive <c>[suggest]</c>.</remarks>
internal static class CompletionsCommand
{
    private const string Bash = """
        # Completes reelmill in bash. Install: reelmill completions bash > ~/.local/share/bash-completion/completions/reelmill
        _reelmill() {
            local line=${COMP_LINE:0:COMP_POINT} rest candidates
            rest=${line#* }
            candidates=$("$1" "[suggest:${#rest}]" "$rest" 2>/dev/null)
            mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "$2")
            [[ ${#COMPREPLY[@]} = 0 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace 2>/dev/null
        }
        complete -o default -F _reelmill reelmill
        """;

    private const string Zsh = """
        #compdef reelmill
        # Completes reelmill in zsh. Install: reelmill completions zsh > a folder of $fpath, as _reelmill
        _reelmill() {
            local rest="${(j: :)words[2,CURRENT]}"
            local -a candidates
            candidates=(${(f)"$("$words[1]" "[suggest:${#rest}]" "$rest" 2>/dev/null)"})
            compadd -S '' -- ${(M)candidates:#*=}
            compadd -- ${candidates:#*=}
            _files
        }
        compdef _reelmill reelmill
        """;

    private const string Fish = """
        # Completes reelmill in fish. Install: reelmill completions fish > ~/.config/fish/completions/reelmill.fish
        function __reelmill_complete
            set -l rest (string replace -r '^\s*\S+\s' '' -- (commandline -cp))
            reelmill "[suggest:"(string length -- "$rest")"]" "$rest" 2>/dev/null
        end
        complete -c reelmill -a '(__reelmill_complete)'
        """;

    private static readonly (string Shell, string Script)[] Scripts = [("bash", Bash), ("zsh", Zsh), ("fish", Fish)];

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.CompletionSources.Add([.. Scripts.Select(static s => s.Shell)]);
        var command = new Command("completions", "Print the script that completes command lines in a shell.") { shell };
        command.SetAction(parsed =>
        {
            Console.Out.WriteLine(ScriptFor(parsed.GetRequiredValue(shell)));
            return ExitCode.Done;
        });
        return command.WithExamples("reelmill completions bash > ~/.local/share/bash-completion/completions/reelmill");
    }

    /// <summary>The completion script of a shell.</summary>
    /// <exception cref="UsageException">The shell is not supported.</exception>
    internal static string ScriptFor(string shell) => Array.Find(Scripts, s => s.Shell == shell).Script
        ?? throw new UsageException($"completions: there is no script for '{shell}'. Use bash, zsh or fish.");
}
