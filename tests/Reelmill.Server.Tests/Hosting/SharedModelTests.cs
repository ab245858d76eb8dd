using Reelmill.Pipelines;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Services;
using Reelmill.Vision.Onnx;
using Reelmill.Vision.Packages;

namespace Reelmill.Server.Tests.Hosting;

/// <summary>A model is loaded once per process, however many jobs and workers use it.</summary>
[Collection(ReadCollection.Name)]
public sealed class SharedModelTests(ReadHost host)
{
    private readonly RunServices[] _runs = [.. Enumerable.Range(0, 8).Select(_ => host.Runs.ForJob(1))];

    [Fact]
    public async Task Concurrent_runs_share_one_embedder()
    {
        var embedders = await Task.WhenAll(_runs.Select(static r => r.EmbedderAsync("descriptor", new ModelOptions(), null, default)));

        var embedder = embedders.Distinct().ShouldHaveSingleItem();
        (await host.Runs.EmbedderAsync("descriptor", new ModelOptions(), null, default)).ShouldBeSameAs(embedder);
        embedder.Dimension.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Runs_with_the_same_model_share_one_detector_whatever_classes_they_keep()
    {
        var folder = Environment.GetEnvironmentVariable("REELMILL_MODELS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder) || !File.Exists(Path.Combine(folder, "yolox-nano-416-coco.onnx")), "REELMILL_MODELS has no yolox-nano");
        await RequireRuntimeAsync();
        DetectOptions Options(int run) => new("yolox-nano") { Limits = new DetectionLimits { MaxCovered = run / 10.0 } };

        var detectors = await Task.WhenAll(_runs.Select((r, i) => r.DetectorAsync(Options(i).Model, Options(i).Detection, new ModelOptions(), null, default)));

        detectors.Distinct().ShouldHaveSingleItem();
    }

    private static async Task RequireRuntimeAsync()
    {
        try
        {
            await OnnxRuntime.FetchAsync();
        }
        catch (PackageException e)
        {
            Assert.Skip(e.Message);
        }
    }
}
