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

    /// <summary>Skips the test where the models or what runs them are not there.</summary>
    protected static void RequireModels()
    {
        var folder = Environment.GetEnvironmentVariable("REELMILL_MODELS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder) || !File.Exists(Path.Combine(folder, "yolox-nano-416-coco.onnx")), "REELMILL_MODELS has no yolox-nano");
        var runtime = Environment.GetEnvironmentVariable("REELMILL_ONNXRUNTIME");
        var cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "reelmill", "onnxruntime");
        Assert.SkipWhen(string.IsNullOrEmpty(runtime) && !Directory.Exists(cache), "ONNX Runtime is not installed");
    }

    /// <summary>Mines into the test's library and expects an exit code.</summary>
    internal Task<AppResult> MineAsync(int exitCode, params string[] arguments) =>
        ReelmillApp.ExpectAsync(exitCode, ["mine", "--library", Library.Path, "--json", .. arguments]);
}
