using Reelmill.Core.Pipelines;
using Reelmill.Core.Running;

namespace Reelmill.Pipelines.Hls;

/// <summary>
/// Defines the pipeline that publishes finished streams while the next ones are encoded. It is separate from
/// <c>hls</c>, so a failed publication neither fails a stream nor encodes it again.
/// </summary>
internal static class PublishPipeline
{
    public static Pipeline<PublishItem, PublishItem> Define(PublicationQueue publications) => Pipeline
        .Create<PublishItem>("publish")
        .Map("publish", publications.PublishAsync, new StageOptions { Workers = 2, Queue = 4 });
}
