using Reelmill.EndToEnd.Tests.App;

namespace Reelmill.EndToEnd.Tests.Packaging;

public sealed class BashCompletionTests
{
    // Completes one line as bash does when Tab is pressed: the arguments are the program.
    private const string Script = """
        line=$1
        shift
        program=("$@")
        app() { "${program[@]}" "$@"; }
        source <(app completions bash)
        COMP_LINE=$line COMP_POINT=${#line}
        _reelmill app "${line##* }"
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    [Theory]
    [InlineData("reelmill mi", "mine")]
    [InlineData("reelmill mine --libr", "--library")]
    [InlineData("reelmill mine clip.mp4 --set quality.min-sh", "quality.min-sharpness=")]
    public async Task Bash_completes_commands_options_and_keys(string line, string completion)
    {
        await using var run = ReelmillApp.StartUnder(["bash", "-c", Script, "bash", line], []);
        var result = await run.EndAsync();

        result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe([completion], result.Errors);
    }
}
