using System.CommandLine;
using System.Globalization;
using Reelmill.Cli.Commands;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Tests.Commands;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("mi", "mine")]
    [InlineData("completions ", "zsh")]
    [InlineData("mine --libr", "--library")]
    [InlineData("mine clip.mp4 --fetcher ", "yt-dlp")]
    [InlineData("mine clip.mp4 --set quality.min-sh", "quality.min-sharpness=")]
    [InlineData("hls clip.mp4 --set hls.lad", "hls.ladder=")]
    [InlineData("submit mine clip.mp4 --set ever", "every=")]
    [InlineData("keys create --scope ", "submit")]
    [InlineData("export --format p", "parquet")]
    [InlineData("retry --pipeline ", "hls")]
    public void Completion_suggests_commands_options_keys_and_values(string line, string suggestion) =>
        Suggestions(line).ShouldContain(suggestion, StringComparer.Ordinal);

    [Fact]
    public void Completion_does_not_suggest_hidden_commands() => Suggestions("ma").Contains("man", StringComparer.Ordinal).ShouldBeFalse();

    [Theory]
    [InlineData("")]
    [InlineData("mine ")]
    [InlineData("keys ")]
    public void Completion_does_not_suggest_slash_options(string line) => Suggestions(line).Where(static s => s.StartsWith('/')).ShouldBeEmpty();

    [Theory]
    [InlineData("bash", "complete -o default -F _reelmill reelmill")]
    [InlineData("zsh", "#compdef reelmill")]
    [InlineData("fish", "complete -c reelmill")]
    public void Each_supported_shell_has_a_completion_script(string shell, string line) => CompletionsCommand.ScriptFor(shell).ShouldContain(line);

    [Fact]
    public void An_unsupported_shell_is_refused_with_the_supported_ones() =>
        Should.Throw<UsageException>(static () => CompletionsCommand.ScriptFor("tcsh")).Message.ShouldContain("bash, zsh or fish");

    private static string[] Suggestions(string line)
    {
        var output = new StringWriter();
        var position = line.Length.ToString(CultureInfo.InvariantCulture);
        Application.Root().Parse([$"[suggest:{position}]", line]).Invoke(new InvocationConfiguration { Output = output }).ShouldBe(0);
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
