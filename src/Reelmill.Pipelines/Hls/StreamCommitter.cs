using System.Text.Json;
using Reelmill.Core;
using Reelmill.Library;
using Reelmill.Media.Hls.Checking;
using Reelmill.Media.Hls.Packaging;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Hls;

/// <summary>Checks packaged streams and commits them to the library.</summary>
/// <param name="keepVideos">Whether downloaded videos are kept.</param>
/// <param name="run">The run.</param>
/// <param name="keyring">The keys of the library; null without encryption.</param>
/// <param name="publications">Publishes committed streams; null without a publish target.</param>
internal sealed class StreamCommitter(bool keepVideos, ItemRun run, StreamKeyring? keyring, PublicationQueue? publications)
{
    private readonly HlsChecker _checker = new();

    /// <summary>Checks the files as a player would read them. A stream that breaks a MUST rule never becomes visible.</summary>
    public async ValueTask<CheckedStream> CheckAsync(PackagedStream packaged, CancellationToken cancellationToken)
    {
        var checking = new HlsCheckOptions { KeyFolder = keyring?.GetFolder(packaged.Video.Id) };
        var report = await _checker.CheckAsync(HlsLocation.Parse(packaged.Video.Staged.Path), checking, cancellationToken).ConfigureAwait(false);
        var broken = report.Findings.Where(static f => f.Severity == HlsSeverity.Must).ToArray();
        return broken.Length == 0
            ? new CheckedStream(packaged, report)
            : throw new ItemException(
                "hls_check_failed",
                $"Checking the stream of {packaged.Video.Input.Display}: {broken[0].File} breaks {broken[0].Rule}: {broken[0].Message}{(report.Failed > 1 ? $" ({report.Failed - 1} more rules are broken)" : string.Empty)}. The stream was not kept; try --copy-top never, or convert the source first.");
    }

    /// <summary>Makes the files visible in the library and records them in the catalog, both or neither.</summary>
    public async ValueTask<HlsOutput> CommitAsync(CheckedStream checkedStream, CancellationToken cancellationToken)
    {
        var (video, stream, files) = checkedStream.Packaged;
        video.Identified.Fetched.RequireUnchanged();
        var output = new HlsOutput(
            video.Input.Display,
            video.Id,
            $"{LibraryLayout.Hls}/{video.Id}/{StreamPackager.MasterPlaylist}",
            [.. stream.Videos.Select(v => HlsRendition.From(v, stream))],
            HlsCheck.From(checkedStream.Report))
        {
            Remarks = stream.Remarks,
        };
        var result = run.ResultOf(video.Identified, MediaFacts.JsonOf(video)) with { Files = files, Outcome = JsonSerializer.Serialize(output, HlsJson.Default.HlsOutput) };
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
