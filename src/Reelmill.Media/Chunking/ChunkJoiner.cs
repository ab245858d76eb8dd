using System.Globalization;
using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Mp4.Files;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Chunking;

/// <summary>
/// Joins chunks into one file. Video packets are copied, each at its time in the source. Audio is encoded once over the
/// whole range, because audio that is encoded in parts drifts at every join.
/// </summary>
/// <param name="launcher">Starts processes.</param>
/// <param name="ffmpeg">The path of ffmpeg.</param>
/// <param name="ffprobe">The path of ffprobe.</param>
/// <param name="limits">Limits on what a file may claim.</param>
public sealed class ChunkJoiner(ProcessLauncher launcher, string ffmpeg, string ffprobe, ProbeLimits limits)
{
    private readonly FfmpegRunner _ffmpeg = new(launcher, ffmpeg);
    private readonly PacketReader _packets = new(launcher, ffprobe);
    private readonly Prober _prober = new(launcher, ffprobe, limits);
    private readonly SourcePreparer _preparer = new(launcher, ffmpeg, ffprobe, limits);

    /// <summary>Joins the chunks of a folder.</summary>
    /// <param name="folder">The folder, which holds a manifest.</param>
    /// <param name="scratch">A folder for unfinished files, on the same disk as the result.</param>
    /// <param name="withAudio">Whether to add the source's audio; the source must exist then.</param>
    /// <param name="cancellationToken">Stops the join.</param>
    /// <returns>The joined file. Its path is in <paramref name="scratch"/>; the caller moves the file.</returns>
    /// <exception cref="ItemException">
    /// <c>manifest_missing</c>, <c>manifest_damaged</c>, <c>nothing_to_join</c>, <c>chunk_changed</c>, <c>source_missing</c>,
    /// <c>join_inexact</c>: the result does not have the frames and the length of the chunks; and the codes of an ffmpeg failure.
    /// </exception>
    public async Task<ChunkJoin> JoinAsync(string folder, string scratch, bool withAudio, CancellationToken cancellationToken)
    {
        var manifest = ChunkManifest.Read(folder);
        var parts = await PartsAsync(folder, manifest, cancellationToken).ConfigureAwait(false);
        var video = Path.Combine(scratch, "video" + Path.GetExtension(manifest.Segments[0].File!));
        if (parts.All(static p => p.Track is not null))
        {
            Mp4Joiner.Write(manifest, parts, video, cancellationToken);
        }
        else
        {
            await new MatroskaJoiner(_ffmpeg).WriteAsync(manifest, parts, scratch, video, cancellationToken).ConfigureAwait(false);
        }

        var source = withAudio ? await SourceAsync(manifest, scratch, cancellationToken).ConfigureAwait(false) : null;
        if (source?.PrimaryAudio is not { } audio)
        {
            return await CheckAsync(manifest, video, hasSound: false, cancellationToken).ConfigureAwait(false);
        }

        var result = Path.Combine(scratch, "joined" + Path.GetExtension(video));
        await AddSoundAsync(manifest, video, source.Path, audio, result, cancellationToken).ConfigureAwait(false);
        return await CheckAsync(manifest, result, hasSound: true, cancellationToken).ConfigureAwait(false);
    }

    private async Task<List<ChunkToJoin>> PartsAsync(string folder, ChunkManifest manifest, CancellationToken cancellationToken)
    {
        if (manifest.Failed > 0 || manifest.Segments.Count == 0 || manifest.Segments.Any(static s => s.File is null))
        {
            throw new ItemException("nothing_to_join", $"Joining {folder}: some chunks have no file. Run 'reelmill chunk' with --processor copy or encode until no chunk fails.");
        }

        var parts = new List<ChunkToJoin>(manifest.Segments.Count);
        foreach (var segment in manifest.Segments)
        {
            var path = Path.Combine(folder, Path.GetFileName(segment.File!));
            if (!RegularFile.Exists(path) || (await ChunkFileWriter.HashAsync(path, cancellationToken).ConfigureAwait(false)).Sha256 != segment.Sha256)
            {
                throw new ItemException("chunk_changed", $"Joining {folder}: {segment.File} is missing or has changed. Run 'reelmill chunk' again to restore the chunk.");
            }

            var (packets, timeBase) = await ChunkVideo.ReadAsync(_packets, path, manifest.TimeUnit, hashed: false, cancellationToken).ConfigureAwait(false);
            parts.Add(new ChunkToJoin(path, segment, packets, timeBase, Path.GetExtension(path) == ".mp4" ? Mp4HeaderReader.Read(path)?[0] : null));
        }

        return parts;
    }

    /// <summary>Finds the file that the chunks were cut from, which may be a prepared copy, so that audio and video share one clock.</summary>
    private async Task<MediaInfo> SourceAsync(ChunkManifest manifest, string scratch, CancellationToken cancellationToken)
    {
        if (!RegularFile.Exists(manifest.Source))
        {
            throw new ItemException("source_missing", $"Joining the chunks of {manifest.Source}: the source is missing, and its audio is needed. Put the file back, or join with --video-only.");
        }

        var media = await _prober.ProbeAsync(manifest.Source, cancellationToken).ConfigureAwait(false);
        return media.PrimaryAudio is null
            ? media
            : (await _preparer.PrepareAsync(manifest.Source, scratch, forFiles: true, cancellationToken).ConfigureAwait(false)).Media;
    }

    private async Task AddSoundAsync(ChunkManifest manifest, string video, string source, AudioStream audio, string target, CancellationToken cancellationToken)
    {
        var rate = audio.SampleRate is > 0 and <= 96000 ? audio.SampleRate : 48000;
        var unit = new Rational(1, rate);
        var start = Ticks.Round(manifest.Segments[0].FirstSourcePts!.Value, manifest.TimeUnit, unit);
        var end = Ticks.Round(manifest.Segments[^1].EndPts, manifest.TimeUnit, unit);
        await _ffmpeg.WriteAsync(
            "Encoding the audio", manifest.Source,
            [
                "-v", "level+error", "-y", "-copyts",
                .. InputGuard.Arguments(video), .. InputGuard.Arguments(source),
                "-map", "0:v:0", "-c:v", "copy",
                "-map", $"1:{Text(audio.Index)}",
                "-filter:a", $"aresample={Text(rate)}:async=1:first_pts={Text(start)},apad,atrim=start_pts={Text(start)}:end_pts={Text(end)},asetpts=PTS-({Text(start)})",
                "-c:a", "aac", "-b:a", "160k", .. ChunkArguments.Reproducible,
                "-movflags", "+faststart", "-f", Path.GetExtension(target) == ".mp4" ? "mp4" : "matroska",
                $"file:{target}",
            ],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Checks that the joined file has the frames of all chunks, from the first frame's time to the last one's.</summary>
    private async Task<ChunkJoin> CheckAsync(ChunkManifest manifest, string path, bool hasSound, CancellationToken cancellationToken)
    {
        var media = await _prober.ProbeAsync(path, cancellationToken).ConfigureAwait(false);
        var streams = await _packets.ReadAsync(path, hashed: false, cancellationToken).ConfigureAwait(false);
        var video = media.RequireVideo();
        var shown = streams[video.Index].Where(static p => !p.IsHidden).ToArray();
        var span = Ticks.Round(manifest.Segments[^1].LastSourcePts!.Value - manifest.Segments[0].FirstSourcePts!.Value, manifest.TimeUnit, video.TimeBase);
        var (frames, length) = (manifest.Segments.Sum(static s => s.Frames), shown.Max(static p => p.Pts) - shown.Min(static p => p.Pts));
        if (shown.Length != frames || Math.Abs(length - span) > (video.TimeBase.Denominator == 1000 ? 1 : 0))
        {
            throw new ItemException("join_inexact", $"Joining the chunks of {manifest.Source}: the result has {shown.Length} frames over {length} units of {video.TimeBase} s instead of {frames} over {span}. Please report it; the chunks are intact.");
        }

        var seconds = Ticks.ToSeconds(manifest.Segments[^1].EndPts - manifest.Segments[0].FirstSourcePts!.Value, manifest.TimeUnit);
        return new ChunkJoin(path, frames, seconds, hasSound, hasSound ? Drift(media, streams, Ticks.ToSeconds(shown.Min(static p => p.Pts), video.TimeBase) + seconds) : 0);
    }

    private static double Drift(MediaInfo media, IReadOnlyDictionary<int, IReadOnlyList<MediaPacket>> streams, double videoEnd)
    {
        var audio = media.PrimaryAudio!;
        var last = streams[audio.Index].Max(static p => p.Pts + p.Duration);
        return Math.Round(Ticks.ToSeconds(last, audio.TimeBase) - videoEnd, 3);
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
