using System.Globalization;
using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Chunking;

/// <summary>
/// Proves from the files that chunks cover their source exactly. For copies every packet is compared, bytes and time,
/// for encodes the number and times of all frames, and the pictures at every boundary; a sample of joined chunks is decoded
/// beside the source; checksums are made again.
/// </summary>
/// <param name="launcher">Starts processes.</param>
/// <param name="ffmpeg">The path of ffmpeg.</param>
/// <param name="ffprobe">The path of ffprobe.</param>
/// <param name="limits">What a file may claim.</param>
public sealed class ChunkVerifier(ProcessLauncher launcher, string ffmpeg, string ffprobe, ProbeLimits limits)
{
    private readonly SourcePreparer _preparer = new(launcher, ffmpeg, ffprobe, limits);
    private readonly PacketReader _packets = new(launcher, ffprobe);
    private readonly ChunkWorker _worker = new(launcher, ffmpeg, ffprobe, new ChunkEncoding());
    private readonly FfmpegRun _ffmpeg = new(launcher, ffmpeg);

    /// <summary>Verifies a folder of chunks.</summary>
    /// <param name="folder">The folder, which holds a manifest.</param>
    /// <param name="scratch">A folder where a copy of the source may be written for a while.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What holds and what does not. When the source is gone, what needs it is a remark.</returns>
    /// <exception cref="ItemException"><c>manifest_missing</c>, <c>manifest_damaged</c>, and what preparing the source throws.</exception>
    public async Task<ChunkVerification> VerifyAsync(string folder, string scratch, CancellationToken cancellationToken)
    {
        var manifest = ChunkManifest.Read(folder);
        var checks = new List<ChunkCheck>
        {
            Chunks(manifest),
            Ranges(manifest),
            await FilesAsync(folder, manifest, cancellationToken).ConfigureAwait(false),
        };
        if (!checks.TrueForAll(static c => c.Holds))
        {
            return new ChunkVerification(folder, checks, ["the rest was not checked, since chunks are missing or changed"]);
        }

        var remarks = new List<string>();
        var source = await SourceAsync(manifest, checks, remarks, cancellationToken).ConfigureAwait(false);
        if (source is null)
        {
            return new ChunkVerification(folder, checks, remarks);
        }

        var hasFiles = manifest.Segments.Any(static s => s.File is not null);
        if (await PrepareAsync(source, scratch, hasFiles, checks, cancellationToken).ConfigureAwait(false) is not { } ready)
        {
            return new ChunkVerification(folder, checks, remarks);
        }

        try
        {
            await CoverageAsync(folder, manifest, ready, scratch, checks, remarks, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (ready.IsCopy)
            {
                File.Delete(ready.Path);
            }
        }

        return new ChunkVerification(folder, checks, remarks);
    }

    /// <summary>Makes the source ready; chunks of one that cannot be cut at all, such as an encrypted one, are no chunks of it.</summary>
    private async Task<ChunkSource?> PrepareAsync(string source, string scratch, bool hasFiles, List<ChunkCheck> checks, CancellationToken cancellationToken)
    {
        try
        {
            return await _preparer.PrepareAsync(source, scratch, hasFiles, cancellationToken).ConfigureAwait(false);
        }
        catch (ItemException e) when (!e.IsTransient)
        {
            checks.Add(new ChunkCheck("source_readable", false, $"{e.Code}: {e.Message}"));
            return null;
        }
    }

    private static ChunkCheck Chunks(ChunkManifest manifest)
    {
        var failed = manifest.Segments.Where(static s => s.Error is not null).ToArray();
        var complete = manifest.Segments.Count == manifest.TotalChunks && manifest.Segments.Select(static s => s.Sequence).SequenceEqual(Enumerable.Range(0, manifest.TotalChunks));
        return new ChunkCheck(
            "all_chunks",
            complete && failed.Length == 0,
            failed.Length > 0 ? Text($"chunk {failed[0].Sequence} failed: {failed[0].ErrorMessage}")
                : complete ? Text($"{manifest.TotalChunks} of {manifest.TotalChunks} chunks") : Text($"{manifest.Segments.Count} of {manifest.TotalChunks} chunks are listed, or not in order"));
    }

    private static ChunkCheck Ranges(ChunkManifest manifest)
    {
        for (var i = 1; i < manifest.Segments.Count; i++)
        {
            if (manifest.Segments[i].StartPts != manifest.Segments[i - 1].EndPts)
            {
                return new ChunkCheck("ranges_meet", false, Text($"chunk {i} begins at PTS {manifest.Segments[i].StartPts}, chunk {i - 1} ends at {manifest.Segments[i - 1].EndPts}"));
            }
        }

        return new ChunkCheck("ranges_meet", true, "each chunk begins where the one before it ends");
    }

    private static async Task<ChunkCheck> FilesAsync(string folder, ChunkManifest manifest, CancellationToken cancellationToken)
    {
        var files = manifest.Segments.Where(static s => s.File is not null).ToArray();
        foreach (var segment in files)
        {
            var path = Path.Combine(folder, Path.GetFileName(segment.File!));
            if (!RegularFile.Exists(path))
            {
                return new ChunkCheck("file_hashes", false, $"{segment.File} is missing");
            }

            if ((await ChunkFiles.HashAsync(path, cancellationToken).ConfigureAwait(false)).Sha256 != segment.Sha256)
            {
                return new ChunkCheck("file_hashes", false, $"{segment.File} has changed: its SHA-256 is another one");
            }
        }

        return new ChunkCheck("file_hashes", true, Text($"{files.Length} files have their SHA-256"));
    }

    /// <summary>The source when it is there and still the same.</summary>
    private static async Task<string?> SourceAsync(ChunkManifest manifest, List<ChunkCheck> checks, List<string> remarks, CancellationToken cancellationToken)
    {
        if (!RegularFile.Exists(manifest.Source))
        {
            remarks.Add($"the source {manifest.Source} is gone: that the chunks cover it could not be proved");
            return null;
        }

        var (sha256, _) = await ChunkFiles.HashAsync(manifest.Source, cancellationToken).ConfigureAwait(false);
        var same = sha256 == manifest.SourceSha256;
        checks.Add(new ChunkCheck("source_unchanged", same, same ? "the source has its SHA-256" : $"{manifest.Source} is another file than the one that was cut"));
        return same ? manifest.Source : null;
    }

    private async Task CoverageAsync(
        string folder, ChunkManifest manifest, ChunkSource source, string scratch, List<ChunkCheck> checks, List<string> remarks, CancellationToken cancellationToken)
    {
        var ranges = manifest.Segments.Select(s => RangeOf(source, s)).ToArray();
        if (manifest.Processors.Contains("copy", StringComparer.Ordinal))
        {
            checks.Add(await new CopyCheck(_packets).RunAsync(folder, manifest, source, ranges, cancellationToken).ConfigureAwait(false));
        }

        if (manifest.Processors.Contains("encode", StringComparer.Ordinal))
        {
            checks.Add(await new FrameCheck(_packets, _ffmpeg).RunAsync(folder, manifest, source, ranges, cancellationToken).ConfigureAwait(false));
            checks.Add(await new BoundaryCheck(_ffmpeg).RunAsync(folder, manifest, source, ranges, cancellationToken).ConfigureAwait(false));
        }

        // What is wrong already needs no decode.
        if (checks.TrueForAll(static c => c.Holds) && manifest.Segments.All(static s => s.File is not null))
        {
            checks.Add(await new SampleCheck(_packets, _ffmpeg, scratch).RunAsync(folder, manifest, source, ranges, remarks, cancellationToken).ConfigureAwait(false));
        }

        if (manifest.Processors.Contains("checksum", StringComparer.Ordinal))
        {
            checks.Add(await ChecksumsAsync(manifest, source, ranges, cancellationToken).ConfigureAwait(false));
        }

        checks.Add(FrameSum(manifest, source));
    }

    private async Task<ChunkCheck> ChecksumsAsync(ChunkManifest manifest, ChunkSource source, ChunkRange[] ranges, CancellationToken cancellationToken)
    {
        foreach (var (segment, range) in manifest.Segments.Zip(ranges))
        {
            var again = await _worker.ProcessAsync(source, range, ChunkWork.Checksum, null, cancellationToken).ConfigureAwait(false);
            if (again.PicturesSha256 != segment.PicturesSha256 || again.PacketsSha256 != segment.PacketsSha256)
            {
                return new ChunkCheck("checksums", false, Text($"chunk {segment.Sequence} decodes to other pictures, or has other packets, than the manifest says"));
            }
        }

        return new ChunkCheck("checksums", true, Text($"{ranges.Length} chunks give the same SHA-256 again"));
    }

    /// <summary>The chunks have as many frames as the source shows in their range; a decoder may give fewer of a damaged one.</summary>
    private static ChunkCheck FrameSum(ChunkManifest manifest, ChunkSource source)
    {
        var shown = source.Index.CountShown(manifest.Segments[0].StartPts, manifest.Segments[^1].EndPts);
        var sum = manifest.Segments.Sum(static s => s.Frames);
        var copied = manifest.Processors.All(static p => p == "copy");
        return new ChunkCheck("frame_sum", copied ? sum == shown : sum <= shown && sum > 0, Text($"the chunks have {sum} frames, the source shows {shown} packets there"));
    }

    private static ChunkRange RangeOf(ChunkSource source, ChunkSegment segment) =>
        ChunkPlanner.RangeOf(source.Index, source.CanSeek, segment.Sequence, segment.StartPts, segment.EndPts);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
