using Reelmill.Library.Artifacts;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Media.Fetching;
using Reelmill.Media.Probing;

namespace Reelmill.Pipelines.Items;

/// <summary>A video that was probed and may be worked on.</summary>
public sealed record ProbedVideo
{
    /// <param name="identified">The item, its bytes and its content.</param>
    /// <param name="media">What probing found.</param>
    /// <param name="source">What is decoded.</param>
    /// <param name="staged">Where its files wait for their commit.</param>
    internal ProbedVideo(IdentifiedItem identified, MediaInfo media, MediaInfo source, StagedFolder staged) =>
        (Identified, Media, Source, Staged) = (identified, media, source, staged);

    /// <summary>The id of its content: equal bytes, equal ids.</summary>
    public string Id => Identified.Content;

    /// <summary>What a user named.</summary>
    public MediaInput Input => Identified.Input;

    /// <summary>What probing found in the file.</summary>
    public MediaInfo Media { get; }

    /// <summary>What is decoded: the file, or a copy in which each frame has its time. <see cref="MediaInfo.Path"/> is where it is until the item ends.</summary>
    public MediaInfo Source { get; }

    internal IdentifiedItem Identified { get; }

    internal PipelineItem Item => Identified.Item;

    internal StagedFolder Staged { get; }

    /// <summary>Writes a file that the library shows when the item is done, and drops when it fails.</summary>
    /// <param name="name">The file's name: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>. A file that was written under that name is replaced, so that a stage can be tried again.</param>
    /// <param name="bytes">The whole content; not held after the call.</param>
    /// <param name="cancellationToken">Stops the call; then nothing was written.</param>
    /// <returns>The file as it will be.</returns>
    /// <exception cref="Library.LibraryException">The disk is full or cannot be written.</exception>
    public Task<Artifact> WriteAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => Staged.ReplaceAsync(name, bytes, cancellationToken);
}
