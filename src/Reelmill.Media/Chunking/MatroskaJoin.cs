using System.Globalization;
using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Chunking;

/// <summary>Joins the video of Matroska chunks to one Matroska file.</summary>
internal sealed class MatroskaJoin(FfmpegRun ffmpeg)
{
    /// <summary>Writes the packets of all chunks at their times.</summary>
    public async Task WriteAsync(ChunkManifest manifest, List<JoinPart> parts, string scratch, string target, CancellationToken cancellationToken)
    {
        // The list names plain names only: a folder's name could hold a line break, and with it anything.
        foreach (var part in parts)
        {
            File.CreateSymbolicLink(Path.Combine(scratch, Path.GetFileName(part.Path)), Path.GetFullPath(part.Path));
        }

        var list = Path.Combine(scratch, "chunks.txt");
        await File.WriteAllLinesAsync(list, ["ffconcat version 1.0", .. parts.SelectMany((p, i) => Entry(manifest, parts, i))], cancellationToken).ConfigureAwait(false);
        await ffmpeg.WriteAsync(
            "Joining the chunks", manifest.Source,
            [
                "-v", "level+error", "-y", "-protocol_whitelist", "file", "-f", "concat", "-safe", "0", "-auto_convert", "0", "-i", $"file:{list}",
                "-map", "0:v:0", "-c", "copy", "-copyinkf", .. ChunkArguments.Plain, "-f", "matroska", $"file:{target}",
            ],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// A chunk's file and how long after its begin the next one begins. A file's own first packet may be sound, so the
    /// time of its first picture counts.
    /// </summary>
    private static IEnumerable<string> Entry(ChunkManifest manifest, List<JoinPart> parts, int index)
    {
        var part = parts[index];
        yield return $"file '{Path.GetFileName(part.Path)}'";
        if (index + 1 < parts.Count)
        {
            var next = parts[index + 1];
            var milliseconds = Ticks.Round(next.Segment.FirstSourcePts!.Value, manifest.TimeUnit, next.TimeBase)
                - Ticks.Round(part.Segment.FirstSourcePts!.Value, manifest.TimeUnit, part.TimeBase)
                + ChunkVideo.FirstShown(part.Packets) - ChunkVideo.FirstShown(next.Packets);
            yield return string.Create(CultureInfo.InvariantCulture, $"duration {milliseconds * part.TimeBase.ToDouble():0.000}");
        }
    }
}
