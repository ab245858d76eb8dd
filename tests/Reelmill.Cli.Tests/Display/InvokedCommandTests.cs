using Reelmill.Cli.Display;

namespace Reelmill.Cli.Tests.Display;

public sealed class InvokedCommandTests
{
    [Theory]
    [InlineData("To try them again: reelmill retry --library out", "To try them again: ./run retry --library out")]
    [InlineData("Run 'reelmill repair' first; then 'reelmill mine videos/'.", "Run './run repair' first; then './run mine videos/'.")]
    [InlineData("  reelmill [command] [options]", "  ./run [command] [options]")]
    [InlineData("reelmill: not_found: there is no such file", "reelmill: not_found: there is no such file")]
    [InlineData("/srv/reelmill clips/a.mp4", "/srv/reelmill clips/a.mp4")]
    [InlineData("{\"message\":\"run 'reelmill retry'\"}", "{\"message\":\"run 'reelmill retry'\"}")]
    public void Commands_in_messages_start_with_the_users_command(string text, string shown) => InvokedCommand.Rewrite(text, "./run").ShouldBe(shown);
}
