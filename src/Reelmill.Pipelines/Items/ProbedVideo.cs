using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using Reelmill.Media.Probing;

namespace Reelmill.Pipelines.Items;

/// <summary>A probed video, ready to be decoded.</summary>
public sealed record ProbedVideo
{
    /// <param name="identified">The item, its file and the id of its content.</param>
    /// <param name="media">The probe result.</param>
    /// <param name="source">The file to decode.</param>
    /// <param name="staged">The staging folder of the video's files.</param>
    internal ProbedVideo(IdentifiedItem identified, MediaInfo media, MediaInfo source, StagedFolder staged) =>
        (Identified, Media, Source, Staged) = (identified, media, source, staged);

    /// <summary>The id of the content: equal bytes, equal ids.</summary>
    public string Id => Identified.Content;

    /// <summary>The input as the user named it.</summary>
    public MediaInput Input => Identified.Input;

    /// <summary>The probe result of the file.</summary>
    public MediaInfo Media { get; }

    /// <summary>The file to decode: the input, or a remuxed copy in which each frame has a valid timestamp. <see cref="MediaInfo.Path"/> is valid until the item ends.</summary>
    public MediaInfo Source { get; }

    internal IdentifiedItem Identified { get; }

    internal PipelineItem Item => Identified.Item;

    internal StagedFolder Staged { get; }

    /// <summary>Writes a file that becomes visible in the library when the item is done, and is discarded when the item fails.</summary>
    /// <param name="name">The file's name: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>. An earlier file of that name is replaced, so that a stage can be retried.</param>
    /// <param name="bytes">The whole content; not referenced after the call.</param>
    /// <param name="cancellationToken">Cancels the call; nothing is written then.</param>
    /// <returns>The file as it will be in the library.</returns>
    /// <exception cref="Library.LibraryException">The disk is full or cannot be written.</exception>
    public Task<Artifact> WriteAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => Staged.ReplaceAsync(name, bytes, cancellationToken);
}
