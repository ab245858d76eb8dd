using System.Collections.Concurrent;
using System.Text.Json;
using Reelmill.Library;
using Reelmill.Library.Artifacts;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Packaging;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Hls;

/// <summary>What the stages of one run share, and the stages that only hand over to it.</summary>
/// <param name="options">The options of the run.</param>
/// <param name="run">The run.</param>
/// <param name="intake">The stages that fetch and probe.</param>
/// <param name="encoder">Encodes.</param>
/// <param name="keyring">The library's keys; null when nothing is encrypted.</param>
internal sealed class HlsContext(HlsOptions options, ItemRun run, Intake intake, LadderEncoder encoder, Keyring? keyring)
{
    public Intake Intake => intake;

    public async ValueTask<EncodedVideo> EncodeAsync(ProbedVideo video, CancellationToken cancellationToken)
    {
        var item = video.Item;
        var plan = EncodePlan.For(video.Media, options.Ladder, options.AllowUpscale);
        var folder = item.Scratch = run.Library.Artifacts.Scratch(LibraryLayout.Hls, video.Id);
        var progress = new EncodingProgress(item, plan, run.Ledger);
        await encoder.EncodeAsync(
            plan, options.Encode, Environment.ProcessorCount, folder, progress, damage => item.Damage = damage, cancellationToken).ConfigureAwait(false);
        progress.End();
        return new EncodedVideo(video, plan, folder);
    }

    public async ValueTask<PackagedStream> PackageAsync(EncodedVideo encoded, CancellationToken cancellationToken)
    {
        var (video, plan, folder) = encoded;
        var files = new ConcurrentBag<Artifact>();
        var keys = keyring is null ? null : await keyring.KeysOfAsync(video.Id, cancellationToken).ConfigureAwait(false);
        var sink = new SegmentSink(
            async (name, bytes, token) => files.Add(await video.Item.Staged!.WriteAsync(name, bytes, token).ConfigureAwait(false)), keys);
        var stream = await new StreamPackager(sink).PackageAsync(plan, folder, cancellationToken).ConfigureAwait(false);
        video.Item.DropScratch();
        if (keyring is not null)
        {
            await keyring.WriteAsync(video.Id, keys!, stream.Segments, cancellationToken).ConfigureAwait(false);
        }

        return new PackagedStream(video, stream, [.. files.OrderBy(static f => f.Path, StringComparer.Ordinal)]);
    }

    /// <summary>The files become visible and the catalog knows them, both or neither.</summary>
    public async ValueTask<HlsOutput> CommitAsync(PackagedStream packaged, CancellationToken cancellationToken)
    {
        var (video, stream, files) = packaged;
        Intake.RequireUnchanged(video.Item);
        var output = new HlsOutput(
            video.Item.Input.Display,
            video.Id,
            $"{LibraryLayout.Hls}/{video.Id}/{StreamPackager.Master}",
            [.. stream.Videos.Select(v => HlsRendition.Of(v, stream))]);
        var result = run.ResultOf(video.Item, MediaFacts.JsonOf(video.Media)) with { Files = files, Outcome = JsonSerializer.Serialize(output, HlsJson.Default.HlsOutput) };
        if (options.KeepVideos)
        {
            video.Item.KeepDownload(Path.Combine(options.Library, LibraryLayout.Videos));
        }

        await video.Item.Staged!.CommitAsync(
            token => run.Library.Catalog.CompleteAsync(video.Item.Id, result, null, token), cancellationToken).ConfigureAwait(false);
        return output;
    }
}
