using Reelmill.Core.Pipelines;

namespace Reelmill.Pipelines.Hls;

/// <summary>
/// Finished streams to where viewers find them, while the next ones are encoded. A pipeline of its own: a stream that
/// cannot be published is done all the same, and is not encoded again for it.
/// </summary>
internal static class PublishPipeline
{
    public static Pipeline<PublishItem, PublishItem> Define(Publications publish) => Pipeline
        .Create<PublishItem>("publish")
        .Map("publish", publish.PublishAsync, new StageOptions { Workers = 2, Queue = 4 });
}
