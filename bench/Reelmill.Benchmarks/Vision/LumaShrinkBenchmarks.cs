using BenchmarkDotNet.Attributes;
using Reelmill.Vision.Quality;

namespace Reelmill.Benchmarks.Vision;

/// <summary>The one pass over the full picture, where the ratio is whole (1920) and where it is not (1366).</summary>
[ShortRunJob]
public class LumaShrinkBenchmarks
{
    private readonly LumaDownscaler _downscaler = new();
    private byte[] _luma = [];

    [Params(1920, 1366)]
    public int Width { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _luma = new byte[Width * (Width * 9 / 16)];
        new Random(1).NextBytes(_luma);
    }

    [Benchmark]
    public int Shrink() => _downscaler.Downscale(_luma, new(Width, Width * 9 / 16), Width, fullRange: false, out _)[0];
}
