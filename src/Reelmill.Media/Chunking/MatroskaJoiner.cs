using System.Globalization;
using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Chunking;

/// <summary>Joins the video of Matroska chunks into one Matroska file.</summary>
internal sealed class MatroskaJoiner(FfmpegRunner ffmpeg)
{
    /// <summary>Writes the packets of all chunks at their times.</summary>
    public async Task WriteAsync(ChunkManifest manifest, List<ChunkToJoin> parts, string scratch, string target, CancellationToken cancellationToken)
    {
        // The list has file names only: the name of a folder could contain a line break and inject lines into the list.
        foreach (var part in parts)
        {
            File.CreateSymbolicLink(Path.Combine(scratch, Path.GetFileName(part.Path)), Path.GetFullPath(part.Path));
        }

        var list = Path.Combine(scratch, "chunks.txt");
        await File.WriteAllLinesAsync(list, ["ffconcat version 1.0", .. parts.SelectMany((p, i) => FormatEntry(manifest, parts, i))], cancellationToken).ConfigureAwait(false);
        await ffmpeg.WriteAsync(
            "Joining the chunks", manifest.Source,
            [
                "-v", "level+error", "-y", "-protocol_whitelist", "file", "-f", "concat", "-safe", "0", "-auto_convert", "0", "-i", $"file:{list}",
                "-map", "0:v:0", "-c", "copy", "-copyinkf", .. ChunkArguments.Reproducible, "-f", "matroska", $"file:{target}",
            ],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes the list's lines for one chunk: its file and the time from its start to the next chunk's. The first packet of a
    /// file may be audio, so the time of the first shown frame counts.
    /// </summary>
    private static IEnumerable<string> FormatEntry(ChunkManifest manifest, List<ChunkToJoin> parts, int index)
    {
        var part = parts[index];
        yield return $"file '{Path.GetFileName(part.Path)}'";
        if (index + 1 < parts.Count)
        {
            var next = parts[index + 1];
            var milliseconds = Ticks.Round(next.Segment.FirstSourcePts!.Value, manifest.TimeUnit, next.TimeBase)
                - Ticks.Round(part.Segment.FirstSourcePts!.Value, manifest.TimeUnit, part.TimeBase)
                + ChunkVideo.FirstShownPts(part.Packets) - ChunkVideo.FirstShownPts(next.Packets);
            yield return string.Create(CultureInfo.InvariantCulture, $"duration {milliseconds * part.TimeBase.ToDouble():0.000}");
        }
    }
}
