using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Reelmill.Core;
using Reelmill.Library;
using Reelmill.Library.Artifacts;
using Reelmill.Media.Frames;
using Reelmill.Media.Hls.Checking;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Packaging;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Hls;

/// <summary>What the stages of one run share, and the stages that only hand over to it.</summary>
/// <param name="options">The options of the run.</param>
/// <param name="run">The run.</param>
/// <param name="intake">The stages that fetch and probe.</param>
/// <param name="tools">What plans and encodes.</param>
/// <param name="keyring">The library's keys; null when nothing is encrypted.</param>
/// <param name="publish">Publishes what is finished; null when nothing is published.</param>
internal sealed class HlsContext(HlsOptions options, ItemRun run, Intake intake, HlsTools tools, Keyring? keyring, PublishContext? publish)
{
    private readonly HlsChecker _checker = new();

    public Intake Intake => intake;

    public HlsOptions Options => options;

    /// <summary>Decides what is made of a video, and in how many parts.</summary>
    public async IAsyncEnumerable<EncodeJob> PlanAsync(ProbedVideo video, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var plan = EncodePlan.For(video.Source, options.Ladder, options.AllowUpscale) with
        {
            Scan = await tools.Scans.MeasureAsync(video.Source.Path, video.Source, cancellationToken).ConfigureAwait(false),
        };
        plan = options.CopyTop ? await tools.CopyTop.ApplyAsync(plan, cancellationToken).ConfigureAwait(false) : plan;
        plan = options.ParallelChunks ? await tools.ParallelParts.ApplyAsync(plan, cancellationToken).ConfigureAwait(false) : plan;
        video.Item.Scratch = await run.Library.Artifacts.ScratchAsync(LibraryLayout.Hls, video.Id, cancellationToken).ConfigureAwait(false);
        var progress = new EncodingProgress(video.Item, plan, run.Ledger);
        foreach (var part in plan.Parts)
        {
            yield return new EncodeJob(video, plan, part, progress);
        }
    }

    public async ValueTask<EncodeJob> EncodeAsync(EncodeJob job, CancellationToken cancellationToken)
    {
        var item = job.Video.Item;
        item.Damage ??= await tools.Encoder.EncodeAsync(
            job.Plan, job.Part, options.Encode, item.Scratch!, job.Progress.Of(job.Part), cancellationToken).ConfigureAwait(false);
        return job;
    }

    public async ValueTask<PackagedStream> PackageAsync(IReadOnlyList<EncodeJob> jobs, CancellationToken cancellationToken)
    {
        var (video, plan, _, progress) = jobs[0];
        progress.End();
        var files = new ConcurrentBag<Artifact>();
        var keys = keyring is null ? null : await keyring.KeysOfAsync(video.Id, cancellationToken).ConfigureAwait(false);
        var sink = new SegmentSink(
            async (name, bytes, token) => files.Add(await video.Item.Staged!.WriteAsync(name, bytes, token).ConfigureAwait(false)), keys);
        var stream = await tools.Packager(sink).PackageAsync(plan, video.Item.Scratch!, cancellationToken).ConfigureAwait(false);
        video.Item.DropScratch();
        if (keyring is not null)
        {
            await keyring.WriteAsync(video.Id, keys!, stream.Segments, cancellationToken).ConfigureAwait(false);
        }

        return new PackagedStream(video, stream, [.. files.OrderBy(static f => f.Path, StringComparer.Ordinal)]);
    }

    /// <summary>Judges the files as a player finds them. What breaks a rule that must hold is never shown to anybody.</summary>
    public async ValueTask<CheckedStream> CheckAsync(PackagedStream packaged, CancellationToken cancellationToken)
    {
        var item = packaged.Video.Item;
        var checking = new HlsCheckOptions { KeyFolder = keyring?.FolderOf(packaged.Video.Id) };
        var report = await _checker.CheckAsync(HlsLocation.Parse(item.Staged!.Path), checking, cancellationToken).ConfigureAwait(false);
        var broken = report.Findings.Where(static f => f.Severity == HlsSeverity.Must).ToArray();
        return broken.Length == 0
            ? new CheckedStream(packaged, report)
            : throw new ItemException(
                "hls_check_failed",
                $"Checking the stream of {item.Input.Display}: {broken[0].Rule} is broken in {broken[0].File}: {broken[0].Message}{(report.Failed > 1 ? $" ({report.Failed - 1} more rules are broken)" : string.Empty)}. The stream was not kept; try --copy-top never, or convert the source first.");
    }

    /// <summary>The files become visible and the catalog knows them, both or neither.</summary>
    public async ValueTask<HlsOutput> CommitAsync(CheckedStream certified, CancellationToken cancellationToken)
    {
        var (video, stream, files) = certified.Packaged;
        video.Item.RequireUnchanged();
        var output = new HlsOutput(
            video.Item.Input.Display,
            video.Id,
            $"{LibraryLayout.Hls}/{video.Id}/{StreamPackager.Master}",
            [.. stream.Videos.Select(v => HlsRendition.Of(v, stream))],
            HlsCheck.Of(certified.Report))
        {
            Remarks = stream.Remarks,
        };
        var result = run.ResultOf(video.Item, MediaFacts.JsonOf(video.Media, video.Item)) with { Files = files, Outcome = JsonSerializer.Serialize(output, HlsJson.Default.HlsOutput) };
        if (options.KeepVideos)
        {
            video.Item.KeepDownload(Path.Combine(run.Library.Folder, LibraryLayout.Videos));
        }

        await video.Item.Staged!.CommitAsync(
            token => run.Library.Catalog.CompleteAsync(video.Item.Id, result, null, token), cancellationToken).ConfigureAwait(false);
        publish?.Add(video.Item.Id);
        foreach (var remark in stream.Remarks)
        {
            run.Ledger.Note(video.Item.Input.Display, remark);
        }

        return output;
    }
}

/// <summary>What plans and encodes streams.</summary>
internal sealed record HlsTools(ScanMeter Scans, CopyTop CopyTop, ParallelParts ParallelParts, LadderEncoder Encoder, Func<SegmentSink, StreamPackager> Packager);
