using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Reelmill.Vision.Duplicates;

namespace Reelmill.Benchmarks.Vision;

/// <summary>The decision over all videos: 1,000 frames a video, 30 % of the frames repeat another, 1 % are one frame.</summary>
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 0, iterationCount: 2)]
public class CrossVideoBenchmarks
{
    private DuplicateCandidate[] _candidates = [];

    [Params(1_000_000, 10_000_000)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        var hashes = SyntheticHashes.WithRepeats(Count, 0.3, 3, 1);
        _candidates = new DuplicateCandidate[Count];
        for (var i = 0; i < Count; i++)
        {
            var hash = i % 100 == 0 ? 7 : hashes[i];
            _candidates[i] = new DuplicateCandidate($"video-{random.Next(Count / 1000)}", i * 1000L, hash, random.Next(40_000) / 10.0, 2_073_600);
        }
    }

    [Benchmark]
    public IReadOnlyList<DuplicateDecision> Resolve() => CrossVideoDuplicates.Resolve(_candidates, 5);
}
