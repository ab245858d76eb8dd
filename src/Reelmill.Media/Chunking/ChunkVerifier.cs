using System.Globalization;
using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Chunking;

/// <summary>
/// Verifies from the files that chunks cover their source exactly. For copies, every packet is compared by bytes and time.
/// For encodes, the number and times of all frames are compared, and the frames at every chunk boundary. A sample of joined
/// chunks is decoded beside the source, and checksums are computed again.
/// </summary>
/// <param name="launcher">Starts processes.</param>
/// <param name="ffmpeg">The path of ffmpeg.</param>
/// <param name="ffprobe">The path of ffprobe.</param>
/// <param name="limits">Limits on what a file may claim.</param>
public sealed class ChunkVerifier(ProcessLauncher launcher, string ffmpeg, string ffprobe, ProbeLimits limits)
{
    private readonly SourcePreparer _preparer = new(launcher, ffmpeg, ffprobe, limits);
    private readonly PacketReader _packets = new(launcher, ffprobe);
    private readonly ChunkWorker _worker = new(launcher, ffmpeg, ffprobe, new ChunkEncoding());
    private readonly FfmpegRunner _ffmpeg = new(launcher, ffmpeg);

    /// <summary>Verifies a folder of chunks.</summary>
    /// <param name="folder">The folder, which holds a manifest.</param>
    /// <param name="scratch">A folder for a temporary copy of the source.</param>
    /// <param name="cancellationToken">Stops the verification.</param>
    /// <returns>The checks. When the source is missing, the checks that need it are a remark instead.</returns>
    /// <exception cref="ItemException"><c>manifest_missing</c>, <c>manifest_damaged</c>, and the codes of <see cref="SourcePreparer.PrepareAsync"/>.</exception>
    public async Task<ChunkVerification> VerifyAsync(string folder, string scratch, CancellationToken cancellationToken)
    {
        var manifest = ChunkManifest.Read(folder);
        var checks = new List<ChunkCheck>
        {
            CheckSequence(manifest),
            CheckRanges(manifest),
            await CheckFilesAsync(folder, manifest, cancellationToken).ConfigureAwait(false),
        };
        if (!checks.TrueForAll(static c => c.Holds))
        {
            return new ChunkVerification(folder, checks, ["the source was not compared, because chunks are missing or changed"]);
        }

        var remarks = new List<string>();
        var source = await FindSourceAsync(manifest, checks, remarks, cancellationToken).ConfigureAwait(false);
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
            await CheckCoverageAsync(folder, manifest, ready, scratch, checks, remarks, cancellationToken).ConfigureAwait(false);
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

    /// <summary>
    /// Prepares the source. A source that cannot be cut, such as an encrypted one, fails the verification: chunks cannot
    /// have come from it.
    /// </summary>
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

    private static ChunkCheck CheckSequence(ChunkManifest manifest)
    {
        var failed = manifest.Segments.Where(static s => s.Error is not null).ToArray();
        var complete = manifest.Segments.Count == manifest.TotalChunks && manifest.Segments.Select(static s => s.Sequence).SequenceEqual(Enumerable.Range(0, manifest.TotalChunks));
        return new ChunkCheck(
            "all_chunks",
            complete && failed.Length == 0,
            failed.Length > 0 ? Text($"chunk {failed[0].Sequence} failed: {failed[0].ErrorMessage}")
                : complete ? Text($"{manifest.TotalChunks} of {manifest.TotalChunks} chunks") : Text($"{manifest.Segments.Count} of {manifest.TotalChunks} chunks are listed, or they are out of order"));
    }

    private static ChunkCheck CheckRanges(ChunkManifest manifest)
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

    private static async Task<ChunkCheck> CheckFilesAsync(string folder, ChunkManifest manifest, CancellationToken cancellationToken)
    {
        var files = manifest.Segments.Where(static s => s.File is not null).ToArray();
        foreach (var segment in files)
        {
            var path = Path.Combine(folder, Path.GetFileName(segment.File!));
            if (!RegularFile.Exists(path))
            {
                return new ChunkCheck("file_hashes", false, $"{segment.File} is missing");
            }

            if ((await ChunkFileWriter.HashAsync(path, cancellationToken).ConfigureAwait(false)).Sha256 != segment.Sha256)
            {
                return new ChunkCheck("file_hashes", false, $"{segment.File} has changed: its SHA-256 differs from the manifest's");
            }
        }

        return new ChunkCheck("file_hashes", true, Text($"{files.Length} files match their SHA-256"));
    }

    /// <summary>Returns the source if it exists unchanged, otherwise null.</summary>
    private static async Task<string?> FindSourceAsync(ChunkManifest manifest, List<ChunkCheck> checks, List<string> remarks, CancellationToken cancellationToken)
    {
        if (!RegularFile.Exists(manifest.Source))
        {
            remarks.Add($"the source {manifest.Source} is missing: coverage by the chunks could not be verified");
            return null;
        }

        var (sha256, _) = await ChunkFileWriter.HashAsync(manifest.Source, cancellationToken).ConfigureAwait(false);
        var same = sha256 == manifest.SourceSha256;
        checks.Add(new ChunkCheck("source_unchanged", same, same ? "the source matches its SHA-256" : $"{manifest.Source} is not the file that was cut"));
        return same ? manifest.Source : null;
    }

    private async Task CheckCoverageAsync(
        string folder, ChunkManifest manifest, ChunkSource source, string scratch, List<ChunkCheck> checks, List<string> remarks, CancellationToken cancellationToken)
    {
        var ranges = manifest.Segments.Select(s => CreateRange(source, s)).ToArray();
        if (manifest.Processors.Contains("copy", StringComparer.Ordinal))
        {
            checks.Add(await new CopyCheck(_packets).RunAsync(folder, manifest, source, ranges, cancellationToken).ConfigureAwait(false));
        }

        if (manifest.Processors.Contains("encode", StringComparer.Ordinal))
        {
            checks.Add(await new FrameCheck(_packets, _ffmpeg).RunAsync(folder, manifest, source, ranges, cancellationToken).ConfigureAwait(false));
            checks.Add(await new BoundaryCheck(_ffmpeg).RunAsync(folder, manifest, source, ranges, cancellationToken).ConfigureAwait(false));
        }

        // A decode takes long and adds nothing to a check that failed already.
        if (checks.TrueForAll(static c => c.Holds) && manifest.Segments.All(static s => s.File is not null))
        {
            checks.Add(await new SampleCheck(_packets, _ffmpeg, scratch).RunAsync(folder, manifest, source, ranges, remarks, cancellationToken).ConfigureAwait(false));
        }

        if (manifest.Processors.Contains("checksum", StringComparer.Ordinal))
        {
            checks.Add(await CompareChecksumsAsync(manifest, source, ranges, cancellationToken).ConfigureAwait(false));
        }

        checks.Add(CheckFrameSum(manifest, source));
    }

    private async Task<ChunkCheck> CompareChecksumsAsync(ChunkManifest manifest, ChunkSource source, ChunkRange[] ranges, CancellationToken cancellationToken)
    {
        foreach (var (segment, range) in manifest.Segments.Zip(ranges))
        {
            var repeated = await _worker.ProcessAsync(source, range, ChunkWork.Checksum, null, cancellationToken).ConfigureAwait(false);
            if (repeated.PicturesSha256 != segment.PicturesSha256 || repeated.PacketsSha256 != segment.PacketsSha256)
            {
                return new ChunkCheck("checksums", false, Text($"chunk {segment.Sequence} has frames or packets whose SHA-256 differs from the manifest's"));
            }
        }

        return new ChunkCheck("checksums", true, Text($"{ranges.Length} chunks have the same SHA-256 when decoded again"));
    }

    /// <summary>
    /// Checks that the chunks have as many frames as the source shows in their range. A decoder may give fewer frames of a
    /// damaged source.
    /// </summary>
    private static ChunkCheck CheckFrameSum(ChunkManifest manifest, ChunkSource source)
    {
        var shown = source.Index.CountShown(manifest.Segments[0].StartPts, manifest.Segments[^1].EndPts);
        var sum = manifest.Segments.Sum(static s => s.Frames);
        var copied = manifest.Processors.All(static p => p == "copy");
        return new ChunkCheck("frame_sum", copied ? sum == shown : sum <= shown && sum > 0, Text($"the chunks have {sum} frames, the source shows {shown} packets in their range"));
    }

    private static ChunkRange CreateRange(ChunkSource source, ChunkSegment segment) =>
        ChunkPlanner.CreateRange(source.Index, source.CanSeek, segment.Sequence, segment.StartPts, segment.EndPts);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
