using Reelmill.EndToEnd.Tests.App;

namespace Reelmill.EndToEnd.Tests.Packaging;

/// <summary>What shells complete when Tab is pressed; a shell that is not installed is skipped.</summary>
public sealed class CompletionTests : IDisposable
{
    // The arguments: a folder, a line, and the program's command, which gets the name 'reelmill' there.
    private const string Program = """
        cd "$1" || exit
        line=$2
        shift 2
        mkdir bin lists && printf '#!/bin/sh\nexec %s "$@"\n' "$*" >bin/reelmill && chmod +x bin/reelmill && export PATH=$PWD/bin:$PATH
        """;

    private const string Bash = """
        source <(reelmill completions bash)
        COMP_LINE=$line COMP_POINT=${#line}
        word=${line##* }
        _reelmill reelmill "${word##*=}"
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    // A shell on a terminal of its own: Tab completes, Control-X writes the line to a file. What the shell shows is read, so
    // that it never waits for a reader; Control-X on an empty line says when it is ready for keys.
    private const string Zsh = """
        zmodload zsh/zpty
        zmodload zsh/zselect
        mkdir functions
        reelmill completions zsh >functions/_reelmill
        press() {
            zpty -w -n shell "$1"$'\x18'
            until [[ -e line ]]; do
                zpty -t shell || exit 1
                zpty -r -t shell shown
                zselect -t 5
            done
        }
        zpty -b shell 'TERM=dumb zsh -f -i'
        zpty -w shell 'PS1=; unsetopt beep; fpath=($PWD/functions $fpath); autoload -Uz compinit; compinit -D -u'
        zpty -w shell 'note() { print -r -- "$BUFFER" >line.new; mv line.new line }; zle -N note; bindkey "^X" note'
        press ''
        rm line
        press $line$'\t'
        cat line
        zpty -d shell
        """;

    private const string Fish = """
        exec fish --no-config -c 'reelmill completions fish | source; complete -C $argv[1]' -- "$line"
        """;

    private readonly TempFolder _temp = new();

    public static TheoryData<string, string, string> Lines()
    {
        var lines = new TheoryData<string, string, string>();
        foreach (var shell in new[] { "bash", "zsh", "fish" })
        {
            lines.Add(shell, "reelmill ", "mi|mine ");
            lines.Add(shell, "reelmill mine ", "--libr|--library ");
            lines.Add(shell, "reelmill mine clip.mp4 --set ", "quality.min-sh|quality.min-sharpness=");
            lines.Add(shell, "reelmill mine 'a clip.mp4' --fetcher ", "y|yt-dlp ");
            lines.Add(shell, "reelmill mine clip.mp4 ", "--fetcher=y|--fetcher=yt-dlp ");
        }

        lines.Add("zsh", "reelmill mine ", "lis|lists/");
        lines.Add("fish", "reelmill mine ", "lis|lists/");
        lines.Add("fish", "reelmill ", "lis|");
        return lines;
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_shell_completes_commands_options_keys_values_and_files(string shell, string start, string word)
    {
        TestPrograms.Require(shell);
        var (typed, completed) = (word.Split('|')[0], word.Split('|')[1]);
        string[] under = shell switch
        {
            "bash" => ["bash", "-c", $"{Program}\n{Bash}"],
            "zsh" => ["zsh", "-f", "-c", $"{Program}\n{Zsh}"],
            _ => ["bash", "-c", $"{Program}\n{Fish}"],
        };

        await using var run = ReelmillApp.StartUnder([.. under, shell, _temp.Path, start + typed], []);
        var result = await run.EndAsync();

        // zsh gives the whole line; bash replaces what follows '=' alone; both leave the space after a word to the shell.
        var expected = shell switch
        {
            "zsh" => start + completed,
            "bash" when typed.Contains('=', StringComparison.Ordinal) => completed.Split('=')[1].TrimEnd(),
            _ => completed.TrimEnd(),
        };
        result.Output.TrimEnd('\n').ShouldBe(expected, result.Errors);
    }

    public void Dispose() => _temp.Dispose();
}
