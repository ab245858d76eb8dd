using BenchmarkDotNet.Attributes;
using Reelmill.Vision.Quality;

namespace Reelmill.Benchmarks.Vision;

/// <summary>What one sampled frame costs to score: shrink, scores, thumbnail and hash, on one thread.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class FrameScorerBenchmarks
{
    private readonly FrameScorer _scorer = new();
    private byte[] _luma = [];

    [Params(1920, 320)]
    public int Width { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _luma = new byte[Width * Width * 9 / 16];
        new Random(1).NextBytes(_luma);
    }

    [Benchmark]
    public ScoredFrame Score() => _scorer.Score(_luma, Width, Width * 9 / 16, Width, fullRange: false);
}
