using BenchmarkDotNet.Attributes;
using Reelmill.Vision.Duplicates;

namespace Reelmill.Benchmarks.Vision;

/// <summary>One search by index and by looking at every hash, at distance 5; 256 queries, half of them near some hash.</summary>
[ShortRunJob]
public class HashIndexBenchmarks
{
    private const int MaxDistance = 5;
    private const int Queries = 256;
    private ulong[] _hashes = [];
    private ulong[] _queries = [];
    private HashIndex _index = new([], 0);

    [Params(10_000, 100_000, 1_000_000, 10_000_000)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _hashes = SyntheticHashes.Random(Count, 1);
        _queries = SyntheticHashes.Random(Queries, 2);
        for (var i = 0; i < Queries; i += 2)
        {
            _queries[i] = _hashes[i * (long)Count / Queries] ^ 0b10101;
        }

        _index = new HashIndex(_hashes, MaxDistance);
    }

    [Benchmark(OperationsPerInvoke = Queries)]
    public int Index()
    {
        var found = 0;
        foreach (var query in _queries)
        {
            found += _index.Find(query).Count;
        }

        return found;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Queries)]
    public int LinearScan()
    {
        var found = 0;
        foreach (var query in _queries)
        {
            var from = 0;
            while (HammingScan.FindFirst(_hashes.AsSpan(from), query, MaxDistance) is >= 0 and var next)
            {
                from += next + 1;
                found++;
            }
        }

        return found;
    }
}
