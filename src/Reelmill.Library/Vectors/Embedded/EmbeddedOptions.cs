namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Sizes of the embedded store; tests reduce them.</summary>
internal sealed record EmbeddedOptions
{
    /// <summary>The maximum size of a segment file, unless one batch is larger.</summary>
    public long SegmentBytes { get; init; } = 1L << 30;

    /// <summary>The maximum step by which a segment file grows. Large steps make remapping rare; the unused part is sparse and takes no disk space.</summary>
    public long MaxGrowthBytes { get; init; } = 64L << 20;

    /// <summary>The minimum number of replaced or deleted rows before a compaction, which also requires that they outnumber the live rows.</summary>
    public int MinDeadRows { get; init; } = 10_000;
}
