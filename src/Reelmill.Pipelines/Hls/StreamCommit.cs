using System.Text.Json;
using Reelmill.Core;
using Reelmill.Library;
using Reelmill.Media.Hls.Checking;
using Reelmill.Media.Hls.Packaging;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Hls;

/// <summary>Checks finished streams and ends their videos.</summary>
/// <param name="keepVideos">Whether downloads stay.</param>
/// <param name="run">The run.</param>
/// <param name="keyring">The library's keys; null when nothing is encrypted.</param>
/// <param name="publications">Publishes what is finished; null when nothing is published.</param>
internal sealed class StreamCommit(bool keepVideos, ItemRun run, StreamKeyring? keyring, Publications? publications)
{
    private readonly HlsChecker _checker = new();

    /// <summary>Judges the files as a player finds them. What breaks a rule that must hold is never shown to anybody.</summary>
    public async ValueTask<CheckedStream> CheckAsync(PackagedStream packaged, CancellationToken cancellationToken)
    {
        var checking = new HlsCheckOptions { KeyFolder = keyring?.FolderOf(packaged.Video.Id) };
        var report = await _checker.CheckAsync(HlsLocation.Parse(packaged.Video.Staged.Path), checking, cancellationToken).ConfigureAwait(false);
        var broken = report.Findings.Where(static f => f.Severity == HlsSeverity.Must).ToArray();
        return broken.Length == 0
            ? new CheckedStream(packaged, report)
            : throw new ItemException(
                "hls_check_failed",
                $"Checking the stream of {packaged.Video.Input.Display}: {broken[0].Rule} is broken in {broken[0].File}: {broken[0].Message}{(report.Failed > 1 ? $" ({report.Failed - 1} more rules are broken)" : string.Empty)}. The stream was not kept; try --copy-top never, or convert the source first.");
    }

    /// <summary>The files become visible and the catalog knows them, both or neither.</summary>
    public async ValueTask<HlsOutput> CommitAsync(CheckedStream certified, CancellationToken cancellationToken)
    {
        var (video, stream, files) = certified.Packaged;
        video.Identified.Fetched.RequireUnchanged();
        var output = new HlsOutput(
            video.Input.Display,
            video.Id,
            $"{LibraryLayout.Hls}/{video.Id}/{StreamPackager.Master}",
            [.. stream.Videos.Select(v => HlsRendition.Of(v, stream))],
            HlsCheck.Of(certified.Report))
        {
            Remarks = stream.Remarks,
        };
        var result = run.CreateResult(video.Identified, MediaFacts.ToJson(video)) with { Files = files, Outcome = JsonSerializer.Serialize(output, HlsJson.Default.HlsOutput) };
        if (keepVideos)
        {
            video.Identified.KeepDownload(Path.Combine(run.Library.Folder, LibraryLayout.Videos));
        }

        await video.Staged.CommitAsync(token => run.CompleteAsync(video.Item, result, null, token), cancellationToken).ConfigureAwait(false);
        publications?.Add(video.Item.Id);
        foreach (var remark in stream.Remarks)
        {
            run.Ledger.Note(video.Input.Display, remark);
        }

        return output;
    }
}
