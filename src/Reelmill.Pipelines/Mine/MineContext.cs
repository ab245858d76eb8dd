using System.Runtime.CompilerServices;
using Reelmill.Library;
using Reelmill.Media.Frames;
using Reelmill.Media.Frames.Parts;
using Reelmill.Pipelines.Items;
using Reelmill.Vision.Detection;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>What the stages of one run share, and the stages that only hand over to it.</summary>
/// <param name="options">The options of the run.</param>
/// <param name="limits">What a frame must be to be kept.</param>
/// <param name="run">The run.</param>
/// <param name="intake">The stages that fetch and probe.</param>
/// <param name="decoder">Decodes and samples.</param>
/// <param name="detector">Looks into kept frames; null when nothing is looked for.</param>
/// <param name="detection">What must be in a frame to be kept.</param>
internal sealed class MineContext(
    MineOptions options, QualityLimits limits, ItemRun run, Intake intake, PartedDecoder decoder, IDetector? detector, DetectionLimits detection)
{
    public IDetector? Detector => detector;

    /// <summary>Whether somebody is told of each frame as soon as it is decided on by itself.</summary>
    public bool TellsFrames => run.Ledger.OnFrame is not null;

    public DetectionLimits Detection => detection;

    public MineOptions Options => options;

    public QualityLimits Limits => limits;

    public Intake Intake => intake;

    public async IAsyncEnumerable<SampledFrame> DecodeAsync(ProbedVideo video, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (options.Sampling.Mode == SamplingMode.KeyFrames && !video.Source.RequireVideo().MarksKeyFrames)
        {
            video.Item.AddRemark("its packets do not tell which frames are key frames, so that only the first was taken; --every samples it by time");
        }

        var frames = decoder.DecodeAsync(
            video.Source.Path, video.Source, options.Sampling, damage => video.Item.Damage = damage, cancellationToken);
        await foreach (var frame in frames.ConfigureAwait(false))
        {
            yield return new SampledFrame(video, frame);
        }
    }

    public ValueTask<SavedFrame> TellAsync(SavedFrame frame)
    {
        run.Ledger.OnFrame!(frame.Video.Item.Id, frame.Record, frame.Video.Media.Duration);
        return ValueTask.FromResult(frame);
    }

    /// <summary>The files become visible and the catalog knows them, both or neither.</summary>
    public async ValueTask<CommittedVideo> CommitAsync(IReadOnlyList<SavedFrame> frames, CancellationToken cancellationToken)
    {
        var video = frames[0].Video;
        video.Item.RequireUnchanged();
        var records = await new CarriedFiles(run).CarryAsync(video, [.. frames.Select(static f => f.Record)], cancellationToken).ConfigureAwait(false);
        var result = run.ResultOf(video.Item, MediaFacts.JsonOf(video.Media, video.Item));
        if (options.KeepVideos)
        {
            video.Item.KeepDownload(Path.Combine(run.Library.Folder, LibraryLayout.Videos));
        }

        await video.Item.Staged!.CommitAsync(
            token => run.Library.Catalog.CompleteAsync(video.Item.Id, result, records, token), cancellationToken).ConfigureAwait(false);
        return new CommittedVideo(video.Id, records.Count, records.Count(static r => r.Kept));
    }
}
