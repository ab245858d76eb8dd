using System.Globalization;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Mp4.Files;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>
/// Joins chunks and decodes the result beside the source, at the head of the file and around chunk boundaries. At the head, the
/// source is decoded as named, not as prepared for cutting: packets may be copied correctly and still show other frames.
/// The work is bounded for any length of the file.
/// </summary>
internal sealed class SampleCheck(PacketReader packets, FfmpegRunner ffmpeg, string scratch)
{
    private const string Name = "decoded_sample";

    /// <summary>The number of packets after a boundary to decode.</summary>
    private const int PacketsBehind = 48;

    private readonly SampleDecoder _decoder = new(ffmpeg);

    public async Task<ChunkCheck> RunAsync(
        string folder, ChunkManifest manifest, ChunkSource source, ChunkRange[] ranges, List<string> remarks, CancellationToken cancellationToken)
    {
        var isCopy = manifest.Processors.Contains("copy", StringComparer.Ordinal);
        var count = 0;
        foreach (var window in SampleWindow.Select(source, ranges, withBoundaries: isCopy))
        {
            var work = Directory.CreateDirectory(Path.Combine(scratch, "sample")).FullName;
            try
            {
                var joined = await JoinAsync(folder, manifest, window, isCopy, work, cancellationToken).ConfigureAwait(false);
                var (actual, expected) = await DecodeAsync(joined, source, ranges, window, cancellationToken).ConfigureAwait(false);
                if (actual.DifferenceFrom(expected, isCopy) is { } difference)
                {
                    var where = Text($"{manifest.Segments[window.First].File} to {manifest.Segments[window.Last].File}, joined: {difference}");
                    if (expected.Error is null)
                    {
                        return new ChunkCheck(Name, false, where);
                    }

                    remarks.Add($"the source is damaged and decodes differently from each entry point ({expected.Error}), so this difference proves nothing: {where}");
                    continue;
                }

                count += actual.Frames.Count;
            }
            finally
            {
                Directory.Delete(work, recursive: true);
            }
        }

        return new ChunkCheck(Name, true, Text($"{count} frames of joined chunks decode to those of the source"));
    }

    /// <summary>
    /// Joins the chunks of a window. Around a boundary of copies, only the GOP before the boundary and a few packets after
    /// it are joined.
    /// </summary>
    private async Task<Joined> JoinAsync(string folder, ChunkManifest manifest, SampleWindow window, bool isCopy, string work, CancellationToken cancellationToken)
    {
        var parts = new List<ChunkToJoin>();
        for (var i = window.First; i <= window.Last; i++)
        {
            var segment = manifest.Segments[i];
            var path = Path.Combine(folder, Path.GetFileName(segment.File!));
            var (list, timeBase) = await ChunkVideo.ReadAsync(packets, path, manifest.TimeUnit, hashed: false, cancellationToken).ConfigureAwait(false);
            parts.Add(new ChunkToJoin(path, segment, list, timeBase, Path.GetExtension(path) == ".mp4" ? Mp4HeaderReader.Read(path)?[0] : null));
        }

        var (start, end) = (parts[0].Segment.FirstSourcePts!.Value, parts[^1].Segment.EndPts);
        var target = Path.Combine(work, "joined" + Path.GetExtension(parts[0].Path));
        if (!parts.TrueForAll(static p => p.Track is not null))
        {
            await new MatroskaJoiner(ffmpeg).WriteAsync(manifest, parts, work, target, cancellationToken).ConfigureAwait(false);
            return new Joined(target, start, end);
        }

        if (!window.IsHead && isCopy)
        {
            (parts, start, end) = Around(parts, manifest.TimeUnit, end);
        }

        Mp4Joiner.Write(manifest with { Segments = [.. parts.Select(static p => p.Segment)] }, parts, target, cancellationToken);
        return new Joined(target, start, end);
    }

    /// <summary>The packets around the boundary of two chunks that decode by themselves, and the times of which all frames are among them.</summary>
    private static (List<ChunkToJoin> Parts, long From, long To) Around(List<ChunkToJoin> parts, Rational unit, long end)
    {
        var (before, behind) = (parts[0], parts[1]);
        var index = new PacketIndex(before.TimeBase, before.Packets);
        var key = index.ClosedGopPts.Count > 0 ? index.ClosedGopPts[^1] : index.ShownPts[0];
        var first = Enumerable.Range(0, before.Packets.Count).First(i => before.Packets[i].Pts == key);
        var left = behind.Packets.Skip(PacketsBehind).Where(static p => !p.IsHidden).Select(static p => p.Pts).DefaultIfEmpty(long.MaxValue).Min();
        var from = ToSourcePts(before, key, unit);
        return (
            [before with { Packets = [.. before.Packets.Skip(first)], Segment = before.Segment with { FirstSourcePts = from } }, behind with { Packets = [.. behind.Packets.Take(PacketsBehind)] }],
            from,
            left == long.MaxValue ? end : ToSourcePts(behind, left, unit));
    }

    /// <summary>Converts a PTS of a chunk's file to the source's.</summary>
    private static long ToSourcePts(ChunkToJoin part, long pts, Rational unit) =>
        part.Segment.FirstSourcePts!.Value + Ticks.Round(pts - ChunkVideo.FirstShownPts(part.Packets), part.TimeBase, unit);

    private async Task<(DecodedSample Actual, DecodedSample Expected)> DecodeAsync(
        Joined joined, ChunkSource source, ChunkRange[] ranges, SampleWindow window, CancellationToken cancellationToken)
    {
        var maxFrames = SampleWindow.HeadFrames(source);
        var actual = await _decoder.DecodeAsync(joined.Path, ["-copyts", .. InputGuard.Arguments(joined.Path)], "0:v:0", string.Empty, maxFrames, cancellationToken).ConfigureAwait(false);
        if (window.IsHead && ranges[0].IsFileStart)
        {
            // Packets that are never shown may leave fewer frames than planned. The full count is required only where nothing follows.
            maxFrames = window.Last + 1 == ranges.Length && ranges[^1].IsFileEnd ? maxFrames : Math.Clamp(actual.Frames.Count, 1, maxFrames);
            return (actual, await _decoder.DecodeAsync(source.Original, ["-copyts", .. InputGuard.Arguments(source.Original)], source.OriginalStream, string.Empty, maxFrames, cancellationToken).ConfigureAwait(false));
        }

        var range = ChunkPlanner.CreateRange(source.Index, source.CanSeek, 0, joined.From, joined.To);
        var expected = await _decoder.DecodeAsync(
            source.Original, ChunkArguments.Input(source, range), Text($"0:{source.Video.Index}"), ChunkArguments.TrimFilter(range), maxFrames, cancellationToken).ConfigureAwait(false);
        if (window.IsHead)
        {
            return (actual, expected);
        }

        var shift = actual.Frames.Count > 0 ? Ticks.Round(joined.From, source.TimeBase, actual.TimeBase) : 0;
        return (actual with { Frames = [.. actual.Frames.Where(f => f.Pts + shift < Ticks.Round(joined.To, source.TimeBase, actual.TimeBase))] }, expected);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A joined section of chunks.</summary>
    /// <param name="Path">The joined file.</param>
    /// <param name="From">The PTS of the source at time 0 of the file, and the first to compare.</param>
    /// <param name="To">The first PTS of the source after the section.</param>
    private sealed record Joined(string Path, long From, long To);
}
