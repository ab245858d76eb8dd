using Reelmill.EndToEnd.Tests.App;
using Reelmill.EndToEnd.Tests.Libraries;

namespace Reelmill.EndToEnd.Tests.Mining;

/// <summary>A test with a library of its own, in a folder of its own.</summary>
public abstract class MineTest : IDisposable
{
    protected TempFolder Temp { get; } = new();

    internal LibraryFolder Library => new(Temp["library"]);

    public void Dispose()
    {
        Temp.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Mines into the test's library and expects an exit code.</summary>
    internal Task<AppResult> MineAsync(int exitCode, params string[] arguments) =>
        ReelmillApp.ExpectAsync(exitCode, ["mine", "--library", Library.Path, "--json", .. arguments]);
}
