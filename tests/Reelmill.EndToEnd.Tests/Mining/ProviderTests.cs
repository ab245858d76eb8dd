using Reelmill.EndToEnd.Tests.App;
using Reelmill.Testing.Commands;

namespace Reelmill.EndToEnd.Tests.Mining;

/// <summary>What models run on, and what is said when it cannot be had.</summary>
public sealed class ProviderTests : MineTest
{
    private const string Source = "REELMILL_NUGET_SOURCE";

    [Fact]
    public async Task Without_a_package_source_the_error_says_how_to_provide_ONNX_Runtime()
    {
        var result = await RunAsync($"{Source}={Temp.Path}", "models", "pull");

        result.ExitCode.ShouldBe(1);
        result.Errors.ShouldContain("package_missing: Fetching Microsoft.ML.OnnxRuntime 1.31.1 from");
        result.Errors.ShouldContain("set REELMILL_ONNXRUNTIME to the path of your own libonnxruntime.so.");
        Directory.GetFileSystemEntries(Temp["cache", "reelmill", "onnxruntime"]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("cuda")]
    [InlineData("tensorrt")]
    [InlineData("openvino")]
    public async Task A_provider_that_the_build_lacks_ends_the_run_before_it_starts(string provider)
    {
        RequireModels();
        var library = await CpuLibraryAsync();

        var result = await RunAsync($"REELMILL_ONNXRUNTIME={library}", "mine", TestMedia.Path("video", "cockatoo-720p-20fps.mp4"), "--library", Library.Path, "--detect", "yolox-nano", "--set", $"models.provider={provider}");

        result.ExitCode.ShouldBe(1);
        result.Errors.ShouldContain($"provider_missing: Models cannot run on {provider}: the ONNX Runtime at {library} was built without it.");
    }

    [Fact]
    public async Task A_missing_GPU_is_reported_with_the_missing_library()
    {
        RequireModels();
        Assert.SkipWhen(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("REELMILL_EVERY_FILE")), "245 MB are fetched only with REELMILL_EVERY_FILE=1");
        Assert.SkipWhen(File.Exists("/dev/nvidia0"), "the machine has a GPU");
        var pulled = await RunAsync("LANG=C", "models", "pull", "--provider", "cuda");
        Assert.SkipWhen(pulled.ExitCode != 0, pulled.Errors);

        var result = await RunAsync("LANG=C", "mine", TestMedia.Path("video", "cockatoo-720p-20fps.mp4"), "--library", Library.Path, "--detect", "yolox-nano", "--set", "models.provider=cuda");

        result.ExitCode.ShouldBe(1);
        result.Errors.ShouldContain("provider_missing: Models cannot run on cuda: libcublasLt.so");
        (await RunAsync("LANG=C", "mine", TestMedia.Path("video", "cockatoo-720p-20fps.mp4"), "--library", Library.Path, "--detect", "yolox-nano", "--every", "5s")).ExitCode.ShouldBe(0);
    }

    /// <summary>The build for the processor, whatever else this machine has fetched.</summary>
    private async Task<string> CpuLibraryAsync()
    {
        var pulled = await RunAsync("LANG=C", "models", "pull");
        Assert.SkipWhen(pulled.ExitCode != 0, pulled.Errors);
        return Directory.GetFiles(Temp["cache"], "libonnxruntime.so", SearchOption.AllDirectories).Single();
    }

    /// <summary>Runs the program with a cache of its own.</summary>
    private async Task<CommandResult> RunAsync(string variable, params string[] arguments)
    {
        await using var run = ReelmillApp.StartUnder(["env", $"XDG_CACHE_HOME={Temp["cache"]}", variable], arguments);
        return await run.EndAsync();
    }
}
