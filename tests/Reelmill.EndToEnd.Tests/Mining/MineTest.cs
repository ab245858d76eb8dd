using Reelmill.EndToEnd.Tests.App;
using Reelmill.EndToEnd.Tests.Libraries;

namespace Reelmill.EndToEnd.Tests.Mining;

/// <summary>A test with a library of its own, in a folder of its own.</summary>
public abstract class MineTest : IDisposable
{
    /// <summary>What runs models, fetched once for this machine.</summary>
#pragma warning disable VSTHRD002, VSTHRD011 // On the pool, for tests that ask for it before they do anything.
    private static readonly Lazy<AppResult> Pulled = new(static () => Task.Run(static () => ReelmillApp.RunAsync("models", "pull")).GetAwaiter().GetResult());
#pragma warning restore VSTHRD002, VSTHRD011

    protected TempFolder Temp { get; } = new();

    internal LibraryFolder Library => new(Temp["library"]);

    public void Dispose()
    {
        Temp.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Skips the test where the models or what runs them are not there.</summary>
    protected static void RequireModels()
    {
        var folder = Environment.GetEnvironmentVariable("REELMILL_MODELS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder) || !File.Exists(Path.Combine(folder, "yolox-nano-416-coco.onnx")), "REELMILL_MODELS has no yolox-nano");
        Assert.SkipWhen(Pulled.Value.ExitCode != 0, Pulled.Value.Errors);
    }

    /// <summary>Mines into the test's library and expects an exit code.</summary>
    internal Task<AppResult> MineAsync(int exitCode, params string[] arguments) =>
        ReelmillApp.ExpectAsync(exitCode, ["mine", "--library", Library.Path, "--json", .. arguments]);
}
