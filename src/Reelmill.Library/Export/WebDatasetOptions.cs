namespace Reelmill.Library.Export;

/// <summary>Controls how a WebDataset is divided into shards.</summary>
public sealed record WebDatasetOptions
{
    /// <summary>The maximum number of samples in a shard.</summary>
    /// <value>1,000 by default; at least 1.</value>
    public int SamplesPerShard { get; init; } = 1000;

    /// <summary>The maximum size of the images and JSON in a shard, in bytes. A single larger sample gets a shard of its own.</summary>
    /// <value>Null by default: only <see cref="SamplesPerShard"/> limits a shard. At least 1.</value>
    public long? BytesPerShard { get; init; }

    /// <summary>Assigns each video to a split; each split has its own shards.</summary>
    /// <value>Null by default: there are no splits.</value>
    public SplitPlan? Split { get; init; }
}
