using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Reelmill.Core;
using Reelmill.Core.Pipelines;
using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using Reelmill.Media.Frames;
using Reelmill.Media.Probing;
using Reelmill.Media.Processes;
using Reelmill.Pipelines.Runs;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>What the stages of one run share, and the stages that only hand over to it.</summary>
internal sealed class MineContext(
    MineOptions options,
    MineServices services,
    Fetcher fetcher,
    Prober prober,
    FrameDecoder decoder,
    int decoderThreads,
    RunLedger ledger)
{
    /// <summary>80 bits of the content's SHA-256: no accident makes two of a billion videos equal.</summary>
    private const int VideoIdDigits = 20;

    public MineOptions Options => options;

    public QualityLimits Limits => services.Limits;

    public ContentClaims Claims { get; } = new();

    public async ValueTask<FetchedVideo> FetchAsync(MineItem item, CancellationToken cancellationToken)
    {
        try
        {
            item.Stamp = SourceStamp.Of(item.Input);
            item.File = await fetcher.FetchAsync(item.Input, new DownloadNotes(item.Input, ledger.Note, TimeProvider.System), cancellationToken).ConfigureAwait(false);
            return new FetchedVideo(item, item.File);
        }
        catch (IOException e)
        {
            throw new PipelineException("disk_failed", $"Saving the download of {item.Input.Display}: {e.Message} Free some space or choose another library folder; the same command goes on.", e);
        }
    }

    public async ValueTask ProbeAsync(FetchedVideo value, StageOutput<ProbedVideo> output, CancellationToken cancellationToken)
    {
        var (item, file) = value;
        var identity = IdentifyAsync(file.Path, cancellationToken);
        var media = await ReadAsync(file, cancellationToken).ConfigureAwait(false);
        media.RequireVideo();
        item.Video = await identity.ConfigureAwait(false);
        if (await SameContentAsync(item, cancellationToken).ConfigureAwait(false) is { } source)
        {
            output.Drop($"same content as {source}");
            return;
        }

        item.Staged = services.Artifacts.Stage(LibraryLayout.Frames, item.Video);
        await output.EmitAsync(new ProbedVideo(item, file, item.Video, media)).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<SampledFrame> DecodeAsync(ProbedVideo video, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var frames = decoder.DecodeAsync(
            video.File.Path, video.Media, options.Sampling, decoderThreads, damage => video.Item.Damage = damage, cancellationToken);
        await foreach (var frame in frames.ConfigureAwait(false))
        {
            yield return new SampledFrame(video, frame);
        }
    }

    /// <summary>The files become visible and the catalog knows them, both or neither.</summary>
    public async ValueTask<CommittedVideo> CommitAsync(IReadOnlyList<SavedFrame> frames, CancellationToken cancellationToken)
    {
        var video = frames[0].Video;
        var records = frames.Select(static f => f.Record).ToArray();
        var result = ResultOf(video.Item, MediaFacts.JsonOf(video.Media));
        if (options.KeepVideos)
        {
            video.Item.KeepDownload(Path.Combine(options.Library, LibraryLayout.Videos));
        }

        await video.Item.Staged!.CommitAsync(
            token => services.Catalog.CompleteAsync(video.Item.Id, result, records, token), cancellationToken).ConfigureAwait(false);
        return new CommittedVideo(video.Id, records.Length, records.Count(static r => r.Kept));
    }

    public ItemResult ResultOf(MineItem item, string? media) => new()
    {
        Video = item.Video!,
        Fingerprint = services.Recipe.FingerprintOf(item.Video!),
        Options = services.Recipe.Json,
        SourceStamp = item.Stamp,
        Media = media,
    };

    private async Task<MediaInfo> ReadAsync(FetchedFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await prober.ProbeAsync(file.Path, cancellationToken).ConfigureAwait(false);
        }
        catch (ProcessFailedException e)
        {
            throw ToolVersion.Missing("ffprobe", e);
        }
    }

    private static async Task<string> IdentifyAsync(string path, CancellationToken cancellationToken)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using var _ = stream.ConfigureAwait(false);
        var hash = await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false);
        return Convert.ToHexStringLower(hash)[..VideoIdDigits];
    }

    /// <summary>The source whose frames are those of this item too, because its bytes are the same.</summary>
    private async ValueTask<string?> SameContentAsync(MineItem item, CancellationToken cancellationToken)
    {
        if (await Claims.ClaimAsync(item.Video!, item, cancellationToken).ConfigureAwait(false) is { } owner)
        {
            return owner.Input.Display;
        }

        var fingerprint = services.Recipe.FingerprintOf(item.Video!);
        var same = new ItemFilter { Pipeline = "mine", State = ItemState.Done, Video = item.Video };
        await foreach (var done in services.Catalog.ItemsAsync(same, cancellationToken).ConfigureAwait(false))
        {
            if (done.Fingerprint == fingerprint)
            {
                return MediaInput.Shown(done.Source);
            }
        }

        return null;
    }
}
