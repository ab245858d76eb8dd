using Reelmill.Media.Frames;
using Reelmill.Media.Probing;
using Reelmill.Media.Processes;
using Reelmill.Pipelines;
using Reelmill.Pipelines.Hosting;
using Reelmill.Pipelines.Mine;

namespace Reelmill.Server.Library;

/// <summary>Decides on the library by other limits, one request after the other, and changes nothing.</summary>
internal sealed class DecisionPreviews : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly RunHost _host;
    private readonly LibraryDecisions _decisions;

    public DecisionPreviews(RunHost host)
    {
        var (launcher, tools, limits) = (new ProcessLauncher(), new ToolPaths(), new ProbeLimits());
        var (catalog, artifacts) = (host.Library.Catalog, host.Library.Artifacts);
        var videos = new VideosAtHand(catalog, new Prober(launcher, tools.Ffprobe, limits), new FrameDecoder(launcher, tools.Ffmpeg, limits));
        (_host, _decisions) = (host, new LibraryDecisions(catalog, artifacts, videos));
    }

    /// <summary>Decides.</summary>
    /// <exception cref="Jobs.RequestException"><c>bad_option</c>: a limit is unknown or out of its range.</exception>
    public async Task<PreviewDocument> PreviewAsync(PreviewRequest request, CancellationToken cancellationToken)
    {
        var catalog = _host.Library.Catalog;
        var limits = PreviewLimits.Change(await QualityMemory.ReadAsync(catalog, cancellationToken).ConfigureAwait(false), request.Limits);
        var detection = await DetectionLimits.ReadAsync(catalog, cancellationToken).ConfigureAwait(false);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var (summary, frames) = await _decisions.PreviewAsync(limits, detection, cancellationToken).ConfigureAwait(false);
            var decisions = frames.Where(f => f.After.Video == request.Video && !(request.ChangedOnly && f.Before.Kept == f.After.Kept)).Select(DecisionDocument.Of);
            return new PreviewDocument(summary.Frames, summary.NewlyKept, summary.NewlyDropped, Videos(frames), summary.Missing.Count, [.. decisions]);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static PreviewVideos Videos(IReadOnlyList<FrameChange> frames)
    {
        var changed = frames.Where(static f => f.Before.Kept != f.After.Kept).ToLookup(static f => f.After.Kept, static f => f.After.Video);
        return new PreviewVideos(changed[true].Distinct(StringComparer.Ordinal).LongCount(), changed[false].Distinct(StringComparer.Ordinal).LongCount());
    }

    public void Dispose() => _turn.Dispose();
}
