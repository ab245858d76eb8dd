using System.Globalization;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Mp4.Files;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>
/// Joins chunks and decodes the result beside the source: from the begin, where the source is decoded as it was named and
/// not as it was prepared for cutting, and around boundaries. Packets may be copied faithfully and still show other frames.
/// The work is bounded, whatever the length of the file.
/// </summary>
internal sealed class SampleCheck(PacketReader packets, FfmpegRun ffmpeg, string scratch)
{
    private const string Name = "decoded_sample";

    /// <summary>How many packets behind a boundary are decoded.</summary>
    private const int PacketsBehind = 48;

    private readonly SampleDecoder _decoder = new(ffmpeg);

    public async Task<ChunkCheck> RunAsync(
        string folder, ChunkManifest manifest, ChunkSource source, ChunkRange[] ranges, List<string> remarks, CancellationToken cancellationToken)
    {
        var isCopy = manifest.Processors.Contains("copy", StringComparer.Ordinal);
        var count = 0;
        foreach (var window in SampleWindow.Of(source, ranges, withBoundaries: isCopy))
        {
            var work = Directory.CreateDirectory(Path.Combine(scratch, "sample")).FullName;
            try
            {
                var joined = await JoinAsync(folder, manifest, window, isCopy, work, cancellationToken).ConfigureAwait(false);
                var (own, right) = await DecodeAsync(joined, source, ranges, window, cancellationToken).ConfigureAwait(false);
                if (own.DifferenceFrom(right, isCopy) is { } difference)
                {
                    var where = Text($"{manifest.Segments[window.First].File} to {manifest.Segments[window.Last].File}, joined: {difference}");
                    if (right.Error is null)
                    {
                        return new ChunkCheck(Name, false, where);
                    }

                    remarks.Add($"the source is damaged and decodes otherwise each time it is entered ({right.Error}), so this proves nothing: {where}");
                    continue;
                }

                count += own.Frames.Count;
            }
            finally
            {
                Directory.Delete(work, recursive: true);
            }
        }

        return new ChunkCheck(Name, true, Text($"{count} frames of joined chunks decode to those of the source"));
    }

    /// <summary>Joins the chunks of a window; of a copy around a boundary only the group of pictures before it and a little behind it.</summary>
    private async Task<Joined> JoinAsync(string folder, ChunkManifest manifest, SampleWindow window, bool isCopy, string work, CancellationToken cancellationToken)
    {
        var parts = new List<JoinPart>();
        for (var i = window.First; i <= window.Last; i++)
        {
            var segment = manifest.Segments[i];
            var path = Path.Combine(folder, Path.GetFileName(segment.File!));
            var (list, timeBase) = await ChunkVideo.ReadAsync(packets, path, manifest.TimeUnit, hashed: false, cancellationToken).ConfigureAwait(false);
            parts.Add(new JoinPart(path, segment, list, timeBase, Path.GetExtension(path) == ".mp4" ? Mp4HeaderReader.Read(path)?[0] : null));
        }

        var (start, end) = (parts[0].Segment.FirstSourcePts!.Value, parts[^1].Segment.EndPts);
        var target = Path.Combine(work, "joined" + Path.GetExtension(parts[0].Path));
        if (!parts.TrueForAll(static p => p.Track is not null))
        {
            await new MatroskaJoin(ffmpeg).WriteAsync(manifest, parts, work, target, cancellationToken).ConfigureAwait(false);
            return new Joined(target, start, end);
        }

        if (!window.IsHead && isCopy)
        {
            (parts, start, end) = Around(parts, manifest.TimeUnit, end);
        }

        Mp4Join.Write(manifest with { Segments = [.. parts.Select(static p => p.Segment)] }, parts, target, cancellationToken);
        return new Joined(target, start, end);
    }

    /// <summary>The packets around the boundary of two chunks that decode by themselves, and the times of which all frames are among them.</summary>
    private static (List<JoinPart> Parts, long From, long To) Around(List<JoinPart> parts, Rational unit, long end)
    {
        var (before, behind) = (parts[0], parts[1]);
        var index = new PacketIndex(before.TimeBase, before.Packets);
        var key = index.ClosedGopPts.Count > 0 ? index.ClosedGopPts[^1] : index.ShownPts[0];
        var first = Enumerable.Range(0, before.Packets.Count).First(i => before.Packets[i].Pts == key);
        var left = behind.Packets.Skip(PacketsBehind).Where(static p => !p.IsHidden).Select(static p => p.Pts).DefaultIfEmpty(long.MaxValue).Min();
        var from = SourcePts(before, key, unit);
        return (
            [before with { Packets = [.. before.Packets.Skip(first)], Segment = before.Segment with { FirstSourcePts = from } }, behind with { Packets = [.. behind.Packets.Take(PacketsBehind)] }],
            from,
            left == long.MaxValue ? end : SourcePts(behind, left, unit));
    }

    /// <summary>A time of a chunk's file as one of the source.</summary>
    private static long SourcePts(JoinPart part, long pts, Rational unit) =>
        part.Segment.FirstSourcePts!.Value + Ticks.Round(pts - ChunkVideo.FirstShown(part.Packets), part.TimeBase, unit);

    private async Task<(Sample Own, Sample Right)> DecodeAsync(
        Joined joined, ChunkSource source, ChunkRange[] ranges, SampleWindow window, CancellationToken cancellationToken)
    {
        var most = SampleWindow.HeadFrames(source);
        var own = await _decoder.DecodeAsync(joined.Path, ["-copyts", .. InputGuard.Arguments(joined.Path)], "0:v:0", string.Empty, most, cancellationToken).ConfigureAwait(false);
        if (window.IsHead && ranges[0].FromBegin)
        {
            // Packets that are never shown may leave fewer frames than were planned; all of them count only where nothing follows.
            most = window.Last + 1 == ranges.Length && ranges[^1].ToEnd ? most : Math.Clamp(own.Frames.Count, 1, most);
            return (own, await _decoder.DecodeAsync(source.Original, ["-copyts", .. InputGuard.Arguments(source.Original)], source.OriginalStream, string.Empty, most, cancellationToken).ConfigureAwait(false));
        }

        var range = ChunkPlanner.RangeOf(source.Index, source.CanSeek, 0, joined.From, joined.To);
        var right = await _decoder.DecodeAsync(
            source.Original, ChunkArguments.Input(source, range), Text($"0:{source.Video.Index}"), ChunkArguments.Trim(range), most, cancellationToken).ConfigureAwait(false);
        if (window.IsHead)
        {
            return (own, right);
        }

        var shift = own.Frames.Count > 0 ? Ticks.Round(joined.From, source.TimeBase, own.TimeBase) : 0;
        return (own with { Frames = [.. own.Frames.Where(f => f.Pts + shift < Ticks.Round(joined.To, source.TimeBase, own.TimeBase))] }, right);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A joined stretch.</summary>
    /// <param name="Path">The file.</param>
    /// <param name="From">The time of the source that is 0 in it, and the first that is compared.</param>
    /// <param name="To">The first one after it that is not.</param>
    private sealed record Joined(string Path, long From, long To);
}
