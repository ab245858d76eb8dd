using Reelmill.Core;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Mine;

/// <summary>Fails the videos of which kept frames have no file and no original is at hand to make it. Their other frames stay as they are.</summary>
internal sealed class UnrestoredFrames(SqliteCatalog catalog)
{
    /// <summary>The failure's code.</summary>
    public const string Code = "frames_not_restored";

    /// <summary>Fails them, and takes the failure back from those that are whole again.</summary>
    /// <param name="frames">The frames of the whole library.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The items that were done before.</returns>
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

    /// <summary>Says the same of a whole library.</summary>
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
                Code, $"Deciding: {missing} kept frames have no file, and no original of theirs is at hand; all else is decided. 'reelmill status' names the videos: put their files back, then run 'reelmill retry'.");
        }
    }

    private static string Message(string source, int frames) =>
        $"Restoring {frames} frames of {source}: they are kept again, and no file with this video's bytes is at hand. Put it back, or run 'reelmill mine' on a copy; then run 'reelmill retry'.";
}
