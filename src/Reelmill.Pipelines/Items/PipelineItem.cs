using Reelmill.Library.Artifacts.Disk;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>One input on its way through a pipeline, and what must be tidied up when it ends.</summary>
internal sealed class PipelineItem(string id, MediaInput input) : IDisposable
{
    public string Id => id;

    public MediaInput Input => input;

    /// <summary>Which attempt at the item this is, from 1, over all runs.</summary>
    public int Attempt { get; init; }

    /// <summary>The content that an earlier run found in the input; null when it was never done.</summary>
    public string? Before { get; init; }

    /// <summary>The file that was fetched; set by the stage that fetched it.</summary>
    public FetchedFile? File { get; set; }

    /// <summary>The sign of the file, taken before it was read.</summary>
    public string? Stamp { get; set; }

    /// <summary>The content that this item works on for all inputs that have it; set by <see cref="ContentClaims"/>.</summary>
    public (string Pipeline, string Video)? Claimed { get; set; }

    /// <summary>The content of the file; set by the stage that read it.</summary>
    public string? Video { get; set; }

    /// <summary>Where the item's files wait for their commit; set by the stage that knows the video.</summary>
    public StagedFolder? Staged { get; set; }

    /// <summary>Where files lie on their way to becoming artifacts; set by the stage that needs the room.</summary>
    public string? Scratch { get; set; }

    /// <summary>The first thing that the decoder found wrong with a stream that it decoded all the same.</summary>
    public string? Damage { get; set; }

    /// <summary>
    /// Keeps a download under the name of its content, by which it is found again; under the name of its source it would
    /// be taken for what a killed run has left.
    /// </summary>
    public void KeepDownload(string folder)
    {
        if (File is { IsTemporary: true } file && System.IO.File.Exists(file.Path))
        {
            System.IO.File.Move(file.Path, Path.Combine(folder, Video!), overwrite: true);
        }
    }

    public void DropScratch()
    {
        if (Scratch is { } folder && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public void Dispose()
    {
        DropScratch();
        Staged?.Dispose();
        File?.Delete();
    }
}
