using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Frames;
using Reelmill.Media.Probing;
using Reelmill.Pipelines;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Services;
using Reelmill.Server.Http;

namespace Reelmill.Server.Library;

/// <summary>Previews the decisions that other quality limits would make, without changing the library. Requests run one at a time.</summary>
internal sealed class DecisionPreviews : IDisposable
{
    private readonly SemaphoreSlim _lock = new(1, 1);
    private readonly SqliteCatalog _catalog;
    private readonly LibraryDecisions _decisions;

    public DecisionPreviews(RunServices services, LibrarySession library)
    {
        var (tools, limits) = (new ToolPaths(), new ProbeLimits());
        var videos = new AvailableVideos(library.Catalog, new SourceVideos(services.Launcher, tools, limits, library.Artifacts), new FrameDecoder(services.Launcher, tools.Ffmpeg, limits));
        (_catalog, _decisions) = (library.Catalog, new LibraryDecisions(services, library, videos));
    }

    /// <summary>Computes the decisions under the requested limits.</summary>
    /// <exception cref="RequestException"><c>bad_option</c>: a limit is unknown or out of its range.</exception>
    public async Task<PreviewDocument> PreviewAsync(PreviewRequest request, CancellationToken cancellationToken)
    {
        var known = await LibraryLimits.ReadAsync(_catalog, cancellationToken).ConfigureAwait(false);
        var limits = known with { Quality = PreviewLimits.Change(known.Quality, request.Limits) };
        await _lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var (summary, frames) = await _decisions.PreviewAsync(limits, cancellationToken).ConfigureAwait(false);
            var decisions = frames.Where(f => f.After.Video == request.Video && !(request.ChangedOnly && f.Before.Kept == f.After.Kept)).Select(DecisionDocument.From);
            return new PreviewDocument(summary.Frames, summary.NewlyKept, summary.NewlyDropped, Videos(frames), summary.Missing.Count, [.. decisions]);
        }
        finally
        {
            _lock.Release();
        }
    }

    private static PreviewVideos Videos(IReadOnlyList<FrameChange> frames)
    {
        var changed = frames.Where(static f => f.Before.Kept != f.After.Kept).ToLookup(static f => f.After.Kept, static f => f.After.Video);
        return new PreviewVideos(changed[true].Distinct(StringComparer.Ordinal).LongCount(), changed[false].Distinct(StringComparer.Ordinal).LongCount());
    }

    public void Dispose() => _lock.Dispose();
}
