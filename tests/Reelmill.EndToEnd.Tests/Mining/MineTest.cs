using Reelmill.EndToEnd.Tests.App;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Libraries;

namespace Reelmill.EndToEnd.Tests.Mining;

/// <summary>A test with a library of its own, mined by the program.</summary>
public abstract class MineTest : LibraryTest
{
    /// <summary>What runs models, fetched once for this machine.</summary>
#pragma warning disable VSTHRD002, VSTHRD011 // On the pool, for tests that ask for it before they do anything.
    private static readonly Lazy<CommandResult> Pulled = new(static () => Task.Run(static () => ReelmillApp.RunAsync("models", "pull")).GetAwaiter().GetResult());
#pragma warning restore VSTHRD002, VSTHRD011

    /// <summary>Skips the test where the models or what runs them are not there.</summary>
    protected static void RequireModels()
    {
        ModelFiles.Require();
        Assert.SkipWhen(Pulled.Value.ExitCode != 0, Pulled.Value.Errors);
    }

    /// <summary>Mines into the test's library and expects an exit code.</summary>
    internal Task<CommandResult> MineAsync(int exitCode, params string[] arguments) =>
        ReelmillApp.ExpectAsync(exitCode, ["mine", "--library", Library.Path, "--json", .. arguments]);
}
