namespace Reelmill.Library.Export;

/// <summary>How a WebDataset is cut into shards.</summary>
public sealed record WebDatasetOptions
{
    /// <summary>How many samples a shard has at most.</summary>
    /// <value>1,000 by default; at least 1.</value>
    public int SamplesPerShard { get; init; } = 1000;

    /// <summary>How many bytes of images and JSON a shard has at most, unless one sample alone has more.</summary>
    /// <value>Null by default: only <see cref="SamplesPerShard"/> counts. At least 1.</value>
    public long? BytesPerShard { get; init; }

    /// <summary>Assigns each video to a split; each split has shards of its own.</summary>
    /// <value>Null by default: the shards are not split.</value>
    public SplitPlan? Split { get; init; }
}
