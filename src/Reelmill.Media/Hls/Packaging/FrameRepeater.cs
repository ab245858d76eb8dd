using System.Buffers;
using Reelmill.Media.Formats.H264;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Ladders;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Repeats the first frame of a video for audio that begins earlier, and the last frame for audio that ends later.</summary>
/// <param name="encoder">Encodes the repeated frames.</param>
/// <param name="plan">The plan of the encode.</param>
/// <param name="options">The options of the encode.</param>
/// <param name="folder">The folder for temporary files.</param>
internal sealed class FrameRepeater(LadderEncoder encoder, EncodePlan plan, EncodeOptions options, string folder)
{
    /// <summary>Adds repeated frames before and after the video. Disposes the input files when it returns others.</summary>
    /// <param name="files">The renditions.</param>
    /// <param name="paths">The file paths of each rendition.</param>
    /// <param name="video">The time range from the first frame to the end of the last.</param>
    /// <param name="span">The time range of the stream.</param>
    /// <param name="cancellationToken">Cancels the encode.</param>
    public async Task<VideoTrackFile[]> ApplyAsync(
        VideoTrackFile[] files, IReadOnlyList<string[]> paths, StreamSpan video, StreamSpan span, CancellationToken cancellationToken)
    {
        // No encoder reproduces the parameter sets of a passthrough rendition, so its first and last frames are extended instead.
        if (span == video || plan.Encoded.Count < plan.Renditions.Count)
        {
            return files;
        }

        var before = await RepeatAsync("held-first", files, 0, span.Start, video.Start, cancellationToken).ConfigureAwait(false);
        var after = await RepeatAsync("held-last", files, files[0].Fragments.Count - 1, video.End, span.End, cancellationToken).ConfigureAwait(false);
        Array.ForEach(files, static f => f.Dispose());
        return [.. plan.Renditions.Zip(paths, (r, own) => VideoTrackFile.Open([.. before(r), .. own, .. after(r)]))];
    }

    /// <summary>Encodes the repeated frames of a time range; returns the file of each rendition, or none for an empty range.</summary>
    private async Task<Func<Rendition, IEnumerable<string>>> RepeatAsync(
        string name, VideoTrackFile[] files, int fragment, double start, double end, CancellationToken cancellationToken)
    {
        var count = (int)Math.Round((end - start) * EncodeArguments.RepeatRate);
        if (count == 0)
        {
            return static _ => [];
        }

        var sources = Directory.CreateDirectory(Path.Combine(folder, $"{name}-sources")).FullName;
        var frames = plan.Renditions.Zip(files, (r, f) => ExtractFrame(r, f, fragment, sources)).ToArray();
        var target = Path.Combine(folder, name);
        await encoder.RepeatFramesAsync(plan, options, frames, start, count, target, cancellationToken).ConfigureAwait(false);
        return r => [Path.Combine(target, EncodePlan.GetVideoFileName(r))];
    }

    private static RepeatedFrame ExtractFrame(Rendition rendition, VideoTrackFile file, int fragment, string folder)
    {
        var frames = file.Fragments[fragment];
        var output = new ArrayBufferWriter<byte>();
        output.Write(file.Init);
        var timed = FrameRetimer.Retime(frames.Samples, frames.Samples[0].Time, frames.Samples.Max(static s => s.Time) + 1, FrameRetimer.MeasureReorderDepth(frames.Samples));
        (frames with { Samples = timed }).Write(output, 1, file.Track.Id);
        var path = Path.Combine(folder, EncodePlan.GetVideoFileName(rendition));
        File.WriteAllBytes(path, output.WrittenSpan);
        return new RepeatedFrame(rendition, path, fragment == 0 ? 0 : frames.Samples.Count - 1, AvcConfiguration.Parse(file.Track.Configuration.Span).Sequence!.Level);
    }
}
