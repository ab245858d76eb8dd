using System.Buffers;
using Reelmill.Media.Formats.H264;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Ladders;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Holds the first frame of a video for sound that begins earlier, and the last for sound that ends later.</summary>
/// <param name="encoder">Encodes what is held.</param>
/// <param name="plan">What was encoded.</param>
/// <param name="options">How.</param>
/// <param name="folder">Where files that nobody else needs may lie.</param>
internal sealed class FrameHold(LadderEncoder encoder, EncodePlan plan, EncodeOptions options, string folder)
{
    /// <summary>The video with what is held before and behind it. Files that are not given back are closed.</summary>
    /// <param name="files">The renditions.</param>
    /// <param name="paths">The files of each rendition.</param>
    /// <param name="picture">From the first frame to the end of the last.</param>
    /// <param name="span">What becomes the stream.</param>
    /// <param name="cancellationToken">Stops the encode.</param>
    public async Task<VideoTrackFile[]> ApplyAsync(
        VideoTrackFile[] files, IReadOnlyList<string[]> paths, StreamSpan picture, StreamSpan span, CancellationToken cancellationToken)
    {
        // What is copied has parameters that no encoder of ours repeats: its first and last frame last longer instead.
        if (span == picture || plan.Encoded.Count < plan.Renditions.Count)
        {
            return files;
        }

        var before = await HeldAsync("held-first", files, 0, span.Start, picture.Start, cancellationToken).ConfigureAwait(false);
        var after = await HeldAsync("held-last", files, files[0].Fragments.Count - 1, picture.End, span.End, cancellationToken).ConfigureAwait(false);
        Array.ForEach(files, static f => f.Dispose());
        return [.. plan.Renditions.Zip(paths, (r, own) => VideoTrackFile.Open([.. before(r), .. own, .. after(r)]))];
    }

    /// <summary>Encodes the frames of a time; gives the file of each rendition, none when there is nothing to hold.</summary>
    private async Task<Func<Rendition, IEnumerable<string>>> HeldAsync(
        string name, VideoTrackFile[] files, int fragment, double start, double end, CancellationToken cancellationToken)
    {
        var count = (int)Math.Round((end - start) * EncodeArguments.HeldRate);
        if (count == 0)
        {
            return static _ => [];
        }

        var sources = Directory.CreateDirectory(Path.Combine(folder, $"{name}-sources")).FullName;
        var frames = plan.Renditions.Zip(files, (r, f) => FrameOf(r, f, fragment, sources)).ToArray();
        var target = Path.Combine(folder, name);
        await encoder.HoldAsync(plan, options, frames, start, count, target, cancellationToken).ConfigureAwait(false);
        return r => [Path.Combine(target, EncodePlan.VideoFile(r))];
    }

    private static HeldFrame FrameOf(Rendition rendition, VideoTrackFile file, int fragment, string folder)
    {
        var frames = file.Fragments[fragment];
        var output = new ArrayBufferWriter<byte>();
        output.Write(file.Init);
        var timed = FrameTimes.Of(frames.Samples, frames.Samples[0].PresentationTime, frames.Samples.Max(static s => s.PresentationTime) + 1, FrameTimes.DepthOf(frames.Samples));
        (frames with { Samples = timed }).Write(output, 1, file.Track.Id);
        var path = Path.Combine(folder, EncodePlan.VideoFile(rendition));
        File.WriteAllBytes(path, output.WrittenSpan);
        return new HeldFrame(rendition, path, fragment == 0 ? 0 : frames.Samples.Count - 1, AvcConfiguration.Parse(file.Track.Configuration.Span).Sps!.Level);
    }
}
