using Reelmill.Cli.Display;

namespace Reelmill.Cli.Tests.Display;

public sealed class CalledAsTests
{
    [Theory]
    [InlineData("To try them again: reelmill retry --library out", "To try them again: ./run retry --library out")]
    [InlineData("Run 'reelmill repair' first; then 'reelmill mine videos/'.", "Run './run repair' first; then './run mine videos/'.")]
    [InlineData("  reelmill [command] [options]", "  ./run [command] [options]")]
    [InlineData("reelmill: not_found: there is no such file", "reelmill: not_found: there is no such file")]
    [InlineData("/srv/reelmill clips/a.mp4", "/srv/reelmill clips/a.mp4")]
    [InlineData("{\"message\":\"run 'reelmill retry'\"}", "{\"message\":\"run 'reelmill retry'\"}")]
    public void Commands_are_named_as_this_user_types_them(string text, string shown) => CalledAs.In(text, "./run").ShouldBe(shown);
}
