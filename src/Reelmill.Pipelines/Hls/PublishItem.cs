using Reelmill.Library.Catalog;

namespace Reelmill.Pipelines.Hls;

/// <summary>A stream on its way to where it is published.</summary>
/// <param name="Id">The id of its publication in the catalog.</param>
/// <param name="Stream">The finished item that made it.</param>
/// <param name="Attempt">Which attempt this is, from 1, over all runs.</param>
internal sealed record PublishItem(string Id, Item Stream, int Attempt)
{
    /// <summary>What publishing did; set by the stage that does it.</summary>
    public HlsPublication? Published { get; set; }
}
