namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Sizes of the embedded store; tests make them small.</summary>
internal sealed record EmbeddedOptions
{
    /// <summary>How large a file may grow before the next one begins.</summary>
    public long SegmentBytes { get; init; } = 1L << 30;

    /// <summary>By how much a file grows at most, so that it is mapped again seldom. The part that is not used takes no space.</summary>
    public long MostGrowth { get; init; } = 64L << 20;

    /// <summary>How many records must be replaced or deleted before a collection is compacted; then it is when they are more than those that count.</summary>
    public int LeastDead { get; init; } = 10_000;
}
