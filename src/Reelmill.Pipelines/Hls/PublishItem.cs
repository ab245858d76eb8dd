using Reelmill.Library.Catalog;

namespace Reelmill.Pipelines.Hls;

/// <summary>A stream to publish.</summary>
/// <param name="Id">The catalog id of the publication.</param>
/// <param name="Stream">The finished <c>hls</c> item with the stream.</param>
/// <param name="Attempt">The attempt number, from 1, over all runs.</param>
internal sealed record PublishItem(string Id, Item Stream, int Attempt)
{
    /// <summary>The result of publishing; set by the publish stage.</summary>
    public HlsPublication? Published { get; set; }
}
