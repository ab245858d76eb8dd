using Reelmill.Core;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Mine;

/// <summary>Fails videos with kept frames whose files are missing and cannot be restored. Their other frames stay as they are.</summary>
internal sealed class UnrestoredFrames(SqliteCatalog catalog)
{
    /// <summary>The error code.</summary>
    public const string Code = "frames_not_restored";

    /// <summary>Fails the affected videos, and clears the failure of videos whose frames all have their files again.</summary>
    /// <param name="frames">The frames of the whole library.</param>
    /// <param name="cancellationToken">Cancels the update.</param>
    /// <returns>The items that were done before and failed now.</returns>
    public async Task<IReadOnlyList<RunFailure>> FailAsync(IEnumerable<FrameChange> frames, CancellationToken cancellationToken)
    {
        var missing = frames.Where(static f => f.After is { Kept: true, Path: null })
            .GroupBy(static f => f.After.Video, StringComparer.Ordinal).ToDictionary(static g => g.Key, static g => g.Count(), StringComparer.Ordinal);
        var sources = missing.Count == 0 ? [] : await catalog.VideosAsync(cancellationToken).ConfigureAwait(false);
        var messages = sources.Where(v => missing.ContainsKey(v.Video))
            .ToDictionary(static v => v.Video, v => Message(MediaInput.Redact(v.Source), missing[v.Video]), StringComparer.Ordinal);
        var failed = await catalog.FailVideosAsync(Code, messages, cancellationToken).ConfigureAwait(false);
        return [.. failed.Select(static i => new RunFailure(MediaInput.Redact(i.Source), i.Id, Code, i.ErrorMessage!, i.Attempts))];
    }

    /// <summary>Fails if any kept frame of the library has no file.</summary>
    /// <exception cref="PipelineException"><c>frames_not_restored</c>.</exception>
    public async Task RequireNoneAsync(CancellationToken cancellationToken)
    {
        var missing = 0;
        await foreach (var frame in catalog.FramesAsync(cancellationToken).ConfigureAwait(false))
        {
            missing += frame is { Kept: true, Path: null } ? 1 : 0;
        }

        if (missing > 0)
        {
            throw new PipelineException(
                Code, $"Deciding: {missing} kept frames have no file, and their source videos are not available; everything else is decided. 'reelmill status' names the videos: put their files back, then run 'reelmill retry'.");
        }
    }

    private static string Message(string source, int frames) =>
        $"Restoring {frames} frames of {source}: they are kept again, but no file with this video's content is available. Put it back, or run 'reelmill mine' on a copy; then run 'reelmill retry'.";
}
